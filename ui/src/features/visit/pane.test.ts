import { flushPromises, mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';

interface Change {
  at_ms: number;
  by_name: string;
  field: string;
  from: string;
  to: string;
  reason: string;
}
const world = vi.hoisted(() => ({ wait: null as Promise<void> | null, fails: '', more: [] as Change[] }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    photoUrl: () => '',
    call: async (name: string, request: { id: string }) => {
      if (world.wait) await world.wait;
      if (world.fails === name) throw { code: 'disk_full', detail: '', violations: [] };
      if (name === 'record.history') return { rows: [{ at_ms: 0, by_name: '方立群', field: 'note', from: '', to: `改过 ${request.id}`, reason: '' }, ...world.more], is_older_at_county: false };
      const row = { id: request.id, household_id: `H-${request.id}`, head_name: request.id === 'V1' ? '张德顺' : '仇大川', group_name: '', visited_on: '2018-09-30', person_names: [], purposes: [], note: request.id, recorded_at_ms: 0, late_days: 0, withdrawn_at_ms: null, withdrawn_reason: '', satisfaction: '', mode: '', receipt: { state: 'stored', number: '', photos_done: 0, photos_total: 0, parked: false, reason: null, at_ms: 0 } };
      return { row, visit: { id: request.id, version: 1, fields: {}, conflict_fields: [] }, photos: [], problems: [], requests: [], earlier: [{ id: 'V0', visited_on: '2018-08-01', note: '', purposes: [] }], state: null, state_year: null };
    },
  },
}));
const { default: VisitPane } = await import('./VisitPane.vue');
const { useRecordVisit } = await import('@/composables/useRecordVisit');

async function shown(id: string): Promise<ReturnType<typeof mount>> {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)*', component: { render: () => null } }] });
  const w = mount(VisitPane, { props: { id, canEdit: true }, attachTo: document.body, global: { plugins: [router], stubs: { teleport: true } } });
  await flushPromises();
  return w;
}

test('while another visit is read the one before is not shown under its name, and the focus stays in the pane', async () => {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)*', component: { render: () => null } }] });
  const w = mount(VisitPane, { props: { id: 'V1', canEdit: true }, attachTo: document.body, global: { plugins: [router] } });
  await flushPromises();
  expect(w.text()).toContain('张德顺');
  expect(w.text()).toContain('改过 V1');
  w.find<HTMLElement>('.earlier a').element.focus();
  let answer = (): void => undefined;
  world.wait = new Promise((done) => (answer = done));
  await w.setProps({ id: 'V2' });
  await flushPromises();
  expect(w.text()).toBe('');
  expect(document.activeElement).toBe(w.element);
  await new Promise((done) => setTimeout(done, 140));
  expect(w.find('[role=status]').attributes('aria-label')).toBe('正在读取本机数据');
  answer();
  await flushPromises();
  expect(w.text()).toContain('仇大川');
  expect(w.text()).toContain('改过 V2');
  expect(w.text()).not.toContain('改过 V1');
  w.unmount();
});
test('what was saved at once stands under one head, with its reason once', async () => {
  const change = (field: string, to: string): Change => ({ at_ms: 9, by_name: '罗青松', field, from: '', to, reason: '记错了户' });
  world.more = [change('note', '药够吃'), change('purposes', '["errand"]')];
  const w = await shown('V1');
  const items = w.findAll('.changes li');
  expect(items).toHaveLength(2);
  expect(items[1]?.findAll('.what')).toHaveLength(2);
  expect(items[1]?.text().match(/为什么改：记错了户/gu)).toHaveLength(1);
  world.more = [];
  w.unmount();
});
test('one that cannot be read can be closed, not only tried again', async () => {
  world.fails = 'visit.detail';
  const w = await shown('V1');
  expect(w.find('[role=alert]').text()).toContain('读不出来');
  await w.findAll('button').find((b) => b.text() === '关闭')?.trigger('click');
  expect(w.emitted('close')).toHaveLength(1);
  world.fails = '';
  w.unmount();
});
test('V records for the household of the open visit', async () => {
  const w = await shown('V2');
  dispatchEvent(new KeyboardEvent('keydown', { key: 'v' }));
  expect(useRecordVisit().request.value).toEqual({ householdId: 'H-V2', visitId: null });
  useRecordVisit().close();
  w.unmount();
});
test('a withdrawal that failed keeps its reason, which is not marked as wrong', async () => {
  const w = await shown('V1');
  await w.findAll('button').find((b) => b.text() === '撤回')?.trigger('click');
  await w.find('[role=dialog] input').setValue('记到了另一户');
  world.fails = 'visit.remove';
  await w.find('[role=dialog] input').trigger('keydown.enter');
  await flushPromises();
  expect(w.find('[role=dialog] [role=status]').text()).toBe('没能撤回：磁盘满了，先清出 200\u00a0MB。再点一次。');
  expect(w.find('[role=dialog] input').attributes('aria-invalid')).toBeUndefined();
  expect(w.find<HTMLInputElement>('[role=dialog] input').element.value).toBe('记到了另一户');
  world.fails = '';
  w.unmount();
});
