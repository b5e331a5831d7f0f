import { DOMWrapper, flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Component } from 'vue';
import { row } from './rowOfAll';

type Asked = Record<string, unknown>;
const world = vi.hoisted(() => ({ asked: [] as [string, Asked][], drafts: [] as object[] }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    photoUrl: () => '',
    call: async (name: string, request: Asked) => {
      if (name === 'session.get') return { side: 'laptop', account: 'a', role: 'member', person_id: 'p1', area: { level: 'village', code: '431128103201', name: '石磨坪村' }, today: '2018-09-30', now_ms: 0, clock_shift_ms: 0, team: [], reads: [], writes: ['visit', 'measure', 'request', 'wish', 'tour', 'distribution', 'portion'] };
      if (name === 'draft.list') return world.drafts;
      if (name === 'household.list') return { rows: [], groups: [] };
      if (name === 'photo.list') return { photos: [] };
      if (name === 'record.history') return { rows: [] };
      world.asked.push([name, request]);
      return { id: request['id'], change_set: 'own-1', version: 10, state: 'stored' };
    },
  },
}));
const { default: MeasurePane } = await import('./measure/MeasurePane.vue');
const { default: RequestPane } = await import('./request/RequestPane.vue');
const { default: TourBox } = await import('./tour/TourBox.vue');
const { default: WishBox } = await import('./wish/WishBox.vue');
const { progressOf: measureOf } = await import('./measure/measureForm');
const { progressOf: requestOf } = await import('./request/requestForm');
const { tourOf } = await import('./tour/tourForm');
const { wishOf } = await import('./wish/wishForm');
const { useSession } = await import('@/composables/useSession');
// A draft is written when the test says so: on a busy machine its pause is over before the save.
vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

const TODAY = '2018-09-30';
const pane = { mayWrite: true, due: '', tone: '' };
const opened = { ...row, version: 4 };
const measure = { ...opened, state: 'running', quantity: 12, quantity_done: 3, quantity_unit: '箱' };
const request = { ...opened, state: 'solved', solved_on: '2018-09-28' };
interface Case {
  of: Component;
  form: string;
  save: string;
  props: (more: Asked) => Asked;
  /** The form as it was opened, with its own change. */
  typed: Asked;
  /** What a colleague changed, which the form shows as it was before. */
  meanwhile: Asked;
  sent: Asked;
}
const cases: Record<string, Case> = {
  'the progress of a measure': { of: MeasurePane, form: 'measure_progress', save: 'measure.save', props: (more) => ({ row: { ...measure, ...more }, ...pane }), typed: { ...measureOf(measure as never), result: '下周到' }, meanwhile: { quantity_done: 9, paid_fen: 5 }, sent: { result: '下周到' } },
  'the progress of a request': { of: RequestPane, form: 'request_progress', save: 'request.save', props: (more) => ({ row: { ...request, ...more }, ...pane }), typed: { ...requestOf(request as never, TODAY), by: '区月英' }, meanwhile: { result: '镇里换了', due_on: '2018-10-05' }, sent: { confirmed_by: '区月英' } },
  'a plan of a round': { of: TourBox, form: 'tour', save: 'tour.save', props: (more) => ({ row: { ...opened, ...more } }), typed: { ...tourOf(opened as never), name: '再走一遍' }, meanwhile: { groups: ['上坪组'], counts: 'first_secretary' }, sent: { name: '再走一遍' } },
  'a wish': { of: WishBox, form: 'wish', save: 'wish.save', props: (more) => ({ row: { ...opened, ...more }, mayWrite: true }), typed: { ...wishOf(opened as never), note: '要红的' }, meanwhile: { donor: '县妇联', fulfilled_on: TODAY }, sent: { note: '要红的' } },
};
const all = Object.entries(cases);
async function open(of: Component, props: Asked, teleport = true): Promise<ReturnType<typeof mount>> {
  await useSession().load();
  const w = mount(of, { props, attachTo: document.body, global: { stubs: { teleport, RouterLink: true, PhotoStrip: true, MeasureHistory: true, HouseholdPicker: true } } });
  await flushPromises();
  return w;
}
const saves = (name: string): Asked[] => world.asked.filter(([asked]) => asked === name).map(([, sent]) => sent);
async function submit(w: ReturnType<typeof mount>): Promise<void> {
  await w.find('form').trigger('submit');
  await flushPromises();
}

