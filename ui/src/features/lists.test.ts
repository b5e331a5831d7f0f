import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { defineComponent, h, type Component } from 'vue';
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router';

type Query = Record<string, unknown>;
const world = vi.hoisted(() => ({ asked: [] as [string, Query][], rows: [] as object[], session: {} as object, answer: Promise.resolve() }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (name: string, request: Query) => {
      if (name === 'session.get') return world.session;
      if (name === 'filter.list') return [];
      if (name === 'household.card') return { row: { id: request['id'], head_name: '黎根生' } };
      if (!name.endsWith('.list')) throw new Error(name);
      world.asked.push([name, request]);
      await world.answer;
      if (request['q'] === 'fails') throw new Error('no');
      const one = request['household_id'];
      const rows = world.rows.filter((r) => (!one || (r as Query)['household_id'] === one) && (!request['q'] || (r as Query)['head_name'] === request['q']));
      return { rows, total: rows.length, all: rows.length, people: 0, groups_count: 0, done: 0, amount_fen: 0, paid_fen: 0, households_month: 0, households_all: 0, views: [], persons: [], groups: [], purposes: [], marks: [], villages: [], townships: [], states: [], causes: [], classes: [], dues: [], common: 1, single: 1, due: 0, sources: [], kinds: [], unclear: [], tallies: [] };
    },
  },
}));
const { default: HouseholdList } = await import('./household/HouseholdList.vue');
const { default: InquiryList } = await import('./inquiry/InquiryList.vue');
const { default: MeasureList } = await import('./measure/MeasureList.vue');
const { default: ProblemList } = await import('./problem/ProblemList.vue');
const { default: VisitList } = await import('./visit/VisitList.vue');
const { default: VTable } = await import('@/components/VTable.vue');
const { useSession } = await import('@/composables/useSession');
const { forgetLists } = await import('@/composables/useListMemory');

const receipt = { state: 'stored', number: '', photos_done: 0, photos_total: 0, parked: false, reason: '' };
const visit = (id: string, household_id: string, head_name: string) => ({ id, household_id, head_name, group_name: '', village_name: '', visited_on: '2018-09-30', person_names: [], purposes: [], note: '', receipt });

async function at(path: string, side = 'laptop'): Promise<{ w: ReturnType<typeof mount>; router: Router }> {
  world.session = { side, account: 'a', role: side === 'county' ? 'county_office' : 'member', area: { level: side === 'county' ? 'county' : 'village', name: '石磨坪村' }, today: '2018-09-30', now_ms: 0, team: [], reads: side === 'county' ? ['inquiry'] : [], writes: ['visit', 'measure', 'request', 'wish', 'tour', 'distribution', 'portion'] };
  await useSession().load();
  const page = (component: Component) => ({ component });
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', ...page({ render: () => null }) },
      { path: '/households', ...page(HouseholdList) },
      { path: '/households/:id', ...page({ render: () => null }) },
      { path: '/visits/requests', ...page({ render: () => null }) },
      { path: '/visits/inquiries', ...page(InquiryList) },
      { path: '/visits/:id?', ...page(VisitList) },
      { path: '/measures', ...page(MeasureList) },
      { path: '/problems/:id?', ...page(ProblemList) },
    ],
  });
  await router.push(path);
  const w = mount(defineComponent(() => () => h('main', [h(RouterView)])), { attachTo: document.body, global: { plugins: [router], stubs: { VisitPane: true, HouseholdPeek: true, InquiryPane: true, MeasurePane: true, ProblemPane: true } } });
  await flushPromises();
  return { w, router };
}
const last = (name: string): Query => world.asked.filter(([asked]) => asked === name).at(-1)?.[1] ?? {};
const go = async (router: Router, to: string): Promise<void> => {
  await router.push(to);
  await flushPromises();
};
const chip = (w: ReturnType<typeof mount>) => w.findAll('button').find((b) => b.attributes('aria-label')?.includes('只看'));
const menus = (w: ReturnType<typeof mount>): string[] => w.findAll('.facet').map((f) => f.text());

beforeEach(() => {
  forgetLists();
  world.asked = [];
  world.answer = Promise.resolve();
  world.rows = [visit('V1', 'H1', '张德顺'), visit('V2', 'H2', '仇大川')];
});

