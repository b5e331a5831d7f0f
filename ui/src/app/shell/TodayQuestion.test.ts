import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { ref } from 'vue';

const sent = vi.hoisted(() => [] as unknown[]);
vi.mock('@/api/client', () => ({
  call: async (name: string, request: unknown) => void sent.push([name, request]),
  changed: (records: string[]) => sent.push(['changed', records]),
  onChanged: () => () => undefined,
  useQuery: () => ({ data: ref(null) }),
}));
const loaded = vi.hoisted(() => ({ times: 0 }));
// The laptop stands two days behind the county.
const now = ref(Date.parse('2018-09-28T04:00:00Z'));
vi.mock('@/composables/useSession', () => ({
  useSession: () => ({ nowMs: now, today: ref('2018-09-28'), session: ref(null), load: async () => void (loaded.times += 1) }),
}));
const { default: TodayQuestion } = await import('./TodayQuestion.vue');

const asked = () => {
  document.body.innerHTML = '<div id="overlays"></div>';
  return mount(TodayQuestion, { props: { offsetMs: 2 * 86_400_000 }, attachTo: document.body });
};
const field = (): HTMLInputElement => document.querySelector('input') as HTMLInputElement;
const type = async (text: string): Promise<void> => {
  field().value = text;
  field().dispatchEvent(new Event('input'));
  await flushPromises();
};
const enter = async (): Promise<void> => {
  field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  await flushPromises();
};
beforeEach(() => {
  sent.length = 0;
  loaded.times = 0;
});

test("the county's date is proposed, and Enter takes it for all that is shown", async () => {
  const w = asked();
  expect(field().value).toBe('2018-09-30');
  expect(document.body.textContent).toContain('电脑时间和县里差 2 天');
  await enter();
  expect(sent).toEqual([['session.give_today', { today: '2018-09-30' }], ['changed', ['*']]]);
  expect(loaded.times).toBe(1);
  expect(w.emitted('close')).toHaveLength(1);
  w.unmount();
});

test('what is no date is not taken', async () => {
  const w = asked();
  await type('下周');
  await enter();
  expect(sent).toEqual([]);
  expect(document.querySelector('[role=alert]')).not.toBeNull();
  await type('10月1日');
  await enter();
  expect(sent[0]).toEqual(['session.give_today', { today: '2018-10-01' }]);
  w.unmount();
});
