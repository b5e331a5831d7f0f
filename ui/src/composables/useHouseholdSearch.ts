/** Households by what is typed. What was found before a search failed answers nothing that is asked now. */
import { computed, ref, watch, type ComputedRef, type ShallowRef } from 'vue';
import { useQuery, type Request, type Response } from '@/api/client';
import type { Failure } from '@/platform/types';

interface Search {
  found: ComputedRef<Response<'household.search'> | null>;
  error: ShallowRef<Failure | null>;
  refetch(): Promise<void>;
}

export function useHouseholdSearch(request: () => Request<'household.search'> | null): Search {
  const { data, error, refetch } = useQuery('household.search', request);
  const stale = ref(false);
  watch(error, (failed) => failed && (stale.value = true));
  watch(data, () => (stale.value = false));
  return { found: computed(() => (stale.value ? null : data.value)), error, refetch };
}
