import { DOMWrapper, flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { defineComponent, h, type Component } from 'vue';
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router';
import { ApiFailure } from '@/platform/types';
import { receipt, row } from './rowOfAll';

type Asked = Record<string, unknown>;
const world = vi.hoisted(() => ({ asked: [] as [string, Asked][], rows: [] as object[], one: null as object | null, writes: [] as string[], role: 'member', level: 'village', refuses: '', drafts: [] as object[], gets: null as Promise<void> | null, unread: false }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    photoUrl: () => '',
    call: async (name: string, request: Asked) => {
      const area = { level: world.level, code: world.level === 'village' ? '431128104201' : '431128104', name: '石磨坪村' };
      if (name === 'session.get') return { side: 'laptop', account: 'a', role: world.role, person_id: 'p1', area, today: '2018-09-30', now_ms: 0, clock_shift_ms: 0, team: [], reads: ['inquiry'], writes: world.writes };
      if (name === 'draft.list') return world.drafts;
      if (name === 'filter.list') return [];
      world.asked.push([name, request]);
      const villages = [{ code: '431128104201', label: '石磨坪村', count: 1 }];
      if (name.endsWith('.list') && request['q'] === 'fails') throw new ApiFailure({ code: 'disk_full', detail: '', violations: [] });
      if (name.endsWith('.list')) return { rows: world.rows.slice(Number(request['offset'] ?? 0)).slice(0, 100), total: world.rows.length, all: 1, done: 0, amount_fen: 0, paid_fen: 0, households_month: 0, households_all: 0, views: [], persons: [], groups: [], purposes: [], marks: [], villages, classes: [], dues: [], unclear: [], tallies: [] };
      if (name.endsWith('.get')) {
        if (world.gets) await world.gets;
        if (world.unread) throw new ApiFailure({ code: 'disk_full', detail: '', violations: [] });
        if (!world.one) throw new ApiFailure({ code: 'not_found', detail: '', violations: [] });
        const one = { ...world.one, id: request['id'] };
        return name === 'tour.get' || name === 'distribution.get' ? { row: one, homes: [], portions: [] } : one;
      }
      if (world.refuses) throw new ApiFailure({ code: world.refuses, detail: '', violations: [] });
      return { id: request['id'], change_set: 'own-1', version: 10, state: 'stored' };
    },
  },
}));
const { default: DistributionList } = await import('./distribution/DistributionList.vue');
const { default: InquiryList } = await import('./inquiry/InquiryList.vue');
const { default: MeasureList } = await import('./measure/MeasureList.vue');
const { default: RequestList } = await import('./request/RequestList.vue');
const { default: TourPage } = await import('./tour/TourPage.vue');
const { default: VisitList } = await import('./visit/VisitList.vue');
const { default: WishList } = await import('./wish/WishList.vue');
const { useSession } = await import('@/composables/useSession');
const { useToast } = await import('@/composables/useToast');
const { forgetLists } = await import('@/composables/useListMemory');
const { changed } = await import('@/api/client');
const { default: VTable } = await import('@/components/VTable.vue');

