import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiFailure } from '@/platform/types';

type Asked = Record<string, unknown>;
const world = vi.hoisted(() => ({ asked: [] as [string, Asked][], refuses: '', gone: false, parked: false, homes: 0, level: 'village', received: {} as Record<string, string>, wait: null as Promise<void> | null }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (name: string, request: Asked) => {
      const area = { level: world.level, code: world.level === 'village' ? '431128104201' : '431128104', name: '石磨坪村' };
      if (name === 'session.get') return { side: 'laptop', account: 'a', role: 'member', person_id: 'p1', area, today: '2018-09-30', now_ms: 0, clock_shift_ms: 0, team: [], reads: [], writes: ['visit', 'measure', 'request', 'wish', 'tour', 'distribution', 'portion'] };
      if (name === 'draft.list') return [];
      if (name === 'distribution.get') {
        if (world.gone) throw new ApiFailure({ code: 'not_found', detail: '', violations: [] });
        const receipt = { state: 'receipted', number: '', photos_done: 0, photos_total: 0, parked: world.parked, reason: null, at_ms: 0 };
        const portion = (household_id: string, received_on: string | null) => ({ id: household_id, version: 7, household_id, head_name: household_id, group_name: '', village_name: '', received_on, received_by: '', receipt, conflict: false });
        return { row: { id: 'd1', version: 4, division_code: area.code, division_name: '', given_on: '2018-09-28', item: '化肥', quantity: 1, quantity_unit: '袋', source: '', note: '', households: 2, received: 1, receipt, conflict: false }, portions: [portion('张德顺', world.received['张德顺'] ?? null), ...(world.received['向秀英'] === undefined ? [] : [portion('向秀英', world.received['向秀英'] || null)]), portion('黎根生', '2018-09-29')] };
      }
      world.asked.push([name, request]);
      if (name === 'household.list') {
        const [limit, offset] = [Number(request['limit']), Number(request['offset'])];
        const rows = Array.from({ length: Math.min(limit, world.homes - offset) }, (_, at) => ({ id: `h${offset + at}`, head_name: `户${offset + at}`, group_name: '一组' }));
        return { rows, total: world.homes, villages: [{ code: '431128104201', label: '石磨坪村', count: 1 }, { code: '431128104202', label: '上坪村', count: 1 }] };
      }
      if (/receive|remove/.test(name)) await world.wait;
      if (world.refuses) throw new ApiFailure({ code: world.refuses, detail: '', violations: [] });
      if (name === 'distribution.receive') for (const { household_id } of request['portions'] as { household_id: string }[]) world.received[household_id] = '2018-09-30';
      return { id: 'd1', change_sets: ['own-1'] };
    },
  },
}));
const { default: DistributionPane } = await import('./DistributionPane.vue');
const { default: DistributionBox } = await import('./DistributionBox.vue');
const { useSession } = await import('@/composables/useSession');
const { changed } = await import('@/api/client');

const asked = (name: string): Asked[] => world.asked.filter(([one]) => one === name).map(([, request]) => request);
const stubs = { teleport: true, RouterLink: true };
async function pane(): Promise<ReturnType<typeof mount>> {
  await useSession().load();
  const w = mount(DistributionPane, { props: { id: 'd1', mayWrite: true }, attachTo: document.body, global: { stubs } });
  await flushPromises();
  return w;
}
const box = (w: ReturnType<typeof mount>, at: number) => w.findAll<HTMLInputElement>('input[type=checkbox]')[at]!;
// Whole pages are mounted, on machines that have other work.
vi.setConfig({ testTimeout: 30_000 });
beforeEach(() => Object.assign(world, { asked: [], refuses: '', gone: false, parked: false, homes: 0, level: 'village', received: {}, wait: null }));

test('a tick is sent with the version of what was shown', async () => {
  const w = await pane();
  await box(w, 0).setValue(true);
  await flushPromises();
  expect(asked('distribution.receive')).toEqual([{ distribution_id: 'd1', portions: [{ household_id: '张德顺', base: 7 }], received_on: '2018-09-30', received_by: '户主' }]);
  w.unmount();
});
test.each([
  [0, true],
  [1, false],
])('box %i: what was not written goes back, and says why beside it', async (at, to) => {
  const w = await pane();
  world.refuses = 'disk_full';
  await box(w, at).setValue(to);
  await flushPromises();
  expect(box(w, at).element.checked).toBe(!to);
  expect(w.findAll('label.portion')[at]?.find('[role=alert]').text()).toContain('没记上：磁盘满了');
  world.refuses = '';
  await box(w, at).setValue(to);
  await flushPromises();
  expect(w.find('[role=alert]').exists()).toBe(false);
  w.unmount();
});
test('who took it and when is asked for while somebody has not got it', async () => {
  const w = await pane();
  expect(w.find('.two').exists()).toBe(true);
  world.received = { 张德顺: '2018-09-29' };
  changed(['distribution', 'portion']);
  await vi.waitFor(() => expect(w.find('.two').exists()).toBe(false));
  w.unmount();
});
test('a day that cannot be read ticks nobody', async () => {
  const w = await pane();
  await w.findAll('.two input')[1]?.setValue('前天下午');
  await box(w, 0).setValue(true);
  await flushPromises();
  expect(asked('distribution.receive')).toEqual([]);
  expect(box(w, 0).element.checked).toBe(false);
  w.unmount();
});
test('deleted meanwhile, it is said so and nothing of it can be ticked', async () => {
  const w = await pane();
  world.gone = true;
  changed(['distribution']);
  await new Promise((done) => setTimeout(done, 40));
  await flushPromises();
  expect(w.text()).toContain('找不到这次发放');
  expect(w.findAll('input[type=checkbox]')).toHaveLength(0);
  w.unmount();
});

