import { DOMWrapper, flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { createMemoryHistory, createRouter, RouterView } from 'vue-router';

type Asked = Record<string, unknown>;
const world = vi.hoisted(() => ({ asked: [] as [string, Asked][], rows: [] as object[], writes: ['inquiry'], reads: ['inquiry'] }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (name: string, request: Asked) => {
      if (name === 'session.get') return { side: 'laptop', account: 'a', role: 'township_reviewer', person_id: 'p1', area: { level: 'township', code: '431128104', name: '柳坪镇' }, today: '2018-09-30', now_ms: 0, clock_shift_ms: 0, team: [], reads: world.reads, writes: world.writes };
      if (name === 'draft.list' || name === 'filter.list') return [];
      world.asked.push([name, request]);
      if (name === 'inquiry.list') return { rows: world.rows, total: world.rows.length, all: world.rows.length, views: [], villages: [], tallies: [{ question: 'team_came', yes: 3, no: 2, unsure: 1 }, { question: 'of_a_newer_program', yes: 1, no: 0, unsure: 0 }] };
      if (name === 'inquiry.choices') return { villages: [{ code: '431128104201', name: '石磨坪', township_name: '柳坪镇' }, { code: '431128104202', name: '竹园', township_name: '柳坪镇' }] };
      return { id: 'I9', change_set: 'own-1', version: 8, state: 'stored' };
    },
  },
}));
const { default: InquiryList } = await import('./InquiryList.vue');
const { default: VisitTabs } = await import('@/components/VisitTabs.vue');
const { useSession } = await import('@/composables/useSession');
const { forgetLists } = await import('@/composables/useListMemory');
// A draft is written when the test says so: on a busy machine its pause is over before the save.
vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

const row = { id: 'I1', version: 7, division_name: '柳坪镇', village_code: '431128104202', village_name: '竹园', township_name: '柳坪镇', asked_on: '2018-09-28', person_id: 'p1', person_name: '方立群', answers: ['yes', 'no', '', '', 'unsure', 'no', ''], note: '说公示看不懂', receipt: { state: 'stored', number: null, at_ms: 0, reason: null, parked: false, photos_done: 0, photos_total: 0 }, conflict: false };
const page = (): DOMWrapper<Element> => new DOMWrapper(document.body);
async function at(path: string): Promise<ReturnType<typeof mount>> {
  await useSession().load();
  const none = { component: { render: () => null } };
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/visits/inquiries', component: InquiryList }, { path: '/:rest(.*)', ...none }] });
  await router.push(path);
  document.body.innerHTML = '<div id="overlays"></div>';
  const w = mount(defineComponent(() => () => h('main', [h(RouterView)])), { attachTo: document.body, global: { plugins: [router] } });
  await flushPromises();
  await flushPromises();
  return w;
}
const saves = (): Asked[] => world.asked.filter(([name]) => name === 'inquiry.save').map(([, request]) => request);
vi.setConfig({ testTimeout: 30_000 });
beforeEach(() => {
  forgetLists();
  Object.assign(world, { asked: [], rows: [row], writes: ['inquiry'], reads: ['inquiry'] });
});

test('one is noted by village, answers and words, and sent without a household', async () => {
  const w = await at('/visits/inquiries?edit=new');
  await page().find('#inquiry-form').trigger('submit');
  expect(page().findAll('[role=alert]').map((x) => x.text())).toEqual(['先选问的是哪个村。', '至少答一题，或写一句。']);
  expect(saves()).toEqual([]);
  await page().find('#inquiry-form select').setValue('431128104201');
  const came = page().findAll('[role=radiogroup]').find((g) => g.attributes('aria-label') === '工作队来过家里');
  expect(came?.findAll('label').map((x) => x.text())).toEqual(['是', '否', '不清楚', '没问']);
  await came?.findAll('input')[1]?.trigger('change');
  await page().find('#inquiry-form').trigger('submit');
  await flushPromises();
  expect(saves()).toHaveLength(1);
  expect(saves()[0]).toMatchObject({ id: null, base: 0, fields: { village_code: '431128104201', asked_on: '2018-09-30', team_came: 'no', committee_fair: '', note: '' } });
  expect(Object.keys(saves()[0]?.['fields'] as object)).not.toContain('household_id');
  w.unmount();
});
test('of one that is there only the answer that was changed is sent, against the version that was shown', async () => {
  const w = await at('/visits/inquiries?edit=I1');
  const fair = page().findAll('[role=radiogroup]').find((g) => g.attributes('aria-label') === '村两委办事公道');
  expect((fair?.findAll('input')[2]?.element as HTMLInputElement).checked).toBe(true);
  await fair?.findAll('input')[3]?.trigger('change');
  await page().find('#inquiry-form').trigger('submit');
  await flushPromises();
  expect(saves()).toMatchObject([{ id: 'I1', base: 7, fields: { committee_fair: '' } }]);
  w.unmount();
});
test('what each question comes to stands above the list, counted and without a score', async () => {
  const w = await at('/visits/inquiries');
  const tallies = w.find('section[aria-label="各题合计"]');
  expect(tallies.text()).toBe('工作队来过家里是 3 · 否 2 · 不清楚 1');
  expect(tallies.text()).not.toMatch(/%|分/);
  w.unmount();
});
test('the tab is there for who may read it and for nobody else', async () => {
  const tabs = async (): Promise<string[]> => {
    const w = await at('/visits/inquiries');
    const found = w.findComponent(VisitTabs).findAll('a').map((a) => a.text());
    w.unmount();
    return found;
  };
  expect(await tabs()).toContain('班子队伍');
  world.reads = ['visit'];
  expect(await tabs()).not.toContain('班子队伍');
});
