import { flushPromises, mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { defineComponent } from 'vue';

const told = vi.hoisted(() => ({ used: false, never: false, tell: (_: Set<string>): void => undefined }));
vi.mock('@/api/client', () => ({
  call: async () => (told.never ? new Promise(() => undefined) : { recovery_used: told.used }),
  PATIENCE_MS: 120,
  onChanged: (watcher: (records: Set<string>) => void) => {
    told.tell = watcher;
    return () => undefined;
  },
}));
const { useFacts } = await import('./useFacts');

test('a file that was opened by its recovery key says so on the page that stood behind the lock', async () => {
  const w = mount(defineComponent({ setup: () => useFacts(), template: '<p>{{ facts?.recovery_used }}</p>' }));
  await flushPromises();
  expect(w.text()).toBe('false');
  told.used = true;
  told.tell(new Set(['visit']));
  await flushPromises();
  expect(w.text()).toBe('false');
  told.tell(new Set(['*']));
  await flushPromises();
  expect(w.text()).toBe('true');
});

test('a wait that is over at once says nothing, a longer one says that it waits', async () => {
  vi.useFakeTimers();
  const shows = defineComponent({ setup: () => useFacts(), template: '<p>{{ loading }}</p>' });
  const quick = mount(shows);
  await vi.advanceTimersByTimeAsync(500);
  expect(quick.text()).toBe('false');
  told.never = true;
  const slow = mount(shows);
  await vi.advanceTimersByTimeAsync(119);
  expect(slow.text()).toBe('false');
  await vi.advanceTimersByTimeAsync(1);
  expect(slow.text()).toBe('true');
  vi.useRealTimers();
});