interface Place {
  path: string;
  record: string;
  /** The word of what cannot be found. */
  absent: string;
  /** It is of a household, which leaves with it. */
  home?: boolean;
}
const places: Record<string, Place> = {
  requests: { path: '/visits/requests?id=X', record: 'request', home: true, absent: '找不到这条诉求' },
  measures: { path: '/measures?id=X', record: 'measure', home: true, absent: '这条措施不在本机' },
  wishes: { path: '/visits/wishes?edit=X', record: 'wish', home: true, absent: '找不到这条心愿' },
  distributions: { path: '/visits/distributions/X', record: 'distribution', absent: '找不到这次发放' },
  inquiries: { path: '/visits/inquiries?id=X', record: 'inquiry', absent: '找不到这一条' },
  tours: { path: '/visits/tours/X', record: 'tour', absent: '找不到这个计划' },
};
const all = Object.entries(places);
async function at(path: string): Promise<{ w: ReturnType<typeof mount>; router: Router }> {
  await useSession().load();
  const shows = (component: Component) => ({ component });
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/visits/requests', ...shows(RequestList) },
      { path: '/visits/wishes', ...shows(WishList) },
      { path: '/visits/distributions/:id?', ...shows(DistributionList) },
      { path: '/visits/tours/:id?', ...shows(TourPage) },
      { path: '/visits/inquiries', ...shows(InquiryList) },
      { path: '/visits/:id?', ...shows(VisitList) },
      { path: '/measures', ...shows(MeasureList) },
      { path: '/:rest(.*)', ...shows({ render: () => null }) },
    ],
  });
  await router.push(path);
  document.body.innerHTML = '<div id="overlays"></div>';
  const w = mount(defineComponent(() => () => h('main', [h(RouterView)])), { attachTo: document.body, global: { plugins: [router], stubs: { PhotoStrip: true, MeasureHistory: true, HouseholdPicker: true, VisitTabs: true } } });
  await flushPromises();
  await flushPromises();
  return { w, router };
}
/** The whole page, dialogs too. */
const page = (): DOMWrapper<Element> => new DOMWrapper(document.body);
const sent = (name: string): Asked[] => world.asked.filter(([one]) => one === name).map(([, request]) => request);
async function press(text: string): Promise<void> {
  await page().findAll('button').find((b) => b.text().startsWith(text))?.trigger('click');
  await flushPromises();
}
// Whole pages are mounted, on machines that have other work.
vi.setConfig({ testTimeout: 30_000 });
beforeEach(() => {
  forgetLists();
  Object.assign(world, { asked: [], rows: [row], one: row, writes: ['request', 'measure', 'wish', 'distribution', 'portion', 'tour', 'visit', 'inquiry'], role: 'member', level: 'village', refuses: '', drafts: [], gets: null, unread: false });
});
test.each(all)('%s: in conflict, held, sent back or moved away, its pane says so', async (_, place) => {
  for (const [more, says] of [
    [{ conflict: true }, '和县里不一样'],
    [{ receipt: { ...receipt, state: 'held', reason: 'row_absent' } }, '县里待办：等前面的记录到齐'],
    [{ receipt: { ...receipt, state: 'returned', reason: 'sealed' } }, '被退回：已封存'],
    [{ receipt: { ...receipt, parked: true } }, place.home ? '这一户已划到别处' : '这一条已划到别处'],
  ] as const) {
    world.one = { ...row, ...more };
    world.rows = [world.one];
    const { w } = await at(place.path);
    expect(page().find('.band').text()).toContain(says);
    w.unmount();
  }
});
test.each(all)('%s: deleted meanwhile, it is said so and nothing can be written on it', async (_, place) => {
  const { w } = await at(place.path);
  expect(page().text()).not.toContain(place.absent);
  Object.assign(world, { rows: place.record === 'tour' ? [row] : [], one: null });
  changed([place.record]);
  await new Promise((done) => setTimeout(done, 40));
  await flushPromises();
  await flushPromises();
  expect(page().text()).toContain(place.absent);
  expect(page().findAll('form input').filter((i) => !i.element.closest('[role=search]'))).toHaveLength(0);
  w.unmount();
});
test.each(all)('%s: who may not write it on this laptop sees it and has no act', async (_, place) => {
  world.writes = ['feedback'];
  const { w } = await at(place.path);
  const acts = page().findAll('button').map((b) => b.text());
  for (const act of ['记诉求', '加措施', '记心愿', '记发放', '新建计划', '记一户说的', '改这一条', '保存', '改这条', '改计划', '删除', '更新进度', '办好了']) expect(acts.filter((text) => text.startsWith(act))).toEqual([]);
  expect(page().text()).toContain({ measures: '水管冻裂', requests: '水管冻裂', wishes: '黎根生', distributions: '化肥', tours: '走一遍', inquiries: '石磨坪村' }[_] ?? '');
  w.unmount();
});
test.each([
  ['requests', '删除诉求', 'request.remove', '已删诉求：水管冻裂'],
  ['wishes', '删除心愿', 'wish.remove', '已删心愿：黎根生，水管冻裂'],
  ['inquiries', '删除这一条', 'inquiry.remove', '已删：石磨坪村，一户说的'],
] as const)('%s: one is deleted with a reason, against what was shown', async (which, act, name, said) => {
  const { w, router } = await at(places[which]?.path ?? '');
  await press(act);
  const line = () => page().find('form.line');
  await line().trigger('submit');
  expect(line().find('[role=alert]').text()).toBe('写一句为什么删。');
  expect(sent(name)).toEqual([]);
  await line().find('input').setValue(' 记重了 ');
  world.refuses = 'disk_full';
  await line().trigger('submit');
  await flushPromises();
  expect(line().find('[role=alert]').text()).toBe('没删成：磁盘满了，先清出 200\u00a0MB。再点一次。');
  world.refuses = '';
  await line().trigger('submit');
  await flushPromises();
  expect(sent(name).at(-1)).toEqual({ id: 'X', base: 7, reason: '记重了' });
  await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({}));
  expect(useToast().toasts.value.at(-1)?.text).toBe(said);
  w.unmount();
});
test.each([
  ['/visits', 'visit.list'],
  ['/measures', 'measure.list'],
  ['/visits/requests', 'request.list'],
  ['/visits/wishes', 'wish.list'],
])('%s: who sees several villages has them as column and menu, a village team has not', async (path, name) => {
  world.rows = [{ ...row, visited_on: '2018-09-30', person_names: [], purposes: [], photos: 0, problems: 0 }];
  const headed = (w: ReturnType<typeof mount>): boolean => w.findAll('[role=columnheader]').some((c) => c.text() === '村');
  const menu = (w: ReturnType<typeof mount>) => w.findAllComponents({ name: 'FacetMenu' }).find((f) => f.text() === '村');
  const team = await at(path);
  expect([headed(team.w), menu(team.w) === undefined]).toEqual([false, true]);
  team.w.unmount();
  Object.assign(world, { role: 'township_reviewer', level: 'township' });
  const { w } = await at(path);
  expect(headed(w)).toBe(true);
  menu(w)?.vm.$emit('update:chosen', ['431128104201']);
  await flushPromises();
  expect(sent(name).at(-1)).toMatchObject({ villages: ['431128104201'] });
  w.unmount();
});
const lists = all.filter(([which]) => which !== 'tours').map(([which, place]) => [which, place.path.replace(/([?]|[/]X).*/, '')] as const);
test.each(lists)('%s: another question begins at its first row', async (_, path) => {
  world.rows = ['X', 'Y', 'Z'].map((id) => ({ ...row, id }));
  const { w } = await at(path);
  const table = () => w.findComponent({ name: 'VTable' });
  table().vm.$emit('choose', 2);
  await flushPromises();
  expect([table().props('chosen'), table().props('question')]).toEqual([2, 0]);
  await w.find('[role=search] input').setValue('zds');
  await flushPromises();
  expect([table().props('chosen'), table().props('question')]).toEqual([0, 1]);
  w.unmount();
});
test.each(lists)('%s: a filter that cannot be answered says so, with no row and no number of the one before', async (_, path) => {
  const { w } = await at(path);
  await w.find('[role=search] input').setValue('fails');
  await flushPromises();
  expect(w.find('[role=alert]').text()).toContain('读不出来');
  expect(w.findComponent(VTable).exists()).toBe(false);
  expect(w.find('.total').text()).toBe('');
  await w.find('[role=search] input').setValue('');
  await flushPromises();
  expect(w.findComponent(VTable).exists()).toBe(true);
  expect(w.find('.total').text()).toContain('1');
  w.unmount();
});
/** What an address opens by its own words: a pane, and a box over the list. */
const boxes = { wishes: 'wish', inquiries: 'inquiry', tours: 'tour', distributions: 'distribution' } as const;
const edits = Object.entries(boxes).map(([which, form]) => [which, form, `${places[which]?.path.replace(/([?]|[/]X).*/, '') ?? ''}?edit=X`] as const);
const settled = async (): Promise<void> => {
  await new Promise((done) => setTimeout(done, 40));
  await flushPromises();
  await flushPromises();
};
test.each(edits)('%s: a draft of one that is gone is not left without a way: it can be thrown away, and back', async (which, form, path) => {
  Object.assign(world, { rows: which === 'tours' ? [{ ...row, id: 'Y' }] : [], one: null, drafts: [{ form, subject: 'X', body: '{}', base: 7, changed_at_ms: 0 }, { form, subject: 'Y', body: '{}', base: 1, changed_at_ms: 0 }] });
  const { w, router } = await at(path);
  expect(page().find('[role=dialog]').text()).toContain(places[which]?.absent);
  await press('丢掉没写完的');
  expect(sent('draft.remove')).toEqual([{ form, subject: 'X' }]);
  await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({}));
  await useToast().undo();
  expect(sent('draft.save')).toEqual([{ form, subject: 'X', body: '{}', base: 7 }]);
  w.unmount();
});
const panes = all.filter(([which]) => ['requests', 'measures', 'inquiries'].includes(which)).map(([which, place]) => [which, place.path] as const);
const alone = [...panes, ...edits.filter(([which]) => ['wishes', 'inquiries', 'distributions'].includes(which)).map(([which, , path]) => [`${which} (box)`, path] as const)];
test.each(alone)('%s: one that cannot be read is not said to be gone, and is tried again', async (_, path) => {
  Object.assign(world, { rows: [], unread: true });
  const { w } = await at(path);
  const block = page().find('[role=alert]');
  expect(block.text()).toContain('读不出来');
  expect(block.text()).toContain('磁盘满了');
  world.unread = false;
  await press('重试');
  await flushPromises();
  expect(page().find('[role=alert]').exists()).toBe(false);
  expect([page().text(), ...page().findAll('input').map((i) => i.element.value)].join()).toMatch(/黎根生|石磨坪村|水管冻裂|化肥/);
  w.unmount();
});
test.each(alone.filter(([which]) => !which.startsWith('distributions')))('%s: one that leaves the view stays open under the hand while it is read by itself', async (_, path) => {
  const { w } = await at(path);
  const open = (): Element | null => document.querySelector('[role=dialog] form') ?? document.querySelector('main aside');
  const before = open();
  expect(before).not.toBeNull();
  let answer = (): void => undefined;
  Object.assign(world, { rows: [], gets: new Promise<void>((done) => (answer = done)) });
  changed(['request', 'measure', 'wish', 'inquiry']);
  await settled();
  expect(open()).toBe(before);
  answer();
  await settled();
  expect(open()).toBe(before);
  // Gone all the same: it is said so.
  Object.assign(world, { one: null, gets: null });
  changed(['request', 'measure', 'wish', 'inquiry']);
  await settled();
  expect(page().text()).toMatch(/找不到这|不在本机/);
  w.unmount();
});
test('the open row is chosen where it stands in the list, not among the rows that were read', async () => {
  world.rows = Array.from({ length: 500 }, (_, i) => ({ ...row, id: `R${i}` }));
  const { w, router } = await at('/visits/requests');
  const table = w.findComponent({ name: 'VTable' });
  table.vm.$emit('need', 400, 440);
  await flushPromises();
  table.vm.$emit('choose', 420);
  table.vm.$emit('peek', 420);
  await flushPromises();
  expect(router.currentRoute.value.query['id']).toBe('R420');
  expect(table.props('chosen')).toBe(420);
  w.unmount();
});
const edited = all.filter(([which]) => ['measures', 'distributions', 'inquiries', 'tours'].includes(which));
test.each(edited)('%s: E opens the form, and not of what has moved away', async (_, place) => {
  for (const [parked, opens] of [[false, true], [true, false]] as const) {
    world.one = { ...row, receipt: { ...receipt, parked } };
    // Of another list, or far down this one: only its own answer tells.
    world.rows = place.record === 'tour' ? [world.one] : [];
    const { w } = await at(place.path);
    dispatchEvent(new KeyboardEvent('keydown', { key: 'e' }));
    await flushPromises();
    await flushPromises();
    expect(page().find('[role=dialog]').exists()).toBe(opens);
    w.unmount();
  }
});
test('inquiries: E is for the chosen row while none is open', async () => {
  for (const [parked, opens] of [[false, 'X'], [true, undefined]] as const) {
    world.rows = [{ ...row, receipt: { ...receipt, parked } }];
    const { w, router } = await at('/visits/inquiries');
    dispatchEvent(new KeyboardEvent('keydown', { key: 'e' }));
    await flushPromises();
    expect(router.currentRoute.value.query['edit']).toBe(opens);
    w.unmount();
  }
});