/** Over what it was opened with, and its own change alone. */
async function savesItsOwn(w: ReturnType<typeof mount>, c: Case): Promise<void> {
  await submit(w);
  expect(saves(c.save)).toMatchObject([{ id: 'X', base: 4 }]);
  expect(saves(c.save)[0]?.['fields']).toEqual(c.sent);
  w.unmount();
}

// Whole pages are mounted, on machines that have other work.
vi.setConfig({ testTimeout: 30_000 });
beforeEach(() => {
  world.asked = [];
  world.drafts = [];
});

test.each(all)('%s: a draft taken up again is saved against what it was typed over, with what it changed alone', async (_, c) => {
  world.drafts = [{ form: c.form, subject: 'X', body: JSON.stringify(c.typed), base: 4, changed_at_ms: 1 }];
  const w = await open(c.of, c.props({ version: 9, ...c.meanwhile }));
  await savesItsOwn(w, c);
});
test.each(all)('%s: a draft that was begun before anything was recorded is still saved against that', async (_, c) => {
  world.drafts = [{ form: c.form, subject: 'X', body: JSON.stringify(c.typed), base: 0, changed_at_ms: 1 }];
  const w = await open(c.of, c.props({ version: 9 }));
  await submit(w);
  expect(saves(c.save)).toMatchObject([{ base: 0 }]);
  w.unmount();
});
test.each(all)('%s: what comes while the form is open is not written over', async (_, c) => {
  const w = await open(c.of, c.props({}));
  const field = Object.values(c.sent)[0] as string;
  const inputs = w.findAll(c.save === 'measure.save' ? 'textarea' : 'form input');
  await inputs[c.save === 'wish.save' ? inputs.length - 1 : 0]?.setValue(field);
  await w.setProps(c.props({ version: 9, ...c.meanwhile }));
  await flushPromises();
  await savesItsOwn(w, c);
});
test.each(all.slice(0, 2))('%s: nobody has typed: what comes is shown, and the next change builds on it', async (_, c) => {
  const w = await open(c.of, c.props({}));
  await w.setProps(c.props({ version: 9, result: '别人写的' }));
  await flushPromises();
  expect(w.find('textarea').element.value).toBe('别人写的');
  await w.find('textarea').setValue('我写的');
  await submit(w);
  expect(saves(c.save)).toMatchObject([{ base: 9, fields: { result: '我写的' } }]);
  w.unmount();
});
test.each(all)('%s: what was typed is thrown away, and the focus stays in the form', async (_, c) => {
  world.drafts = [{ form: c.form, subject: 'X', body: JSON.stringify(c.typed), base: 4, changed_at_ms: 1 }];
  document.body.innerHTML = '<div id="overlays"></div>';
  // A stub of the teleport draws the dialog anew with every change.
  const w = await open(c.of, c.props({}), false);
  const page = new DOMWrapper(document.body);
  const link = page.findAll<HTMLButtonElement>('form .linkbtn').find((b) => /不要/.test(b.text()));
  world.drafts = [];
  link!.element.focus();
  await link!.trigger('click');
  await flushPromises();
  expect(link!.element.isConnected).toBe(false);
  expect(document.activeElement).toBe(page.find('form input, form textarea').element);
  w.unmount();
});
test('all of a measure is done at one press, and the focus is on its number', async () => {
  const c = cases['the progress of a measure']!;
  const w = await open(c.of, c.props({}));
  const all = w.findAll<HTMLButtonElement>('.steps .linkbtn')[0]!;
  all.element.focus();
  await all.trigger('click');
  const number = w.find<HTMLInputElement>('.steps input');
  expect([all.element.isConnected, number.element.value]).toEqual([false, '12']);
  expect(document.activeElement).toBe(number.element);
  w.unmount();
});
