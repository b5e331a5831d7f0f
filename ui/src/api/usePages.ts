/** A list of any length, read in pages as they come into sight. The newest answer also brings totals and facets. */
import { computed, onScopeDispose, ref, shallowReactive, shallowRef, toValue, watch, type ComputedRef, type MaybeRefOrGetter, type Ref, type ShallowRef } from 'vue';
import { toApiError, type Failure } from '@/platform/types';
import { call, onChanged, PATIENCE_MS, touches, type Operation, type Request, type Response } from './client';
import { READS, type Operations } from './generated';

/** The operations that answer in pages. */
export type PagedOperation = {
  [K in Operation]: Operations[K]['request'] extends { limit: number; offset: number }
    ? Operations[K]['response'] extends { rows: unknown[]; total: number }
      ? K
      : never
    : never;
}[Operation];
export type RowOf<K extends PagedOperation> = Response<K>['rows'][number];

export const PAGE_ROWS = 100;
/** So far beyond what is in sight is read, so that rows are there before a scroll comes to them. */
const AHEAD_ROWS = 50;

export interface Pages<K extends PagedOperation> {
  total: ComputedRef<number>;
  /** Totals, facets and the rest of the newest answer. */
  head: ShallowRef<Response<K> | null>;
  error: ShallowRef<Failure | null>;
  loading: Ref<boolean>;
  /** The newest answer is to the question as it stands; false from a change of filter until its answer. */
  answered: Ref<boolean>;
  /** Undefined for a row not yet read. */
  row(index: number): RowOf<K> | undefined;
  /** The rows read so far, in their order. */
  rows: ComputedRef<RowOf<K>[]>;
  /** These rows have come into sight. */
  need(first: number, last: number): void;
  refetch(): Promise<void>;
}

export function usePages<K extends PagedOperation>(name: K, request: MaybeRefOrGetter<Omit<Request<K>, 'limit' | 'offset'>>): Pages<K> {
  const head = shallowRef<Response<K> | null>(null);
  const error = shallowRef<Failure | null>(null);
  const loading = ref(false);
  const answered = ref(false);
  const pages = shallowReactive(new Map<number, RowOf<K>[]>());
  const asked = new Set<number>();
  let seen: [number, number] = [0, 0];
  let turn = 0;
  /** The turn that `head` is of. */
  let told = 0;
  let patience: ReturnType<typeof setTimeout> | undefined;

  async function read(page: number, mine: number): Promise<void> {
    asked.add(page);
    try {
      const whole = { ...toValue(request), limit: PAGE_ROWS, offset: page * PAGE_ROWS } as Request<K>;
      const answer = await call(name, whole);
      if (mine !== turn) return;
      // A further page of the same question says the same: a scroll draws no facet anew.
      if (told !== mine || head.value?.total !== answer.total) head.value = answer;
      told = mine;
      answered.value = true;
      error.value = null;
      pages.set(page, answer.rows);
    } catch (thrown) {
      if (mine !== turn) return;
      asked.delete(page);
      error.value = toApiError(thrown);
    }
  }

  /** The old rows stay in sight until the new ones are there. */
  async function refetch(keep = true): Promise<void> {
    const mine = ++turn;
    clearTimeout(patience);
    if (head.value === null) patience = setTimeout(() => (loading.value = true), PATIENCE_MS);
    const first = keep ? Math.floor(seen[0] / PAGE_ROWS) : 0;
    const last = keep ? Math.max(first, Math.floor(seen[1] / PAGE_ROWS)) : 0;
    const wanted = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    asked.clear();
    await Promise.all(wanted.map((p) => read(p, mine)));
    if (mine !== turn) return;
    for (const page of [...pages.keys()]) if (!wanted.includes(page)) pages.delete(page);
    clearTimeout(patience);
    loading.value = false;
  }

  function need(first: number, last: number): void {
    seen = [first, last];
    const from = Math.floor(Math.max(0, first - AHEAD_ROWS) / PAGE_ROWS);
    for (let p = from; p <= Math.floor((last + AHEAD_ROWS) / PAGE_ROWS); p++) {
      if (!pages.has(p) && !asked.has(p) && p * PAGE_ROWS < (head.value?.total ?? 0)) void read(p, turn);
    }
  }

  watch(
    () => JSON.stringify(toValue(request)),
    () => {
      answered.value = false;
      void refetch(false);
    },
    { immediate: true },
  );
  const stop = onChanged((records) => {
    if (touches(READS[name], records)) void refetch();
  });
  onScopeDispose(() => {
    stop();
    turn++;
    clearTimeout(patience);
  });

  return {
    total: computed(() => head.value?.total ?? 0),
    head,
    error,
    loading,
    answered,
    row: (index) => pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    rows: computed(() => [...pages.entries()].sort(([a], [b]) => a - b).flatMap(([, rows]) => rows)),
    need,
    refetch: () => refetch(),
  };
}
