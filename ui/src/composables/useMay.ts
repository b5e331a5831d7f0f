/** May this account write a record here? The console writes none of these; on a laptop the role says. */
import { computed, type ComputedRef } from 'vue';
import { useSession } from './useSession';

export function useMay(record: string): ComputedRef<boolean> {
  const { session } = useSession();
  return computed(() => session.value?.side === 'laptop' && session.value.writes.includes(record));
}
