import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import type { MeasureRow } from '@/api/generated';
import { ApiFailure } from '@/platform/types';
import { row } from '../rowOfAll';

const world = vi.hoisted(() => ({ saved: [] as Record<string, unknown>[], unread: false, history: [] as object[] }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (name: string, request: Record<string, unknown>) => {
      if (name === 'session.get') return { side: 'laptop', account: 'a', role: 'member', person_id: 'p1', area: { level: 'village', code: '431128104201' }, today: '2018-09-30', now_ms: 0, clock_shift_ms: 0, team: [], reads: [], writes: ['measure'] };
      if (name === 'draft.list') return [];
      if (name === 'record.get') return { id: request['id'], version: 3, fields: {}, receipt: row['receipt'], conflict_fields: ['goal', 'due_on'] };
      if (name === 'record.history' && world.unread) throw new ApiFailure({ code: 'disk_full', detail: '', violations: [] });
      if (name === 'record.history') return { rows: world.history, is_older_at_county: false };
      if (name === 'measure.save') world.saved.push(request);
      return { id: 'X', change_set: 'own-1', version: 4, state: 'stored' };
    },
  },
}));
const { default: MeasurePane } = await import('./MeasurePane.vue');
const { default: MeasureHistory } = await import('./MeasureHistory.vue');
const { useSession } = await import('@/composables/useSession');
// A draft is written when the test says so: on a busy machine its pause is over before the save.
vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

const measure = { ...row, id: 'X', household_id: 'H1', content: '香菇大棚', quantity: 3, quantity_done: 1, quantity_unit: '亩', amount_fen: 0, paid_fen: 0, state: 'running', dropped_reason: '', done_on: null, unclear: [], conflict: false } as unknown as MeasureRow;
async function open(part: Partial<MeasureRow> = {}) {
  await useSession().load();
  const w = mount(MeasurePane, { props: { row: { ...measure, ...part }, mayWrite: true, due: '', tone: '' }, attachTo: document.body, global: { stubs: { RouterLink: true, PhotoStrip: true, MeasureHistory: true } } });
  await flushPromises();
  return w;
}
beforeEach(() => Object.assign(world, { saved: [], unread: false }));

test('what would be given up is called so before it is saved, and may be kept', async () => {
  const w = await open();
  const words = (): string[] => w.findAll('.foot button').map((b) => b.text());
  expect(words()[0]).toContain('更新进度');
  await w.find('.foot .linkbtn').trigger('click');
  expect(words()).toEqual([expect.stringContaining('取消这条措施'), '不取消了']);
  await w.find('.foot .linkbtn').trigger('click');
  expect(words()).toEqual([expect.stringContaining('更新进度'), '取消这条措施']);
  w.unmount();
});
test('what was given up already is taken up again', async () => {
  const w = await open({ state: 'dropped', dropped_reason: '迁出' });
  expect(w.findAll('.foot button').map((b) => b.text())).toEqual([expect.stringContaining('更新进度'), '恢复这条措施']);
  w.unmount();
});
test('a conflict is told by its fields, and what is done says since when', async () => {
  const w = await open({ conflict: true, state: 'done', done_on: '2018-09-12' });
  expect(w.find('.conf').text()).toContain('和县里不一样：目标、期限');
  expect(w.text()).toContain('已完成 2018-09-12');
  w.unmount();
});
test('a history says in words that the measure was made, and keeps a field and its value apart', async () => {
  const change = (field: string, from: string | null, to: string | null) => ({ at_ms: 0, by_name: '沈知远', record: 'measure', record_title: '', field, from, to, reason: '' });
  world.history = [change('due_on', '2018-10-01', '2018-11-30'), change('created', null, null)];
  const w = mount(MeasureHistory, { props: { id: 'X', names: {} }, attachTo: document.body });
  const details = w.find('details').element as HTMLDetailsElement;
  details.open = true;
  details.dispatchEvent(new Event('toggle'));
  await flushPromises();
  expect(w.findAll('li').map((li) => li.findAll(':scope > span')[1]?.text())).toEqual(['期限 2018-10-01 → 2018-11-30', '新建']);
  w.unmount();
});
test('a history that cannot be read says what cannot be read', async () => {
  world.unread = true;
  const w = mount(MeasureHistory, { props: { id: 'X', names: {} }, attachTo: document.body });
  const details = w.find('details').element as HTMLDetailsElement;
  details.open = true;
  details.dispatchEvent(new Event('toggle'));
  await flushPromises();
  expect(w.find('[role=alert]').text()).toContain('变更记录读不出来');
  w.unmount();
});
