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

/** A screen that shows what it is told and whether it waits. */
const Shows = defineComponent({
  setup: () => useFacts(),
  template: "<p>{{ loading ? 'waits' : facts ? `used: ${facts.recovery_used}` : 'nothing' }}</p>",
});

test('a file that was opened by its recovery key says so on the page that stood behind the lock', async () => {
  const w = mount(Shows);
  await flushPromises();
  expect(w.text()).toBe('used: false');
  told.used = true;
  told.tell(new Set(['visit']));
  await flushPromises();
  expect(w.text()).toBe('used: false');
  told.tell(new Set(['*']));
  await flushPromises();
  expect(w.text()).toBe('used: true');
});

test('a wait that is over at once says nothing, a longer one says that it waits', async () => {
  vi.useFakeTimers();
  const quick = mount(Shows);
  await vi.advanceTimersByTimeAsync(500);
  expect(quick.text()).toBe('used: true');
  told.never = true;
  const slow = mount(Shows);
  await vi.advanceTimersByTimeAsync(119);
  expect(slow.text()).toBe('nothing');
  await vi.advanceTimersByTimeAsync(1);
  expect(slow.text()).toBe('waits');
  vi.useRealTimers();
});
