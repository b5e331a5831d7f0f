import { flushPromises, mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { ApiFailure } from '@/platform/types';

const world = vi.hoisted(() => ({ receipt: {} as object, fields: {} as object, members: [] as object[], saved: [] as object[], version: 7, refuses: '', needsHouse: false, side: 'laptop', conflicts: [] as string[], wait: null as Promise<void> | null }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (name: string, request: { id: string }) => {
      if (name === 'household.save') {
        world.saved.push(request);
        await world.wait;
        if (world.refuses) throw new ApiFailure({ code: world.refuses, detail: '', violations: [] });
        Object.assign(world, { version: 8, fields: {} });
        return { id: 'H1', change_set: 'own-1', version: 8, state: 'stored' };
      }
      if (name === 'housing.get') return { is_needed: world.needsHouse, solution: null };
      const row = (id: string) => ({ id, number: '1', head_name: `户主${id}`, state: '0', state_year: 2018, risks: [], remarks: [], group_name: '', helper_name: '', cause: '' });
      if (name === 'session.get') return { side: world.side, account: 'a', role: 'member', area: { level: 'village' }, today: '2018-09-30', now_ms: 0, clock_shift_ms: 0, team: [] };
      if (name === 'household.list') return { rows: [row('H1'), row('H2')] };
      return { household: { id: request.id, version: world.version, fields: world.fields, receipt: world.receipt, conflict_fields: world.conflicts }, row: row(request.id), members: world.members, incomes: [], visits: [], visits_total: 0, measures: [], problems: [], line_fen: null, income: [], remarks: [], events: [], joined: [] };
    },
  },
}));
const { default: HouseholdPage } = await import('./HouseholdPage.vue');
const { useSession } = await import('@/composables/useSession');
const { useToast } = await import('@/composables/useToast');

async function page(state: string, reason = '') {
  world.receipt = { state, number: '', photos_done: 0, photos_total: 0, parked: false, reason };
  await useSession().load();
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/households/:id', component: HouseholdPage }, { path: '/:rest(.*)*', component: { render: () => null } }] });
  await router.push('/households/H1');
  const stubs = Object.fromEntries(['CardMembers', 'CardIncomes', 'CardMeasures', 'CardEvents', 'CardFacts', 'CardBenefits', 'CardRemarks', 'CardHistory', 'CardPlan', 'CardTimeline', 'CardStrip', 'CardRail'].map((n) => [n, true]));
  const w = mount(HouseholdPage, { attachTo: document.body, global: { plugins: [router], stubs } });
  await flushPromises();
  return { w, router };
}

