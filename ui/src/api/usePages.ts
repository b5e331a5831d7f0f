/** A list of any length, read in pages as they come into sight. The newest answer also brings totals and facets. */
import { computed, onScopeDispose, ref, shallowReactive, shallowRef, toValue, watch, type ComputedRef, type MaybeRefOrGetter, type Ref, type ShallowRef } from 'vue';
import { toApiError, type Failure } from '@/platform/types';
import { call, onChanged, PATIENCE_MS, touches, type Operation, type Request, type Response, type ShellOperation } from './client';
import { READS } from './generated';

/** The operations that answer in pages. */
export type PagedOperation = {
  [K in Operation | ShellOperation]: Request<K> extends { limit: number; offset: number } ? (Response<K> extends { rows: unknown[]; total: number } ? K : never) : never;
}[Operation | ShellOperation];
/** What the shell answers from memory is made of no records: whoever asks knows when it changes. */
const readsOf = (name: PagedOperation): readonly string[] => (name in READS ? READS[name as Operation] : []);
export type RowOf<K extends PagedOperation> = Response<K>['rows'][number];

export const PAGE_ROWS = 50;
/** So far beyond what is in sight is read, so that rows are there before a scroll comes to them. */
const AHEAD_ROWS = 50;

export interface Pages<K extends PagedOperation> {
  total: ComputedRef<number>;
  /** Totals, facets and the rest of the newest answer. */
  head: ShallowRef<Response<K> | null>;
  error: ShallowRef<Failure | null>;
  /** The same, where it leaves nothing to be shown: no row, or only those of another question. */
  failed: ComputedRef<Failure | null>;
  loading: Ref<boolean>;
  /** The newest answer is to the question as it stands; false from a change of filter until its answer. */
  answered: Ref<boolean>;
  /** Another for each question that was answered after the first: a list goes to its top. */
  question: Ref<number>;
  /** Undefined for a row not yet read. */
  row(index: number): RowOf<K> | undefined;
  /** The rows read so far, in their order. */
  rows: ComputedRef<RowOf<K>[]>;
  /** Where such a row stands in the list; -1 when none has been read. */
  find(is: (row: RowOf<K>) => boolean): number;
  /** These rows have come into sight. */
  need(first: number, last: number): void;
  refetch(): Promise<void>;
}

export function usePages<K extends PagedOperation>(name: K, request: MaybeRefOrGetter<Omit<Request<K>, 'limit' | 'offset'>>): Pages<K> {
  const head = shallowRef<Response<K> | null>(null);
  const error = shallowRef<Failure | null>(null);
  const loading = ref(false);
  const answered = ref(false);
  /** The question as it stands was asked, and nothing came of it. */
  const refused = ref(false);
  const question = ref(0);
  const pages = shallowReactive(new Map<number, RowOf<K>[]>());
  /** The pages of this turn, under way or there; what `pages` holds besides is of an older one. */
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
      if (!answered.value) {
        // Rows of the question before do not stand among those of this one.
        pages.clear();
        if (head.value) question.value++;
        answered.value = true;
        refused.value = false;
      }
      // A further page of the same question says the same: a scroll draws no facet anew.
      if (told !== mine || head.value?.total !== answer.total) head.value = answer;
      told = mine;
      error.value = null;
      pages.set(page, answer.rows);
    } catch (thrown) {
      if (mine !== turn) return;
      asked.delete(page);
      refused.value = !answered.value;
      error.value = toApiError(thrown);
    }
  }

  /** The old rows stay in sight until the new ones are there. A new question is asked for its first page. */
  async function refetch(): Promise<void> {
    const mine = ++turn;
    clearTimeout(patience);
    if (head.value === null) patience = setTimeout(() => (loading.value = true), PATIENCE_MS);
    const first = answered.value ? Math.floor(seen[0] / PAGE_ROWS) : 0;
    const last = answered.value ? Math.max(first, Math.floor(seen[1] / PAGE_ROWS)) : 0;
    asked.clear();
    await Promise.all(Array.from({ length: last - first + 1 }, (_, i) => read(first + i, mine)));
    if (mine !== turn) return;
    clearTimeout(patience);
    loading.value = false;
    // What could not be read again stays as it was.
    if (error.value) return;
    for (const page of [...pages.keys()]) if (!asked.has(page)) pages.delete(page);
    need(...seen);
  }

  function need(first: number, last: number): void {
    seen = [first, last];
    // Until its first page is there, nobody knows how far a question reaches.
    if (!answered.value) return;
    const from = Math.floor(Math.max(0, first - AHEAD_ROWS) / PAGE_ROWS);
    for (let p = from; p <= Math.floor((last + AHEAD_ROWS) / PAGE_ROWS); p++) {
      if (!asked.has(p) && p * PAGE_ROWS < (head.value?.total ?? 0)) void read(p, turn);
    }
  }

  watch(
    () => JSON.stringify(toValue(request)),
    () => {
      answered.value = false;
      void refetch();
    },
    { immediate: true },
  );
  const stop = onChanged((records) => {
    if (touches(readsOf(name), records)) void refetch();
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
    failed: computed(() => (error.value && (refused.value || ![...pages.values()].some((rows) => rows.length)) ? error.value : null)),
    loading,
    answered,
    question,
    row: (index) => pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    rows: computed(() => [...pages.entries()].sort(([a], [b]) => a - b).flatMap(([, rows]) => rows)),
    find(is) {
      for (const [page, rows] of pages) {
        const at = rows.findIndex(is);
        if (at >= 0) return page * PAGE_ROWS + at;
      }
      return -1;
    },
    need,
    refetch,
  };
}