async function form(id: string | null): Promise<ReturnType<typeof mount>> {
  await useSession().load();
  const w = mount(DistributionBox, { props: { id }, attachTo: document.body, global: { stubs } });
  await flushPromises();
  await flushPromises();
  return w;
}
test('every household of the village can be chosen, however many there are', async () => {
  world.homes = 1003;
  const w = await form(null);
  expect(asked('household.list').map((q) => [q['villages'], q['offset']])).toEqual([[['431128104201'], 0], [['431128104201'], 1000]]);
  expect(w.findAll('label.home')).toHaveLength(1003);
  w.unmount();
});
test('a township chooses the village first, and sees the households of that one', async () => {
  Object.assign(world, { homes: 2, level: 'township' });
  const w = await form(null);
  expect(w.findAll('label.home')).toHaveLength(0);
  await w.find('select').setValue('431128104202');
  await flushPromises();
  expect(asked('household.list').at(-1)?.['villages']).toEqual(['431128104202']);
  await box(w, 0).setValue(true);
  await w.findAll('.two input')[0]?.setValue('大米');
  await w.find('form').trigger('submit');
  await flushPromises();
  expect(asked('distribution.save')).toMatchObject([{ fields: { division_code: '431128104202' }, add: ['h0', 'h1'], remove: [] }]);
  w.unmount();
});

test('without a reason nothing is deleted, and that is said beside the field', async () => {
  const w = await pane();
  await w.findAll('button').find((b) => b.text() === '删除')!.trigger('click');
  await w.find('form').trigger('submit');
  expect(asked('distribution.remove')).toEqual([]);
  expect(w.find('form [role=alert]').text()).toBe('写一句为什么删。');
  w.unmount();
});
test('what could not be deleted is said as that, and the reason stays for the next try', async () => {
  const w = await pane();
  await w.findAll('button').find((b) => b.text() === '删除')!.trigger('click');
  await w.find('form input').setValue('记重了');
  world.refuses = 'disk_full';
  await w.find('form').trigger('submit');
  await flushPromises();
  expect(w.find('form [role=alert]').text()).toBe('没删成：磁盘满了，先清出 200\u00a0MB。再点一次。');
  expect(w.emitted('close')).toBeUndefined();
  world.refuses = '';
  await w.find('form').trigger('submit');
  await flushPromises();
  expect(asked('distribution.remove').map((r) => r['reason'])).toEqual(['记重了', '记重了']);
  expect(w.emitted('close')).toHaveLength(1);
  w.unmount();
});
test('what has left the area of this laptop can only be read', async () => {
  world.parked = true;
  const w = await pane();
  expect(w.findAll<HTMLInputElement>('input[type=checkbox]').every((one) => one.element.disabled)).toBe(true);
  expect(w.findAll('button').map((b) => b.text()).filter(Boolean)).toEqual([]);
  w.unmount();
});

test('a tick keeps the focus while it is written, and a second one meanwhile does nothing', async () => {
  const w = await pane();
  const { element } = box(w, 0);
  element.focus();
  for (const checked of [true, false]) {
    element.checked = checked;
    element.dispatchEvent(new Event('change'));
    expect(document.activeElement).toBe(element);
  }
  expect(element.checked).toBe(true);
  await flushPromises();
  expect(asked('distribution.receive')).toHaveLength(1);
  expect(document.activeElement).toBe(element);
  w.unmount();
});

test('all at once leaves out who is being written, and when its button goes the pane has the focus', async () => {
  let answer = (): void => undefined;
  Object.assign(world, { received: { 向秀英: '' }, wait: new Promise<void>((done) => (answer = done)) });
  const w = await pane();
  const all = () => w.findAll<HTMLButtonElement>('button').find((b) => b.text().includes('都领了'));
  await box(w, 0).setValue(true);
  all()!.element.focus();
  await all()!.trigger('click');
  await all()!.trigger('click');
  answer();
  await flushPromises();
  expect(asked('distribution.receive').map((q) => (q['portions'] as { household_id: string }[]).map((p) => p.household_id))).toEqual([['张德顺'], ['向秀英']]);
  await vi.waitFor(() => expect(all()).toBeUndefined());
  expect(document.activeElement).toBe(w.find('aside').element);
  w.unmount();
});
test('all at once that was not written keeps the focus where it was pressed', async () => {
  world.refuses = 'disk_full';
  const w = await pane();
  const all = w.findAll<HTMLButtonElement>('button').find((b) => b.text().includes('都领了'))!;
  all.element.focus();
  await all.trigger('click');
  await flushPromises();
  expect(w.find('p[role=alert]').text()).toContain('磁盘满了');
  expect(document.activeElement).toBe(all.element);
  w.unmount();
});

test('a distribution that is being deleted is not deleted twice', async () => {
  let answer = (): void => undefined;
  world.wait = new Promise<void>((done) => (answer = done));
  const w = await pane();
  await w.findAll('button').find((b) => b.text() === '删除')!.trigger('click');
  await w.find('form input').setValue('记重了');
  await w.find('form').trigger('submit');
  await w.find('form').trigger('submit');
  answer();
  await flushPromises();
  expect(asked('distribution.remove')).toHaveLength(1);
  w.unmount();
});
