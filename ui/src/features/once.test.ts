import { DOMWrapper, flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Component } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { receipt, row } from './rowOfAll';

type Asked = Record<string, unknown>;
const world = vi.hoisted(() => ({ sent: [] as string[], withdrawn: null as number | null, answer: () => undefined as void }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    photoUrl: () => '',
    call: async (name: string, request: Asked) => {
      if (name === 'session.get') return { side: 'laptop', account: 'a', role: 'member', person_id: 'p1', area: { level: 'village', code: '431128104201', name: '石磨坪村' }, today: '2018-09-30', now_ms: 0, clock_shift_ms: 0, team: [], reads: [], writes: [] };
      if (name === 'draft.list') return [];
      if (name === 'household.list') return { rows: [], groups: [] };
      if (name === 'visit.detail') return { row: { ...row, visited_on: '2018-09-20', person_names: [], purposes: [], mode: '', satisfaction: '', recorded_at_ms: 0, withdrawn_at_ms: world.withdrawn, withdrawn_reason: '' }, visit: { id: 'X', version: 7, fields: {}, conflict_fields: [] }, photos: [], problems: [], requests: [], earlier: [], state: '', state_year: null };
      if (name === 'problem.get') return { row: { ...row, kind: 'single', number: '1', category: '', urged: false, parent_id: 'Q0', receipt }, problem: { fields: {}, conflict_fields: [] }, fields: [], acts: [], steps: [], parts: [], parent: null, may_write: true, may_remove: true, round: 1 };
      if (!/\.(remove|restore|merge)$/.test(name)) return { rows: [], total: 0 };
      world.sent.push(name);
      await new Promise<void>((done) => (world.answer = done));
      return { id: request['id'], change_set: 'own-1', version: 8, state: 'stored' };
    },
  },
}));
const { default: PhotoGrid } = await import('@/components/photo/PhotoGrid.vue');
const { default: ProblemPane } = await import('./problem/ProblemPane.vue');
const { default: TourBox } = await import('./tour/TourBox.vue');
const { default: VisitPane } = await import('./visit/VisitPane.vue');
const { useSession } = await import('@/composables/useSession');
// A draft is written when the test says so: on a busy machine its pause is over before the save.
vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

interface Case {
  of: Component;
  props: object;
  /** Pressed first; it asks for the reason. */
  open?: string;
  act: string;
  sends: string;
  withdrawn?: boolean;
}
const cases: Record<string, Case> = {
  'a plan of a round is deleted': { of: TourBox, props: { row }, open: '删除计划', act: '删除计划', sends: 'tour.remove' },
  'a visit is withdrawn': { of: VisitPane, props: { id: 'X', canEdit: true }, open: '撤回', act: '撤回', sends: 'visit.remove' },
  'a visit is brought back': { of: VisitPane, props: { id: 'X', canEdit: true }, act: '恢复', sends: 'visit.restore', withdrawn: true },
  'a problem is withdrawn': { of: ProblemPane, props: { id: 'X', where: '' }, open: '撤回', act: '撤回', sends: 'problem.remove' },
  'a problem is taken out of a common one': { of: ProblemPane, props: { id: 'X', where: '' }, act: '移出', sends: 'problem.merge' },
  'a photo is taken away': { of: PhotoGrid, props: { photos: [{ id: 'F', version: 1, caption: '', here: true, shown: true, at_county: false }], mayRemove: true }, act: '移除这张', sends: 'record.remove' },
};
// Whole pages are mounted, on machines that have other work.
vi.setConfig({ testTimeout: 30_000 });
beforeEach(() => {
  document.body.innerHTML = '<div id="overlays"></div>';
  Object.assign(world, { sent: [], withdrawn: null });
});

test.each(Object.entries(cases))('%s: pressed twice it is sent once', async (_, c) => {
  if (c.withdrawn) world.withdrawn = 1;
  await useSession().load();
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { render: () => null } }] });
  const w = mount(c.of, { props: c.props, attachTo: document.body, global: { plugins: [router], stubs: { VisitHistory: true, ProblemFoot: true, ProblemChain: true } } });
  await flushPromises();
  // Dialogs too.
  const page = new DOMWrapper(document.body);
  if (c.of === PhotoGrid) await page.find('button').trigger('click');
  const dialog = page.find('#overlays');
  const button = (text: string, on: DOMWrapper<Element> = page) => on.findAll('button').filter((b) => b.text().startsWith(text)).at(-1);
  if (c.open) {
    await button(c.open)!.trigger('click');
    const fields = dialog.findAll('input').filter((i) => i.attributes('type') !== 'radio' && i.attributes('type') !== 'checkbox');
    await fields.at(-1)!.setValue('记重了');
  }
  for (let n = 0; n < 2; n++) {
    const act = button(c.act, c.open ? dialog : page)!;
    const form = act.element.closest('form');
    if (form && act.attributes('type') === 'submit') form.dispatchEvent(new Event('submit', { cancelable: true }));
    else act.element.dispatchEvent(new Event('click', { bubbles: true, cancelable: true }));
    await flushPromises();
  }
  expect(world.sent).toEqual([c.sends]);
  world.answer();
  await flushPromises();
  expect(world.sent).toEqual([c.sends]);
  w.unmount();
});
