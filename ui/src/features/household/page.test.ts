import { flushPromises, mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';

const world = vi.hoisted(() => ({ receipt: {} as object }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (name: string, request: { id: string }) => {
      const row = (id: string) => ({ id, number: '1', head_name: `户主${id}`, state: '0', state_year: 2018, risks: [], remarks: [], group_name: '', helper_name: '', cause: '' });
      if (name === 'session.get') return { side: 'laptop', account: 'a', role: 'member', area: { level: 'village' }, today: '2018-09-30', now_ms: 0, clock_shift_ms: 0, team: [] };
      if (name === 'household.list') return { rows: [row('H1'), row('H2')] };
      return { household: { id: request.id, fields: {}, receipt: world.receipt, conflict_fields: [] }, row: row(request.id), members: [], incomes: [], visits: [], visits_total: 0, measures: [], problems: [], line_fen: null, income: [], remarks: [], events: [], joined: [] };
    },
  },
}));
const { default: HouseholdPage } = await import('./HouseholdPage.vue');
const { useSession } = await import('@/composables/useSession');

async function page(state: string, reason = '') {
  world.receipt = { state, number: '', photos_done: 0, photos_total: 0, parked: false, reason };
  await useSession().load();
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/households/:id', component: HouseholdPage }, { path: '/:rest(.*)*', component: { render: () => null } }] });
  await router.push('/households/H1');
  const stubs = Object.fromEntries(['CardMembers', 'CardIncomes', 'CardMeasures', 'CardEvents', 'CardFacts', 'CardBenefits', 'CardRemarks', 'CardHistory', 'CardPlan', 'CardHousing', 'CardTimeline', 'CardStrip', 'CardRail'].map((n) => [n, true]));
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
test('what was returned says why, and where to put it right', async () => {
  const { w } = await page('returned', 'sealed');
  expect(w.find('.band').text()).toBe('被退回：已封存 去改');
  expect(w.find('.band a').attributes('href')).toBe('/sync/refused');
  w.unmount();
});
