/** Nothing is said of a wait that is over at once: what takes longer is `loading`. */
import { onScopeDispose, ref, type Ref } from 'vue';
import { PATIENCE_MS } from '@/api/client';

export function usePatience(): { loading: Ref<boolean>; begin(): void; end(): void } {
  const loading = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    clearTimeout(timer);
    loading.value = false;
  };
  onScopeDispose(end);
  return {
    loading,
    begin: () => {
      clearTimeout(timer);
      timer = setTimeout(() => (loading.value = true), PATIENCE_MS);
    },
    end,
  };
}
