import { flushPromises, mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { createMemoryHistory, createRouter, RouterView } from 'vue-router';
import { row } from '../rowOfAll';

const world = vi.hoisted(() => ({ wait: null as Promise<void> | null }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (name: string, request: { id: string }) => {
      if (name === 'tour.list') return { rows: ['X', 'Y'].map((id) => ({ ...row, id })), total: 2 };
      if (name !== 'tour.get') return {};
      await world.wait;
      return { row: { ...row, id: request.id }, homes: [] };
    },
  },
}));
const { default: TourPage } = await import('./TourPage.vue');

test('a second plan is said to be read while it is, and the first is not shown under its name', async () => {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/visits/tours/:id?', component: TourPage }] });
  await router.push('/visits/tours/X');
  const w = mount(defineComponent(() => () => h(RouterView)), { attachTo: document.body, global: { plugins: [router], stubs: { VisitTabs: true } } });
  await flushPromises();
  const says = (): string => w.find('.one [role=status]').text();
  expect(says()).toContain('没有符合的农户');
  let answer = (): void => undefined;
  world.wait = new Promise((done) => (answer = done));
  await router.push('/visits/tours/Y');
  await flushPromises();
  expect(w.find('.one').text()).toBe('');
  await new Promise((done) => setTimeout(done, 140));
  expect(w.find('.one [role=status]').attributes('aria-label')).toBe('正在读取本机数据');
  answer();
  await flushPromises();
  expect(says()).toContain('没有符合的农户');
  w.unmount();
});
