/** Households of a tab, read in pages as they come into sight. The shell answers from memory. */
import { computed, ref, shallowReactive, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import { call } from '@/api/client';
import { PAGE_ROWS } from '@/api/usePages';
import type { ImportPage, ImportRow, ImportTab } from '@/api/generated';
import { toApiError, type Failure } from '@/platform/types';

export interface Rows {
  head: ShallowRef<ImportPage | null>;
  error: ShallowRef<Failure | null>;
  total: ComputedRef<number>;
  row(index: number): ImportRow | undefined;
  need(first: number, last: number): void;
  refetch(): Promise<void>;
}

export function useRows(asked: () => { tab: ImportTab; q: string; version: number }): Rows {
  const head = shallowRef<ImportPage | null>(null);
  const error = shallowRef<Failure | null>(null);
  const pages = shallowReactive(new Map<number, ImportRow[]>());
  const under = new Set<number>();
  const seen = ref<[number, number]>([0, 0]);
  let turn = 0;

  async function read(page: number, mine: number): Promise<void> {
    under.add(page);
    try {
      const { tab, q } = asked();
      const answer = await call('import.list', { tab, q, limit: PAGE_ROWS, offset: page * PAGE_ROWS });
      if (mine !== turn) return;
      head.value = answer;
      error.value = null;
      pages.set(page, answer.rows);
    } catch (thrown) {
      if (mine === turn) error.value = toApiError(thrown);
    }
    if (mine === turn) under.delete(page);
  }
  /** The old rows stay in sight until the new ones are there. */
  async function refetch(keep = true): Promise<void> {
    const mine = ++turn;
    under.clear();
    const first = keep ? Math.floor(seen.value[0] / PAGE_ROWS) : 0;
    const last = keep ? Math.max(first, Math.floor(seen.value[1] / PAGE_ROWS)) : 0;
    const wanted = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    await Promise.all(wanted.map((p) => read(p, mine)));
    if (mine === turn) for (const page of [...pages.keys()]) if (!wanted.includes(page)) pages.delete(page);
  }
  function need(first: number, last: number): void {
    seen.value = [first, last];
    for (let p = Math.floor(first / PAGE_ROWS); p <= Math.floor(last / PAGE_ROWS); p++) {
      if (!pages.has(p) && !under.has(p) && p * PAGE_ROWS < (head.value?.total ?? 0)) void read(p, turn);
    }
  }
  watch(
    () => [asked().tab, asked().q] as const,
    () => void refetch(false),
    { immediate: true },
  );
  watch(
    () => asked().version,
    () => void refetch(),
  );
  return {
    head,
    error,
    total: computed(() => head.value?.total ?? 0),
    row: (index) => pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    need,
    refetch,
  };
}
