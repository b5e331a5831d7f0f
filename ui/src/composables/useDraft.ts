/**
 * Text typed and not yet saved, kept in the encrypted file at every pause, on blur and when the window is hidden.
 * One draft per form and subject; it stays until it is saved as a record or thrown away by its owner.
 */
import { onScopeDispose, ref, watch, type Ref } from 'vue';
import type { Draft, DraftKey, DraftSave } from '@/api/generated';

export interface DraftStore {
  list(): Promise<Draft[]>;
  save(draft: DraftSave): Promise<unknown>;
  remove(key: DraftKey): Promise<unknown>;
}

/** The pause after which typed text is written. */
export const PAUSE_MS = 300;

export interface DraftOptions<T> {
  /** A getter where one screen holds two forms, such as a new visit and the correction of one. */
  form: string | (() => string);
  value: Ref<T>;
  /** Nothing worth keeping yet: an untouched form leaves no draft. */
  empty(value: T): boolean;
  store: DraftStore;
  now(): number;
}

export interface DraftHandle<T> {
  subject: Ref<string | null>;
  base: Ref<number>;
  savedAt: Ref<number | null>;
  restored: Ref<boolean>;
  failed: Ref<boolean>;
  /** Takes up the draft of `subject`, or begins with `fresh`. */
  open(subject: string, fresh: T, base: number): Promise<void>;
  /** What is in the form now belongs to another subject. */
  move(subject: string): Promise<void>;
  flush(): Promise<void>;
  /** Saves as a record: the draft goes in the same transaction, and nothing is written to it meanwhile. */
  take<Answer>(save: (draft: { draft?: DraftKey }) => Promise<Answer>): Promise<Answer>;
  /** Thrown away. */
  clear(): Promise<void>;
  /** Thrown away by its owner: gives the way back, which keeps it again. */
  discard(): Promise<(() => Promise<void>) | undefined>;
  /** Closes the form; the draft stays. */
  close(): Promise<void>;
}

const flushes = new Set<() => Promise<void>>();
/** Writes what was typed since the last pause, in whatever form is open. */
export async function flushDrafts(): Promise<void> {
  await Promise.all([...flushes].map((flush) => flush()));
}

export function parseBody<T extends object>(body: string, fresh: T): T {
  try {
    const read: unknown = JSON.parse(body);
    return read !== null && typeof read === 'object' ? { ...fresh, ...(read as Partial<T>) } : fresh;
  } catch {
    return fresh;
  }
}

export function useDraft<T extends object>(options: DraftOptions<T>): DraftHandle<T> {
  const { value, empty, store, now } = options;
  const nameOf = (): string => (typeof options.form === 'string' ? options.form : options.form());
  let form = nameOf();
  const subject = ref<string | null>(null);
  const base = ref(0);
  const savedAt = ref<number | null>(null);
  const restored = ref(false);
  const failed = ref(false);
  let written: string | null = null;
  let stored = false;
  let taking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Writes follow one another, so that an older text never lands on a newer one. */
  let queue: Promise<void> = Promise.resolve();

  const enqueue = (act: () => Promise<void>): Promise<void> => {
    queue = queue.then(act, act);
    return queue;
  };

  async function write(form: string, key: string, body: string, blank: boolean): Promise<void> {
    try {
      if (blank) {
        if (stored) await store.remove({ form, subject: key });
        stored = false;
        savedAt.value = null;
      } else {
        await store.save({ form, subject: key, body, base: base.value });
        stored = true;
        savedAt.value = now();
      }
      failed.value = false;
    } catch {
      // Still in the form and tried again with the next pause; the form says so.
      written = null;
      failed.value = true;
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    const key = subject.value;
    if (key === null || taking) return queue;
    const body = JSON.stringify(value.value);
    if (body === written) return queue;
    written = body;
    const blank = empty(value.value);
    const name = form;
    return enqueue(() => write(name, key, body, blank));
  }

  async function open(next: string, fresh: T, freshBase: number): Promise<void> {
    await flush();
    await queue;
    subject.value = null;
    form = nameOf();
    // Also where no draft can be read: what is in the form was taken from this version.
    base.value = freshBase;
    const found = (await store.list()).find((d) => d.form === form && d.subject === next);
    value.value = found ? parseBody(found.body, fresh) : fresh;
    if (found) base.value = found.base;
    savedAt.value = found ? found.changed_at_ms : null;
    restored.value = found !== undefined;
    stored = found !== undefined;
    written = JSON.stringify(value.value);
    subject.value = next;
  }

  async function move(next: string): Promise<void> {
    const old = subject.value;
    if (old === next) return flush();
    clearTimeout(timer);
    subject.value = next;
    written = null;
    const wasStored = stored;
    stored = false;
    await flush();
    // The new place is written before the old one goes.
    if (old !== null && wasStored && !failed.value) await enqueue(() => store.remove({ form, subject: old }).then(() => undefined));
  }

  function forget(): void {
    clearTimeout(timer);
    subject.value = null;
    restored.value = false;
    savedAt.value = null;
  }

  async function take<Answer>(save: (draft: { draft?: DraftKey }) => Promise<Answer>): Promise<Answer> {
    clearTimeout(timer);
    taking = true;
    try {
      await queue;
      const key = subject.value;
      const answer = await save(key !== null && stored ? { draft: { form, subject: key } } : {});
      forget();
      stored = false;
      return answer;
    } finally {
      taking = false;
      // Not saved: what was typed since the last pause, and while the answer was waited for, is kept all the same.
      void flush();
    }
  }

  async function clear(): Promise<void> {
    const key = subject.value;
    forget();
    if (key === null) return;
    await enqueue(async () => {
      if (stored) await store.remove({ form, subject: key });
      stored = false;
    });
  }

  async function discard(): Promise<(() => Promise<void>) | undefined> {
    await flush();
    const key = subject.value;
    const kept = key !== null && stored ? { form, subject: key, body: JSON.stringify(value.value), base: base.value } : null;
    await clear();
    return kept ? () => store.save(kept).then(() => undefined) : undefined;
  }

  async function close(): Promise<void> {
    await flush();
    subject.value = null;
    restored.value = false;
  }

  watch(
    value,
    () => {
      if (subject.value === null) return;
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), PAUSE_MS);
    },
    { deep: true },
  );
  const now_ = (): void => void flush();
  flushes.add(flush);
  addEventListener('blur', now_);
  addEventListener('pagehide', now_);
  document.addEventListener('visibilitychange', now_);
  onScopeDispose(() => {
    flushes.delete(flush);
    removeEventListener('blur', now_);
    removeEventListener('pagehide', now_);
    document.removeEventListener('visibilitychange', now_);
    void flush();
  });

  return { subject, base, savedAt, restored, failed, open, move, flush, take, clear, discard, close };
}
