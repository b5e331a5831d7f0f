import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Component } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { receipt } from './rowOfAll';

const world = vi.hoisted(() => ({ side: 'laptop', conflicts: [] as string[] }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (name: string) => {
      const view = (id: string, fields: object) => ({ id, version: 1, fields, receipt, conflict_fields: world.conflicts });
      if (name === 'session.get') return { side: world.side, account: 'a', role: 'member', area: { level: 'village', code: '431128104201' }, today: '2018-09-30', now_ms: 0, clock_shift_ms: 0, team: [] };
      if (name === 'housing.get') return { is_needed: true, solution: view('H1', { kind: 'repair', state: 'started' }) };
      if (name === 'plan.village') return { division_code: '431128104201', division_name: '石磨坪村', year: 2018, years: [2018], plan: view('VP', { goal: '整村退出' }), lines: [view('T1', { kind: 'target', content: '脱贫 12 户' })] };
      if (name === 'plan.household') return { year: 2018, years: [2018], plan: view('HP', { goal: '收入过线' }), lines: [view('L1', { content: '种香菇' })], sums: { items: [], people: 3, net_fen: 0, per_head_fen: null }, before_fen: null, line_fen: null };
      return {};
    },
  },
}));
const { default: CardHousing } = await import('./household/CardHousing.vue');
const { default: CardPlan } = await import('./household/CardPlan.vue');
const { default: VillagePlan } = await import('./measure/VillagePlan.vue');
const { useSession } = await import('@/composables/useSession');

async function shown(component: Component): Promise<ReturnType<typeof mount>> {
  await useSession().load();
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)', component: { render: () => null } }] });
  const w = mount(component, { props: { id: 'H1', name: '黎根生', mayEdit: true }, global: { plugins: [router] } });
  await flushPromises();
  await flushPromises();
  return w;
}
beforeEach(() => Object.assign(world, { side: 'laptop', conflicts: [] }));

const places: [string, Component, number][] = [['the plan of a household', CardPlan, 2], ['its house', CardHousing, 1], ['the plan of a village', VillagePlan, 2]];
test.each(places)('%s marks what the county sees otherwise, in words, and leads to the choice', async (_, component, marked) => {
  const quiet = await shown(component);
  expect(quiet.findAll('.chip.conf')).toHaveLength(0);
  world.conflicts = ['due_on', 'note'];
  const w = await shown(component);
  expect(w.findAll('a.chip.conf').map((a) => [a.attributes('href'), a.attributes('aria-label')])).toEqual(Array.from({ length: marked }, () => ['/sync/conflicts', '和县里不一样：期限、备注']));
});
test('where nothing is chosen, in the console, it says so and leads nowhere', async () => {
  Object.assign(world, { side: 'county', conflicts: ['due_on'] });
  const w = await shown(CardHousing);
  expect(w.find('a.chip').exists()).toBe(false);
  expect(w.find('.chip.conf .sr').text()).toBe('几台电脑写的不一样：期限');
});
