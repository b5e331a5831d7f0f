/**
 * What happened, said once and at once, with a way back. Two are seen at a time; where a third comes the oldest goes, so
 * that whoever records faster than eight seconds a visit is not told of the last one half a minute later.
 */
import { computed, shallowRef, type ComputedRef } from 'vue';
import { call } from '@/api/client';
import { toApiError } from '@/platform/types';
import { i18n } from '@/locales';
import { errorText } from './useErrorText';

/** What is taken back: change sets, or what only this program keeps, such as a draft. */
interface Act {
  sets: string[];
  back?: () => Promise<unknown>;
}

export interface Toast {
  id: number;
  text: string;
  act: Act | null;
  /** It was not done. */
  failed: boolean;
}

const PLAIN_MS = 4_000;
const UNDO_MS = 8_000;
const SEEN = 2;
const ACTS_KEPT = 10;

// Shallow: an undo finds its toast by the very list it was said with.
const seen = shallowRef<Toast[]>([]);
/** This session's acts, newest last: Ctrl+Z takes them back also after the toast is gone. */
const acts: Act[] = [];
let last = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let held = false;

function tick(): void {
  clearTimeout(timer);
  const first = seen.value[0];
  if (!first || held) return;
  timer = setTimeout(
    () => {
      seen.value = seen.value.slice(1);
      tick();
    },
    first.act ? UNDO_MS : PLAIN_MS,
  );
}

function show(text: string, act: Act | null, failed = false): void {
  const oldest = seen.value[0];
  seen.value = [...seen.value, { id: ++last, text, act, failed }].slice(-SEEN);
  if (seen.value[0] !== oldest) tick();
}

function say(text: string, changeSets: (string | null)[] = [], back?: () => Promise<unknown>): void {
  const sets = changeSets.filter((s): s is string => s !== null);
  const act = sets.length || back ? { sets, back } : null;
  if (act) {
    acts.push(act);
    if (acts.length > ACTS_KEPT) acts.shift();
  }
  show(text, act);
}

/** What was not done carries no tick. */
const fail = (text: string): void => show(text, null, true);

async function undo(): Promise<void> {
  const act = acts.pop();
  if (!act) return;
  seen.value = seen.value.filter((toast) => toast.act !== act);
  try {
    let sent = false;
    for (const change_set of [...act.sets].reverse()) sent = (await call('undo.run', { change_set })).was_sent || sent;
    await act.back?.();
    say(i18n.global.t(sent ? 'common.undoneSent' : 'common.undone'));
  } catch (thrown) {
    fail(errorText(toApiError(thrown)));
  }
}

/** Somebody else is at work: nobody takes back what another has done. */
function forget(): void {
  acts.length = 0;
  seen.value = [];
}

/** The clock stops under pointer or focus. */
function hold(on: boolean): void {
  held = on;
  tick();
}

export function useToast(): {
  toasts: ComputedRef<Toast[]>;
  say(text: string, changeSets?: (string | null)[], back?: () => Promise<unknown>): void;
  fail(text: string): void;
  undo(): Promise<void>;
  hold(on: boolean): void;
  forget(): void;
} {
  return { toasts: computed(() => seen.value), say, fail, undo, hold, forget };
}
