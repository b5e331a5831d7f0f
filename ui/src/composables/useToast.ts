/** What happened, said once, with a way back. Two are seen at a time, more wait their turn. */
import { computed, shallowRef, type ComputedRef } from 'vue';
import { call } from '@/api/client';
import { toApiError } from '@/platform/types';
import { i18n } from '@/locales';

export interface Toast {
  id: number;
  text: string;
  changeSets: string[];
}

const PLAIN_MS = 4_000;
const UNDO_MS = 8_000;
const SEEN = 2;
const ACTS_KEPT = 10;

// Shallow: an undo finds its toast by the very list it was said with.
const waiting = shallowRef<Toast[]>([]);
/** Change sets of this session's acts, newest last: Ctrl+Z takes them back also after the toast is gone. */
const acts: string[][] = [];
let last = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let held = false;

function tick(): void {
  clearTimeout(timer);
  const first = waiting.value[0];
  if (!first || held) return;
  timer = setTimeout(
    () => {
      waiting.value = waiting.value.slice(1);
      tick();
    },
    first.changeSets.length ? UNDO_MS : PLAIN_MS,
  );
}

function say(text: string, changeSets: (string | null)[] = []): void {
  const sets = changeSets.filter((s): s is string => s !== null);
  if (sets.length) {
    acts.push(sets);
    if (acts.length > ACTS_KEPT) acts.shift();
  }
  waiting.value = [...waiting.value, { id: ++last, text, changeSets: sets }];
  if (waiting.value.length === 1) tick();
}

async function undo(): Promise<void> {
  const sets = acts.pop();
  if (!sets) return;
  waiting.value = waiting.value.filter((toast) => toast.changeSets !== sets);
  try {
    for (const change_set of [...sets].reverse()) await call('undo.run', { change_set });
    say(i18n.global.t('common.undone'));
  } catch (thrown) {
    say(i18n.global.t('common.error.other', { code: toApiError(thrown).code }));
  }
}

/** The clock stops under pointer or focus. */
function hold(on: boolean): void {
  held = on;
  tick();
}

export function useToast(): {
  toasts: ComputedRef<Toast[]>;
  say(text: string, changeSets?: (string | null)[]): void;
  undo(): Promise<void>;
  hold(on: boolean): void;
} {
  return { toasts: computed(() => waiting.value.slice(0, SEEN)), say, undo, hold };
}
