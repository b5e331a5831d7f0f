/** What the list of households is looking at; the page of one household goes through the same list. */
import { computed, type ComputedRef } from 'vue';
import { useQuery } from '@/api/client';
import type { HouseholdQuery } from '@/api/generated';
import { useListMemory } from '@/composables/useListMemory';

export type ListQuery = Omit<HouseholdQuery, 'limit' | 'offset'>;
export interface ListState {
  query: ListQuery;
  chosen: number;
  peeked: string | null;
}

export const freshQuery = (): ListQuery => ({ view: 'all', q: '', groups: [], villages: [], townships: [], states: [], causes: [], marks: [], remarks: [], sectors: [], seen_by: '', sort: 'default', descending: false });
export const useListState = (): ListState => useListMemory<ListState>('households', { query: freshQuery(), chosen: 0, peeked: null });

/** The households before and after this one in the list as it was left; null at its ends, and where it is not in it. */
export function useNeighbours(id: () => string): { before: ComputedRef<string | null>; after: ComputedRef<string | null>; step(by: 1 | -1): string | null } {
  const state = useListState();
  const first = computed(() => Math.max(0, state.chosen - 1));
  const { data } = useQuery('household.list', () => ({ ...state.query, limit: 3, offset: first.value }));
  const at = computed(() => data.value?.rows.findIndex((r) => r.id === id()) ?? -1);
  const beside = (by: 1 | -1): string | null => (at.value < 0 ? null : (data.value?.rows[at.value + by]?.id ?? null));
  return {
    before: computed(() => beside(-1)),
    after: computed(() => beside(1)),
    step(by) {
      const to = beside(by);
      if (to) state.chosen = first.value + at.value + by;
      return to;
    },
  };
}
