/** The pills of the side bar: what is owed, late, or waits for somebody. */
import { computed, type ComputedRef } from 'vue';
import { useQuery } from '@/api/client';
import { useSession } from '@/composables/useSession';
import { useSyncStatus } from '@/composables/useSyncStatus';
import { platform } from '@/platform/current';

export interface NavCount {
  n: number;
  tone: 'attention' | 'danger' | 'conflict' | 'plain';
}

export function useNavCounts(): ComputedRef<Record<string, NavCount[]>> {
  const { kind } = useSession();
  const { status } = useSyncStatus();
  const bench = useQuery('workbench.get', () => (platform.side === 'desktop' && kind.value === 'team' ? { rows: 0 } : null));
  const late = useQuery('measure.list', () =>
    platform.side === 'desktop' ? { view: 'late', q: '', classes: [], persons: [], dues: [], groups: [], unclear: [], villages: [], sort: 'due', descending: false, household_id: null, limit: 1, offset: 0 } : null,
  );
  const problems = useQuery('problem.list', () => ({ view: 'open', q: '', sources: [], kinds: [], states: [], persons: [], villages: [], household_id: null, limit: 0, offset: 0 }));
  return computed(() => ({
    '/visits': [{ n: bench.data.value?.groups.find((g) => g.kind === 'unvisited')?.total ?? 0, tone: 'attention' }],
    '/measures': [{ n: late.data.value?.total ?? 0, tone: 'danger' }],
    '/problems': [{ n: problems.data.value?.due ?? 0, tone: 'attention' }],
    '/sync': [
      { n: status.value?.conflicts ?? 0, tone: 'conflict' },
      { n: status.value?.returned ?? 0, tone: 'danger' },
      { n: status.value?.held ?? 0, tone: 'attention' },
    ],
  }));
}
