import { flushPromises, mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { defineComponent } from 'vue';

const told = vi.hoisted(() => ({ used: false, tell: (_: Set<string>): void => undefined }));
vi.mock('@/api/client', () => ({
  call: async () => ({ recovery_used: told.used }),
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
