import { onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue';

export interface TodayQuestionHandle {
  asking: Ref<boolean>;
  /** The question was answered or put off; it comes again when the clock is doubted anew, or when it is called for. */
  answered(): void;
  ask(): void;
}

const asking = ref(false);
const ask = (): void => void (asking.value = true);
const answered = (): void => void (asking.value = false);

/** Somebody writes or an overlay is open: the question waits, for an Enter that was meant for them. */
function isBusy(): boolean {
  const at = document.activeElement;
  const writes = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement;
  return writes || document.querySelector('#overlays > *') !== null;
}

const AGAIN_MS = 1_000;

/** Puts the question for today's date once each time `doubts` turns true, and never in the middle of something else. */
export function useTodayQuestion(doubts: ComputedRef<boolean>): TodayQuestionHandle {
  let waiting: ReturnType<typeof setInterval> | undefined;
  const stop = (): void => clearInterval(waiting);
  watch(
    doubts,
    (now) => {
      stop();
      if (!now) return answered();
      const tryNow = (): void => {
        if (isBusy()) return;
        stop();
        ask();
      };
      waiting = setInterval(tryNow, AGAIN_MS);
      tryNow();
    },
    { immediate: true },
  );
  onScopeDispose(stop);
  return { asking, answered, ask };
}

/** For whoever put the question off. */
export const askToday = ask;