test('a village named twice is shown twice, and coming back finds the list as it was left', async () => {
  const { w, router } = await at('/households?village=431128103201', 'county');
  expect(last('household.list')).toMatchObject({ villages: ['431128103201'], view: 'all' });
  expect(router.currentRoute.value.fullPath).toBe('/households');
  const table = w.findComponent(VTable);
  table.vm.$emit('sort', 'income', true);
  await flushPromises();
  await go(router, '/households/H1');
  router.back();
  await flushPromises();
  await flushPromises();
  expect(last('household.list')).toMatchObject({ villages: ['431128103201'], sort: 'income', descending: true });
  await w.find('[role=search] input').setValue('zds');
  await go(router, '/households?village=431128103201');
  expect(last('household.list')).toMatchObject({ villages: ['431128103201'], q: '', sort: 'default' });
  w.unmount();
});
test('a view in an address opens its tab, with nothing else narrowing it', async () => {
  const { w, router } = await at('/households');
  await w.find('[role=search] input').setValue('zds');
  await go(router, '/');
  await go(router, '/households?view=risk');
  expect(last('household.list')).toMatchObject({ view: 'risk', q: '' });
  w.unmount();
});
test('the view of another page is not taken for one of the households', async () => {
  const { w, router } = await at('/households');
  await go(router, '/measures?view=late&household=H1');
  expect(last('measure.list')).toMatchObject({ view: 'late', household_id: 'H1' });
  expect(router.currentRoute.value.query).toEqual({ view: 'late', household: 'H1' });
  await go(router, '/visits?household=H2');
  expect(router.currentRoute.value.query).toEqual({ household: 'H2' });
  await go(router, '/households');
  expect(last('household.list')).toMatchObject({ view: 'all' });
  w.unmount();
});
test('the menu of villages stays when the last village is taken out of it', async () => {
  const { w } = await at('/households', 'county');
  expect(menus(w)).not.toContain('村');
  w.unmount();
  const named = await at('/households?village=431128103201', 'county');
  expect(menus(named.w)).toContain('村1');
  named.w.findAllComponents({ name: 'FacetMenu' }).find((f) => f.text() === '村1')?.vm.$emit('update:chosen', []);
  await flushPromises();
  expect(menus(named.w)).toContain('村');
  named.w.unmount();
});

test('classes and the older groups that they fall into are chosen in one menu and asked for apart', async () => {
  const { w } = await at('/measures');
  w.findAllComponents({ name: 'FacetMenu' })[0]?.vm.$emit('update:chosen', ['industry', 'group:medical']);
  await flushPromises();
  expect(last('measure.list')).toMatchObject({ classes: ['industry'], groups: ['medical'] });
  expect(w.findAllComponents({ name: 'FacetMenu' })[0]?.props('chosen')).toEqual(['industry', 'group:medical']);
  w.unmount();
});
test('清空 lets go of every filter of the measures, the due date too, and keeps tab and order', async () => {
  const { w } = await at('/measures?view=late&household=H1');
  for (const f of w.findAllComponents({ name: 'FacetMenu' })) f.vm.$emit('update:chosen', ['x']);
  w.findComponent(VTable).vm.$emit('sort', 'money', true);
  await flushPromises();
  expect(last('measure.list')).toMatchObject({ classes: ['x'], persons: ['x'], dues: ['x'], unclear: ['x'], household_id: 'H1' });
  await w.findAll('button').find((b) => b.text() === '清空')?.trigger('click');
  await flushPromises();
  expect(last('measure.list')).toEqual({ view: 'late', q: '', classes: [], persons: [], dues: [], groups: [], unclear: [], villages: [], household_id: null, sort: 'money', descending: true, limit: 50, offset: 0 });
  w.unmount();
});

test.each(['/households', '/visits'])('%s: between 清空 and its answer nothing says that there is nothing', async (path) => {
  const { w } = await at(path);
  await w.find('[role=search] input').setValue('无此人');
  await flushPromises();
  expect(w.text()).toMatch(/没有符合的(农户|走访)/);
  let answer = (): void => undefined;
  world.answer = new Promise((done) => (answer = done));
  await w.findAll('button').find((b) => b.text() === '清空')?.trigger('click');
  await flushPromises();
  expect(w.text()).not.toMatch(/还没有(农户|走访)/);
  answer();
  await flushPromises();
  expect(w.findComponent(VTable).exists()).toBe(true);
  expect(w.text()).toContain('共 2');
  w.unmount();
});

test.each(['/households', '/problems', '/visits', '/measures', '/visits/inquiries'])('%s: until it is read nothing says how many there are', async (path) => {
  let answer = (): void => undefined;
  world.answer = new Promise((done) => (answer = done));
  const { w } = await at(path);
  expect(w.find('.total').text()).toBe('');
  answer();
  await flushPromises();
  expect(w.find('.total').text()).toContain('共 2');
  w.unmount();
});

