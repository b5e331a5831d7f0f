/** The lists of what households ask and wish for and of what they were given: by village, on paper, as a workbook. */
import { DOMWrapper, flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { defineComponent, h, type Component } from 'vue';
import { createMemoryHistory, createRouter, RouterView } from 'vue-router';
import { row } from './rowOfAll';

type Asked = Record<string, unknown>;
const world = vi.hoisted(() => ({ asked: [] as [string, Asked][], papers: [] as [string, Asked][], books: [] as [string, Asked][], rows: [] as object[], kept: [] as { list: string; name: string; query: string }[], level: 'village' }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (name: string, request: Asked) => {
      const town = world.level === 'township';
      if (name === 'session.get') return { side: 'laptop', account: 'a', role: town ? 'township_reviewer' : 'member', person_id: 'p1', area: { level: world.level, code: '431128104', name: '柳坪镇' }, today: '2018-09-30', now_ms: 0, clock_shift_ms: 0, team: [], reads: [], writes: [] };
      if (name.endsWith('.get')) return { row, portions: [] };
      if (name === 'filter.list') return [...world.kept];
      if (name === 'filter.save') return (world.kept.push(request as (typeof world.kept)[number]), {});
      if (!name.startsWith('request.') && !name.startsWith('wish.') && !name.startsWith('distribution.')) return [];
      world.asked.push([name, request]);
      return { rows: world.rows, total: world.rows.length, all: 1, views: [], persons: [], villages: [{ code: '431128104201', label: '石磨坪村', count: 1 }] };
    },
    exportList: async (name: string, request: Asked) => {
      world.books.push([name, request]);
      return { file: 'X.xlsx', rows: 1 };
    },
    paper: {
      open: async (name: string, request: Asked) => {
        world.papers.push([name, request]);
        return { number: 'V1-20180930-4F7Q2X', pages: 1, from: 0, pictures: [''] };
      },
      close: () => undefined,
    },
  },
}));
const { default: DistributionList } = await import('./distribution/DistributionList.vue');
const { default: RequestList } = await import('./request/RequestList.vue');
const { default: WishList } = await import('./wish/WishList.vue');
const { useSession } = await import('@/composables/useSession');
const { forgetLists } = await import('@/composables/useListMemory');

async function at(path: string, level = 'township'): Promise<ReturnType<typeof mount>> {
  world.level = level;
  await useSession().load();
  const shows = (component: Component) => ({ component });
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/visits/requests', ...shows(RequestList) },
      { path: '/visits/wishes', ...shows(WishList) },
      { path: '/visits/distributions/:id?', ...shows(DistributionList) },
    ],
  });
  await router.push(path);
  document.body.innerHTML = '<div id="overlays"></div>';
  const w = mount(defineComponent(() => () => h('main', [h(RouterView)])), { attachTo: document.body, global: { plugins: [router], stubs: { VisitTabs: true } } });
  await flushPromises();
  return w;
}
const sent = (name: string): Asked => world.asked.filter(([one]) => one === name).at(-1)?.[1] ?? {};
const byVillage = (w: ReturnType<typeof mount>) => w.findAllComponents({ name: 'FacetMenu' }).find((f) => f.text().startsWith('村'));
const dialog = (): DOMWrapper<Element> => new DOMWrapper(document.body).find('[role=dialog]');
const press = async (w: ReturnType<typeof mount>, text: string): Promise<void> => {
  await w.findAll('button').find((b) => b.text().startsWith(text))?.trigger('click');
  await flushPromises();
};
const type = async (w: ReturnType<typeof mount>, text: string): Promise<void> => {
  await w.find('[role=search] input').setValue(text);
  await flushPromises();
};
const key = async (init: KeyboardEventInit): Promise<void> => {
  dispatchEvent(new KeyboardEvent('keydown', init));
  await flushPromises();
};
vi.setConfig({ testTimeout: 30_000 });
beforeEach(() => {
  forgetLists();
  Object.assign(world, { asked: [], papers: [], books: [], rows: [row], kept: [] });
});

