import { DOMWrapper, flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { ApiFailure } from '@/platform/types';
import { receipt } from '../rowOfAll';

const world = vi.hoisted(() => ({ language: 'zh-CN', receipt: {}, conflict: [] as string[], state: 'open', waiting: 0, refuses: [] as object[] }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    photoUrl: () => '',
    call: async (name: string) => {
      if (name === 'session.get') return { side: 'laptop', account: 'a', role: 'member', person_id: 'p1', area: { level: 'village', code: '431128104201', name: '石磨坪村' }, today: '2018-09-30', now_ms: 0, clock_shift_ms: 0, team: [] };
      if (name === 'draft.list') return [];
      if (name === 'problem.choices') return { villages: [], people: [], units: [] };
      if (name === 'problem.save') throw new ApiFailure({ code: 'violations', detail: '', violations: world.refuses as { field: string; code: string }[] });
      if (name !== 'problem.get') return {};
      const row = { id: 'Q1', version: 3, content: '屋顶漏雨', state: world.state, waiting_days: world.waiting, kind: 'single', source: 'visit', number: 'K3Q7F1', due_on: '2018-10-10', household_id: null, for_name: '', village_name: '', category: '', person_name: '', parent_id: null, receipt: world.receipt };
      return { problem: { id: 'Q1', version: 3, fields: {}, receipt, conflict_fields: world.conflict }, row, round: 1, steps: [], photos: [], parts: [], unit_name: '', lead_unit_name: '', fields: ['content', 'source', 'kind', 'person_id', 'due_on', 'criteria'], may_remove: true, parent: null, visited_on: '', created_at_ms: 0, acts: ['submit', 'progress'], may_write: true };
    },
  },
}));
const { default: ProblemPane } = await import('./ProblemPane.vue');
const { useSession } = await import('@/composables/useSession');
const { i18n } = await import('@/locales');
// A draft is written when the test says so: on a busy machine its pause is over before the save.
vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

async function pane(path = '/problems/Q1'): Promise<ReturnType<typeof mount>> {
  await useSession().load();
  i18n.global.locale.value = world.language as 'zh-CN' | 'en';
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)', component: { render: () => null } }] });
  await router.push(path);
  document.body.innerHTML = '<div id="overlays"></div>';
  const w = mount(ProblemPane, { props: { id: 'Q1', where: '全村' }, attachTo: document.body, global: { plugins: [router] } });
  await flushPromises();
  await flushPromises();
  return w;
}
beforeEach(() => Object.assign(world, { language: 'zh-CN', receipt, conflict: [], state: 'open', waiting: 0, refuses: [] }));

test.each([
  ['和县里不一样：期限、责任人', { conflict: ['due_on', 'person_id'] }],
  ['县里待办：等前面的记录到齐', { receipt: { ...receipt, state: 'held', reason: 'row_absent' } }],
  ['被退回：已封存', { receipt: { ...receipt, state: 'returned', reason: 'sealed' } }],
])('above a problem stands %s', async (says, more) => {
  Object.assign(world, more);
  const w = await pane();
  expect(w.find('.band').text()).toContain(says);
  expect(w.find('footer textarea').exists()).toBe(true);
  w.unmount();
});
test('in English the fields in conflict are listed in English', async () => {
  Object.assign(world, { language: 'en', conflict: ['due_on', 'person_id'] });
  const w = await pane();
  expect(w.find('.band').text()).not.toContain('、');
  w.unmount();
});
test('one that moved away says so and is only read', async () => {
  const before = await pane();
  expect(before.findAll('button').length).toBeGreaterThan(2);
  before.unmount();
  world.receipt = { ...receipt, parked: true };
  const w = await pane();
  expect(w.find('.band').text()).toContain('已划到别处');
  expect(w.find('footer').exists()).toBe(false);
  expect(w.findAll('button').map((b) => b.attributes('aria-label') ?? b.text())).toEqual(['关闭']);
  w.unmount();
});
test('what was handed in waits: that is said of the state, and its date is a date', async () => {
  Object.assign(world, { state: 'done', waiting: 20 });
  const w = await pane();
  expect(w.find('header b').text()).toBe('待回头看 · 等了 20 天');
  expect(w.find('dl').text()).not.toContain('等了');
  w.unmount();
});
test('whatever field of the form is refused says so at its place', async () => {
  const w = await pane('/problems/Q1?edit=1');
  const form = (): DOMWrapper<Element> => new DOMWrapper(document.body).find('#problem-form');
  await form().find('input').setValue('屋顶漏雨，西边');
  const FIELDS = ['content', 'source', 'kind', 'person_id', 'due_on', 'unit_id', 'lead_unit_id', 'category', 'criteria', 'remedy'];
  world.refuses = FIELDS.map((field) => ({ field, code: 'too_long' }));
  await form().trigger('submit');
  await flushPromises();
  expect(form().findAll('[role=alert]').map((a) => a.text())).toEqual(FIELDS.map(() => '太长，写短一些'));
  w.unmount();
});