test.each(['/households', '/visits', '/measures', '/problems'])('%s: another question begins at its first row, coming back at the row that was chosen', async (path) => {
  const { w, router } = await at(path);
  const table = () => w.findComponent({ name: 'VTable' });
  table().vm.$emit('choose', 1);
  await flushPromises();
  await go(router, '/');
  await go(router, path);
  expect([table().props('chosen'), table().props('question')]).toEqual([1, 0]);
  world.rows = [...world.rows].reverse();
  await w.find('[role=search] input').setValue('zds');
  await flushPromises();
  await w.find('[role=search] input').setValue('');
  await flushPromises();
  expect(table().props('chosen')).toBe(0);
  expect(table().props('question')).toBeGreaterThan(0);
  w.unmount();
});

test.each(['/households', '/visits', '/measures', '/problems'])('%s: a filter that cannot be answered says so, with no row and no number of the one before', async (path) => {
  const { w } = await at(path);
  await w.find('[role=search] input').setValue('fails');
  await flushPromises();
  expect(w.find('[role=alert]').text()).toContain('读不出来');
  expect(w.findComponent(VTable).exists()).toBe(false);
  expect(w.find('.total').text()).toBe('');
  await w.find('[role=search] input').setValue('');
  await flushPromises();
  expect(w.findComponent(VTable).exists()).toBe(true);
  w.unmount();
});

test('visits of one household say whose they are, and are led back to all', async () => {
  const { w, router } = await at('/visits?household=H2');
  expect(last('visit.list')).toMatchObject({ household_id: 'H2' });
  expect(chip(w)?.text()).toBe('仇大川');
  (chip(w)?.element as HTMLElement).focus();
  await chip(w)?.trigger('click');
  await flushPromises();
  expect(last('visit.list')).toMatchObject({ household_id: null });
  expect(router.currentRoute.value.fullPath).toBe('/visits');
  expect(document.activeElement?.hasAttribute('data-list')).toBe(true);
  w.unmount();
});
test('a household without visits is named as well', async () => {
  const { w } = await at('/visits?household=H3');
  expect(chip(w)?.text()).toBe('黎根生');
  w.unmount();
});
test('走访 without a household shows all, be it opened anew or while one was shown', async () => {
  const { w, router } = await at('/visits?household=H2');
  await go(router, '/visits');
  expect(last('visit.list')).toMatchObject({ household_id: null });
  await go(router, '/visits?household=H1');
  await w.find('[role=search] input').setValue('烤烟');
  await go(router, '/households/H1');
  router.back();
  await flushPromises();
  await flushPromises();
  expect(last('visit.list')).toMatchObject({ household_id: 'H1', q: '烤烟' });
  await go(router, '/');
  await go(router, '/visits');
  expect(last('visit.list')).toMatchObject({ household_id: null });
  w.unmount();
});
test('the pane of a visit follows the arrows', async () => {
  const { w, router } = await at('/visits');
  const table = w.findComponent(VTable);
  table.vm.$emit('choose', 1);
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/visits');
  table.vm.$emit('peek', 0);
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/visits/V1');
  table.vm.$emit('choose', 1);
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/visits/V2');
  w.unmount();
});

test('the detail of a problem follows the arrows, and Esc at the row closes it', async () => {
  world.rows = ['Q1', 'Q2'].map((id) => ({ id, household_id: 'H1', for_name: '张德顺', village_name: '', number: id, content: id, kind: 'single', category: '', source: 'visit', state: 'open', due_on: null, person_name: '', late_days: 0, waiting_days: 0, urged: false, parent_id: null, conflict: false, version: 1, receipt }));
  const { w, router } = await at('/problems?household=H1');
  const table = w.findComponent(VTable);
  table.vm.$emit('peek', 0);
  await flushPromises();
  expect(router.currentRoute.value.fullPath).toBe('/problems/Q1?household=H1');
  table.vm.$emit('choose', 1);
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/problems/Q2');
  dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/problems');
  expect(document.activeElement?.hasAttribute('data-list')).toBe(true);
  w.unmount();
});

test('what another list under 走访 is asked for is not asked of the visits', async () => {
  const { router } = await at('/visits');
  await go(router, '/visits/requests?view=solved');
  await go(router, '/visits');
  expect(last('visit.list')['view']).toBe('all');
});
