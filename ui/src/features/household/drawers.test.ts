import { DOMWrapper, flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { nextTick, type Component } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import type { HouseholdCard } from '@/api/generated';
import { receipt } from '../rowOfAll';

vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (name: string) => {
      if (name === 'session.get') return { side: 'laptop', account: 'a', role: 'member', area: { level: 'village', code: '431128104201' }, today: '2018-09-30', now_ms: 0, clock_shift_ms: 0, team: [] };
      if (name === 'draft.list') return [];
      if (name === 'household.search') return { total: 1, villages: [], hits: [{ id: 'H2', head_name: '李长木', matched_name: '李长木', group_name: '上坪组', state: '0', state_year: null, cause: '', last_visit_on: null }] };
      if (name === 'household.card') return { household: { id: 'H2', version: 1, fields: {}, conflict_fields: [], receipt }, members: [] };
      return {};
    },
  },
}));
const { default: EventDrawer } = await import('./EventDrawer.vue');
const { default: IncomeDrawer } = await import('./IncomeDrawer.vue');
const { useSession } = await import('@/composables/useSession');

const view = (id: string, fields: object) => ({ id, version: 1, fields, conflict_fields: [], receipt });
const card = { household: view('H1', {}), members: [view('m', { name: '张德顺', relation: '01' })], incomes: [], row: { head_name: '张德顺' }, events: [], remarks: [] } as unknown as HouseholdCard;
const page = (): DOMWrapper<Element> => new DOMWrapper(document.body);
async function drawer(component: Component): Promise<ReturnType<typeof mount>> {
  await useSession().load();
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)', component: { render: () => null } }] });
  document.body.innerHTML = '<div id="overlays"></div>';
  const w = mount(component, { props: { card }, attachTo: document.body, global: { plugins: [router] } });
  await flushPromises();
  await nextTick();
  return w;
}
beforeEach(() => (document.body.innerHTML = ''));

test('合户: the focus is never lost between the choice of a household and another', async () => {
  const w = await drawer(EventDrawer);
  await page().find('select').setValue('merged');
  await flushPromises();
  const typed = page().find('[role=combobox]');
  (typed.element as HTMLElement).focus();
  await typed.setValue('lcm');
  await new Promise((done) => setTimeout(done, 50));
  await flushPromises();
  await typed.trigger('keydown', { key: 'Enter' });
  await flushPromises();
  expect(document.activeElement?.textContent).toBe('换一户');
  (document.activeElement as HTMLElement).click();
  await flushPromises();
  expect(document.activeElement?.getAttribute('role')).toBe('combobox');
  w.unmount();
});
test('改收入: while an item is no number there is no figure per head', async () => {
  const w = await drawer(IncomeDrawer);
  const items = (): DOMWrapper<Element>[] => page().findAll('#income-form input');
  await items()[0]?.setValue('12000');
  expect(page().find('.sum').text()).toContain('12,000');
  await items()[1]?.setValue('三千');
  expect(page().find('.sum').text()).not.toContain('12,000');
  expect(page().find('.sum').text()).toContain('不是数字');
  w.unmount();
});
