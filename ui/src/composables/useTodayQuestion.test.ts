import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { computed, defineComponent, nextTick, ref } from 'vue';
import { useTodayQuestion, type TodayQuestionHandle } from './useTodayQuestion';

const doubts = ref(false);
function asked(): TodayQuestionHandle & { end(): void } {
  let handle: TodayQuestionHandle | undefined;
  const w = mount(defineComponent({ setup: () => ((handle = useTodayQuestion(computed(() => doubts.value))), () => null) }));
  return { ...(handle as TodayQuestionHandle), end: () => w.unmount() };
}

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = '<input /><div id="overlays"></div>';
  doubts.value = false;
});
afterEach(() => vi.useRealTimers());

test('the question waits until nobody writes and nothing is open', async () => {
  const { asking, answered, end } = asked();
  document.querySelector('input')?.focus();
  doubts.value = true;
  await nextTick();
  expect(asking.value).toBe(false);
  (document.activeElement as HTMLElement).blur();
  document.querySelector('#overlays')?.append(document.createElement('div'));
  vi.advanceTimersByTime(5_000);
  expect(asking.value).toBe(false);
  document.querySelector('#overlays')?.replaceChildren();
  vi.advanceTimersByTime(1_000);
  expect(asking.value).toBe(true);
  answered();
  end();
});
test('put off, it does not come by itself; when the clock is doubted anew it does', async () => {
  const { asking, answered, ask, end } = asked();
  doubts.value = true;
  await nextTick();
  expect(asking.value).toBe(true);
  answered();
  vi.advanceTimersByTime(60_000);
  expect(asking.value).toBe(false);
  ask();
  expect(asking.value).toBe(true);
  doubts.value = false;
  await nextTick();
  expect(asking.value).toBe(false);
  doubts.value = true;
  await nextTick();
  expect(asking.value).toBe(true);
  end();
});