test('at the end of the list the button that led there keeps the focus', async () => {
  const { w, router } = await page('stored');
  const next = w.find('[aria-keyshortcuts="Alt+ArrowDown"]');
  (next.element as HTMLElement).focus();
  expect(next.attributes('aria-disabled')).toBe('false');
  await next.trigger('click');
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/households/H2');
  expect([next.attributes('aria-disabled'), next.attributes('disabled')]).toEqual(['true', undefined]);
  expect(document.activeElement).toBe(next.element);
  await next.trigger('click');
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/households/H2');
  w.unmount();
});
test('the bar leads to 住房方案 where the household has that card, and only there', async () => {
  const jumps = (w: Awaited<ReturnType<typeof page>>['w']): string[] => w.findAll('.jump button').map((b) => b.text());
  const none = await page('stored');
  expect(jumps(none.w)).not.toContain('住房方案');
  none.w.unmount();
  world.needsHouse = true;
  const { w, router } = await page('stored');
  expect(jumps(w)).toContain('住房方案');
  await w.findAll('.jump button').find((b) => b.text() === '住房方案')?.trigger('click');
  expect(document.activeElement?.id).toBe('card-housing');
  world.needsHouse = false;
  await router.push('/households/H2');
  await flushPromises();
  expect(jumps(w)).not.toContain('住房方案');
  w.unmount();
});
test('at the county nothing differs from the county: computers differ, and nothing is chosen', async () => {
  Object.assign(world, { side: 'county', conflicts: ['phone'] });
  const { w } = await page('receipted');
  expect(w.find('.band').text()).toBe('几台电脑写的不一样：联系电话');
  Object.assign(world, { side: 'laptop', conflicts: [] });
  await useSession().load();
  w.unmount();
});
test('what was returned says why, and where to put it right', async () => {
  const { w } = await page('returned', 'sealed');
  expect(w.find('.band').text()).toBe('被退回：已封存 去改');
  expect(w.find('.band a').attributes('href')).toBe('/sync/refused');
  w.unmount();
});
test('a deleted household in which people live says so, and comes back as it was', async () => {
  world.fields = { deleted_at: 1, deleted_reason: '录重了' };
  const empty = await page('stored');
  expect(empty.w.find('.band').exists()).toBe(false);
  empty.w.unmount();
  world.members = [{ id: 'm', fields: {}, conflict_fields: [], receipt: { state: 'stored' } }];
  const { w } = await page('stored');
  expect(w.find('.band').text()).toContain('这一户已删除（录重了），户里还有 1 人');
  world.saved = [];
  await w.find('.band button').trigger('click');
  await flushPromises();
  expect(world.saved).toEqual([{ id: 'H1', base: 7, fields: {}, reason: null }]);
  w.unmount();
});
test('a household that is said to be joined to another, and in which people live, can be one of its own', async () => {
  Object.assign(world, { fields: { merged_into: 'H2' }, saved: [], version: 7 });
  const { w } = await page('stored');
  expect(w.find('.band').text()).toContain('户里还有 1 人');
  expect(w.find('.band a').attributes('href')).toBe('/households/H2');
  await w.find('.band button').trigger('click');
  await flushPromises();
  expect(world.saved).toEqual([{ id: 'H1', base: 7, fields: { merged_into: null, merged_on: null }, reason: null }]);
  w.unmount();
});

test.each([
  ['恢复这一户', { deleted_at: 1, deleted_reason: '录重了' }],
  ['按单独一户算', { merged_into: 'H2' }],
])('%s: pressed twice it is saved once, and when the band goes the focus is on the page', async (act, fields) => {
  let answer = (): void => undefined;
  Object.assign(world, { fields, saved: [], version: 7, wait: new Promise<void>((done) => (answer = done)) });
  const { w } = await page('stored');
  const button = w.find<HTMLButtonElement>('.band button');
  expect(button.text()).toBe(act);
  button.element.focus();
  await button.trigger('click');
  await button.trigger('click');
  answer();
  await flushPromises();
  // Written, and not read anew.
  await button.trigger('click');
  await flushPromises();
  expect(world.saved).toHaveLength(1);
  await vi.waitFor(() => expect(w.find('.band').exists()).toBe(false));
  expect(document.activeElement).toBe(w.find('.scroll').element);
  w.unmount();
});
test('what could not be put right is no success, keeps the focus, and can be tried again', async () => {
  useToast().forget();
  Object.assign(world, { fields: { merged_into: 'H2' }, saved: [], version: 7, wait: null, refuses: 'disk_full' });
  const { w } = await page('stored');
  const button = w.find<HTMLButtonElement>('.band button');
  button.element.focus();
  await button.trigger('click');
  await flushPromises();
  expect(useToast().toasts.value.map((x) => [x.failed, x.text.includes('磁盘满了')])).toEqual([[true, true]]);
  expect(document.activeElement).toBe(button.element);
  world.refuses = '';
  await button.trigger('click');
  await flushPromises();
  expect(world.saved).toHaveLength(2);
  w.unmount();
});
test.each([
  ['it is empty', []],
  ['people live in it', [{ id: 'm', fields: {}, conflict_fields: [], receipt: { state: 'stored' } }]],
])('joined to a household whose name nobody here knows, no name is left out: %s', async (_, members) => {
  Object.assign(world, { fields: { merged_into: 'H9' }, members, version: 7 });
  const { w } = await page('stored');
  expect(w.find('.band').text()).toContain('并入另一户');
  w.unmount();
});
