import { flushPromises, mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';

const world = vi.hoisted(() => ({ wait: null as Promise<void> | null }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    photoUrl: () => '',
    call: async (name: string, request: { id: string }) => {
      if (world.wait) await world.wait;
      if (name === 'record.history') return { rows: [{ at_ms: 0, by_name: '方立群', field: 'note', from: '', to: `改过 ${request.id}`, reason: '' }], is_older_at_county: false };
      const row = { id: request.id, household_id: `H-${request.id}`, head_name: request.id === 'V1' ? '张德顺' : '仇大川', group_name: '', visited_on: '2018-09-30', person_names: [], purposes: [], note: request.id, recorded_at_ms: 0, late_days: 0, withdrawn_at_ms: null, withdrawn_reason: '', satisfaction: '', mode: '', receipt: { state: 'stored', number: '', photos_done: 0, photos_total: 0, parked: false, reason: null, at_ms: 0 } };
      return { row, visit: { id: request.id, version: 1, fields: {}, conflict_fields: [] }, photos: [], problems: [], requests: [], earlier: [{ id: 'V0', visited_on: '2018-08-01', note: '', purposes: [] }], state: null, state_year: null };
    },
  },
}));
const { default: VisitPane } = await import('./VisitPane.vue');

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