test('distributions: who sees several villages chooses among them, and 清空 lets go of words and village', async () => {
  const team = await at('/visits/distributions', 'village');
  expect(byVillage(team)).toBeUndefined();
  team.unmount();
  world.rows = [];
  const w = await at('/visits/distributions');
  byVillage(w)?.vm.$emit('update:chosen', ['431128104201']);
  await type(w, '大米');
  expect(sent('distribution.list')).toMatchObject({ q: '大米', villages: ['431128104201'] });
  expect(w.text()).toContain('没有符合的发放');
  await press(w, '清空');
  expect(sent('distribution.list')).toMatchObject({ q: '', villages: [] });
  w.unmount();
});
test('wishes: 清空 lets go of words and village, and keeps the tab', async () => {
  const w = await at('/visits/wishes');
  w.findComponent({ name: 'FilterBar' }).vm.$emit('update:view', 'promised');
  byVillage(w)?.vm.$emit('update:chosen', ['431128104201']);
  await type(w, '妇联');
  expect(sent('wish.list')).toMatchObject({ view: 'promised', q: '妇联', villages: ['431128104201'] });
  await press(w, '清空');
  expect(sent('wish.list')).toMatchObject({ view: 'promised', q: '', villages: [] });
  w.unmount();
});
test.each([
  ['/visits/requests', 'request'],
  ['/visits/wishes', 'wish'],
  ['/visits/distributions', 'distribution'],
])('%s: the list is printed and written as it is narrowed, and an empty one is not', async (path, name) => {
  const w = await at(path);
  byVillage(w)?.vm.$emit('update:chosen', ['431128104201']);
  await type(w, 'zds');
  await key({ key: 'p', ctrlKey: true });
  const narrowed: unknown = expect.objectContaining({ q: 'zds', villages: ['431128104201'], limit: 0, offset: 0 });
  expect(world.papers).toEqual([[`${name}.print`, narrowed]]);
  expect(dialog().text()).toContain('V1-20180930-4F7Q2X');
  await key({ key: 'Escape' });
  await press(w, '导出本页');
  expect(world.books).toEqual([[`${name}.export`, narrowed]]);
  world.rows = [];
  await type(w, 'qqq');
  await key({ key: 'p', ctrlKey: true });
  await press(w, '导出本页');
  expect([world.papers.length, world.books.length]).toEqual([1, 1]);
  w.unmount();
});
test('distributions: with one open its roll is printed first, the list beside it', async () => {
  const w = await at('/visits/distributions/X');
  await key({ key: 'p', ctrlKey: true });
  await dialog().find('input[type=radio]:not(:checked)').setValue();
  await flushPromises();
  expect(world.papers).toEqual([['distribution.roll', { id: 'X' }], ['distribution.print', { q: '', villages: [], limit: 0, offset: 0 }]]);
  w.unmount();
});
test('distributions: what is looked for often gets a name, and stands as a tab beside 全部', async () => {
  world.kept = [{ list: 'wish', name: '妇联', query: '{"q":"妇联"}' }];
  const w = await at('/visits/distributions');
  expect(w.findAll('.tab')).toEqual([]);
  byVillage(w)?.vm.$emit('update:chosen', ['431128104201']);
  await type(w, '大米');
  await press(w, '存为筛选');
  await w.find('input.name').trigger('keydown', { key: 'Enter' });
  await flushPromises();
  expect(world.kept[1]).toEqual({ list: 'distribution', name: '大米', query: '{"q":"大米","view":"all","villages":["431128104201"]}' });
  w.unmount();
  const again = await at('/visits/distributions');
  expect(again.findAll('.tab').map((x) => [x.text(), x.classes('on')])).toEqual([['全部', false], ['大米', true]]);
  await press(again, '全部');
  expect(sent('distribution.list')).toEqual({ q: '', villages: [], limit: expect.any(Number) as number, offset: 0 });
  await press(again, '大米');
  expect(sent('distribution.list')).toMatchObject({ q: '大米', villages: ['431128104201'] });
  again.unmount();
});
