/**
 * `call(name, request)` and `useQuery(name, request)`, both typed by `generated.ts`.
 * A query knows from `READS` which records its answer is made of and reads again when one of them changes.
 */
import { computed, onScopeDispose, ref, shallowRef, toValue, watch, type ComputedRef, type MaybeRefOrGetter, type Ref, type ShallowRef } from 'vue';
import { platform } from '@/platform/current';
import { toApiError, type Failure } from '@/platform/types';
import { READS, WRITES, type Operations, type ShellOperations } from './generated';

export type Operation = keyof Operations;
export type ShellOperation = keyof ShellOperations;
type All = Operations & ShellOperations;
export type Request<K extends Operation | ShellOperation> = All[K]['request'];
export type Response<K extends Operation | ShellOperation> = All[K]['response'];

/** Before this nothing is shown, so that a quick answer does not flash. */
export const PATIENCE_MS = 120;

type Watcher = (records: ReadonlySet<string>) => void;
const watchers = new Set<Watcher>();
let waiting = new Set<string>();

/** One save tells its records here and the shell tells them again: both make one refetch. */
export function changed(records: readonly string[]): void {
  if (!records.length) return;
  if (!waiting.size) {
    setTimeout(() => {
      const now = waiting;
      waiting = new Set();
      watchers.forEach((w) => w(now));
    }, 16);
  }
  records.forEach((r) => waiting.add(r));
}

export function onChanged(watcher: Watcher): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

const isOperation = (name: string): name is Operation => name in WRITES;

/** Throws `ApiFailure`; `toApiError` turns whatever was thrown into an `Failure`. */
export async function call<K extends Operation | ShellOperation>(name: K, request: Request<K>): Promise<Response<K>> {
  const answer = (await platform.call(name, request)) as Response<K>;
  if (isOperation(name)) changed(WRITES[name]);
  return answer;
}

export function touches(reads: readonly string[], records: ReadonlySet<string>): boolean {
  return records.has('*') || reads.some((r) => (r === '*' ? records.size > 0 : records.has(r)));
}

export interface Query<T> {
  /** The newest answer, be it to the question before: a list of finds stands still while one types. */
  data: ShallowRef<T | null>;
  /** The same, but never another's answer under the name of what is asked now. */
  current: ComputedRef<T | null>;
  error: ShallowRef<Failure | null>;
  /** Nothing to show for this question yet, and it has taken longer than `PATIENCE_MS`. */
  loading: Ref<boolean>;
  /** An answer is under way, whether or not an older one is shown. */
  busy: Ref<boolean>;
  /** An answer has come, be it an error. */
  settled: ComputedRef<boolean>;
  refetch(): Promise<void>;
}

/** `request` may be a getter; while it gives null, nothing is asked. */
export function useQuery<K extends Operation>(name: K, request: MaybeRefOrGetter<Request<K> | null>): Query<Response<K>> {
  const data = shallowRef<Response<K> | null>(null);
  const error = shallowRef<Failure | null>(null);
  const loading = ref(false);
  const busy = ref(false);
  const question = (): string => JSON.stringify(toValue(request));
  /** The question that `data` answers, and the one that was put last. */
  const answers = ref('');
  let put = '';
  let turn = 0;
  let patience: ReturnType<typeof setTimeout> | undefined;

  async function refetch(): Promise<void> {
    const asked = toValue(request);
    const mine = ++turn;
    clearTimeout(patience);
    if (asked === null) {
      data.value = null;
      error.value = null;
      loading.value = busy.value = false;
      return;
    }
    const asks = JSON.stringify(asked);
    // What stood in the way of another question does not stand in the way of this one.
    if (asks !== put) error.value = null;
    put = asks;
    busy.value = true;
    if (data.value === null || answers.value !== asks) patience = setTimeout(() => (loading.value = busy.value), PATIENCE_MS);
    try {
      const answer = await call(name, asked);
      if (mine !== turn) return;
      data.value = answer;
      answers.value = asks;
      error.value = null;
    } catch (thrown) {
      if (mine !== turn) return;
      error.value = toApiError(thrown);
    }
    clearTimeout(patience);
    busy.value = loading.value = false;
  }

  watch(question, () => void refetch(), { immediate: true });
  const stop = onChanged((records) => {
    if (touches(READS[name], records)) void refetch();
  });
  onScopeDispose(() => {
    stop();
    turn++;
    clearTimeout(patience);
  });
  const current = computed(() => (answers.value === question() ? data.value : null));
  const settled = computed(() => data.value !== null || error.value !== null);
  return { data, current, error, loading, busy, settled, refetch };
}
