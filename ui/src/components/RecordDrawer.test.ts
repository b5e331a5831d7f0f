import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Draft, RecordView } from '@/api/generated';
import type { RecordField } from '@/lib/recordForm';

const world = vi.hoisted(() => ({ asked: [] as [string, Record<string, unknown>][], drafts: [] as object[], refuse: null as object | null }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (name: string, request: Record<string, unknown>) => {
      if (name === 'session.get') return { side: 'laptop', account: 'a', role: 'member', area: { level: 'village', name: '石磨坪村' }, today: '2018-09-30', now_ms: 0, clock_shift_ms: 0, team: [] };
      if (name === 'draft.list') return world.drafts;
      world.asked.push([name, request]);
      if (world.refuse) throw world.refuse;
      return { id: 'L1', change_set: 'own-1', version: 5, state: 'stored' };
    },
  },
}));
const { default: RecordDrawer } = await import('./RecordDrawer.vue');
const { useSession } = await import('@/composables/useSession');

const FIELDS: RecordField[] = [
  { name: 'content', kind: 'text', required: true },
  { name: 'expected_fen', kind: 'money' },
];
const view = { id: 'L1', version: 4, fields: { content: '养蜂', expected_fen: 480000 }, receipt: {}, conflict_fields: [] } as unknown as RecordView;

async function drawer(more: { view: RecordView | null; removable?: boolean }) {
  await useSession().load();
  document.body.innerHTML = '<div id="overlays"></div>';
  const props = { record: 'household_plan_line', draftForm: 'household_plan_line', subject: 'h1/2018/L1', title: '增收举措', what: '养蜂', fields: FIELDS, fresh: { household_id: 'h1', year: 2018 }, ...more };
  const w = mount(RecordDrawer, { props, attachTo: document.body });
  await flushPromises();
  const all = <E extends Element>(css: string): E[] => [...document.querySelectorAll<E>(css)];
  const type = async (at: number, text: string): Promise<void> => {
    const field = all<HTMLInputElement>('form input')[at]!;
    field.value = text;
    field.dispatchEvent(new Event('input'));
    await flushPromises();
  };
  const submit = async (): Promise<void> => {
    all<HTMLFormElement>('form')[0]?.dispatchEvent(new Event('submit', { cancelable: true }));
    await flushPromises();
  };
  const press = async (text: string): Promise<void> => {
    all<HTMLButtonElement>('button').find((b) => b.textContent?.includes(text))?.click();
    await flushPromises();
  };
  return { w, all, type, submit, press };
}
const sent = (name: string) => world.asked.filter(([asked]) => asked === name).map(([, request]) => request);
// A draft is written when the test says so: on a busy machine its pause is over before the save.
vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
beforeEach(() => Object.assign(world, { asked: [], drafts: [], refuse: null }));

test('of a row that is there only what was changed is sent, against what it was opened with', async () => {
  const { w, type, submit } = await drawer({ view });
  await submit();
  expect(sent('record.save'), 'nothing was changed').toEqual([]);
  await type(1, '3,600');
  await submit();
  expect(sent('record.save')).toEqual([{ record: 'household_plan_line', save: { id: 'L1', base: 4, fields: { expected_fen: 360000 }, reason: null } }]);
  expect(w.emitted('close')).toHaveLength(1);
  w.unmount();
});
test('a new row needs its words, and takes what it hangs on along', async () => {
  const { w, all, type, submit } = await drawer({ view: null });
  await type(1, '12000');
  await submit();
  expect(sent('record.save')).toEqual([]);
  expect(all('[role=alert]').map((e) => e.textContent)).toEqual(['要填']);
  await type(0, '儿子务工');
  await submit();
  expect(sent('record.save')).toEqual([{ record: 'household_plan_line', save: { id: null, base: 0, fields: { household_id: 'h1', year: 2018, content: '儿子务工', expected_fen: 1200000 }, reason: null } }]);
  w.unmount();
});
test('a figure that cannot be read stops the save and stays as it was typed', async () => {
  const { w, all, type, submit } = await drawer({ view });
  await type(1, '三千');
  await submit();
  expect(sent('record.save')).toEqual([]);
  expect(all<HTMLInputElement>('form input')[1]?.value).toBe('三千');
  w.unmount();
});
test('nothing is deleted without a reason', async () => {
  const { w, all, type, press } = await drawer({ view, removable: true });
  await press('删除');
  expect(sent('record.remove')).toEqual([]);
  expect(document.activeElement).toBe(all('form input')[2]);
  await type(2, '记重了');
  await press('删除');
  expect(sent('record.remove')).toEqual([{ record: 'household_plan_line', remove: { id: 'L1', base: 4, reason: '记重了' } }]);
  expect(w.emitted('removed')).toHaveLength(1);
  w.unmount();
});
test('what was typed before is there again, and is not counted as saved when the save is refused', async () => {
  world.drafts = [{ form: 'household_plan_line', subject: 'h1/2018/L1', base: 3, changed_at_ms: 0, body: JSON.stringify({ before: { content: '养蜂', expected_fen: '4800' }, now: { content: '养蜂二十箱', expected_fen: '4800' }, why: '' }) } satisfies Draft];
  world.refuse = { code: 'violations', detail: '', violations: [{ field: 'content', code: 'too_long' }] };
  const { w, all, submit } = await drawer({ view });
  expect(all<HTMLInputElement>('form input')[0]?.value).toBe('养蜂二十箱');
  await submit();
  expect(sent('record.save')[0]).toMatchObject({ save: { base: 3, fields: { content: '养蜂二十箱' } } });
  expect(all('[role=alert]').map((e) => e.textContent)).toEqual(['太长，写短一些']);
  expect(w.emitted('close')).toBeUndefined();
  w.unmount();
});
