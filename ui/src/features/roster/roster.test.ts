import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import type { ImportChange, ImportRow, ImportSummary } from '@/api/generated';

type Query = Record<string, unknown>;
const world = vi.hoisted(() => ({ asked: [] as [string, Query][], rows: [] as object[], counts: {} as object, held: null as object | null, opened: {} as object, fails: '', failed: null as object | null, wait: null as Promise<void> | null, said: [] as string[], failures: [] as string[] }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'desktop',
    chooseRoster: async () => {
      const opened = world.opened as { summary: object | null };
      if (opened.summary) world.held = opened.summary;
      return opened;
    },
    saveDoubts: async (file: string) => file,
    call: async (name: string, request: Query) => {
      world.asked.push([name, request]);
      if (name === 'import.take' && world.wait) await world.wait;
      if (name === world.fails) throw { code: 'disk_full', detail: '', violations: [] };
      if (name === 'import.state' || name === 'import.choose') return world.held;
      if (name === 'import.list') return { rows: world.rows, total: world.rows.length, ...world.counts };
      if (name === 'import.take') return { id: 'R1', households: { new: 1, updated: 0, unchanged: 0 }, members: { new: 3, updated: 0, unchanged: 0 }, left_out: 0, changed_since_look: 0, done: 40, total: 120, stopped: !world.failed, failed: world.failed };
      if (name === 'import.stayed') return { rows: Array.from({ length: Math.min(Number(request['limit']), 250 - Number(request['offset'])) }, (_, i) => ({ id: `${Number(request['offset']) + i}`, head_name: '', number: '', why: 'worked_on' })), total: 250 };
      if (name === 'import.undo') return { back: 1, stayed: 2, left: 0, failed: null };
      if (name === 'import.runs') return { rows: [{ id: 'R0', started_at_ms: 0, file: '九月.xlsx', layout: 'H1', done: 2, total: 2, households_new: 2, households_changed: 0, members_new: 3, members_changed: 0, undo_started_at_ms: 1, undone_at_ms: null, left: 1, stayed: 0 }], total: 1 };
      return {};
    },
  },
}));
vi.mock('@/composables/useToast', () => ({ useToast: () => ({ say: (text: string) => world.said.push(text), fail: (text: string) => world.failures.push(text) }) }));
const { forgetImport, useImport } = await import('@/composables/useImport');
const { default: RosterPage } = await import('./RosterPage.vue');
const { default: RosterStayed } = await import('./RosterStayed.vue');
const { changeText } = await import('./changeText');
const { changed } = await import('@/api/client');

const row = (at: number, more: Partial<ImportRow> = {}): ImportRow => ({ at, head_name: `卿${at}`, number: '', village_name: '', group_name: '', sheet: '花名册', row: at + 4, people: 1, fate: 'new', changes: 0, doubts: 0, repairs: 0, chosen: true, choosable: true, taken: false, ...more });
const summary: ImportSummary = { file: '花名册.xlsx', layout: 'H1', sheets: ['花名册'], rows_read: 9, listed_on: null, repairs: 0, unmapped: ['长号码'], tabs: { all: 2, new: 2, changed: 0, unchanged: 0, doubtful: 1, left_out: 0 }, chosen: 1, taken: 0, loose: [], loose_total: 0 };

async function page(): Promise<ReturnType<typeof mount>> {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:any(.*)*', component: { render: () => null } }] });
  const w = mount(RosterPage, { attachTo: document.body, global: { plugins: [router], stubs: { RosterPane: true } } });
  await flushPromises();
  return w;
}
const button = (w: ReturnType<typeof mount>, text: string) => w.findAll('button').find((b) => b.text().includes(text));
const asked = (name: string): Query[] => world.asked.filter(([n]) => n === name).map(([, request]) => request);

// Pages that stay would all be drawn again at each change of the roster they share.
enableAutoUnmount(afterEach);
beforeEach(() => {
  document.body.innerHTML = '<div id="overlays"></div>';
  Object.assign(world, { asked: [], rows: [row(0), row(1, { chosen: false, doubts: 2 })], counts: { chosen: 0, sure: 1, sure_chosen: 0 }, held: null, opened: { file: '', summary: null, refused: null }, fails: '', failed: null, wait: null, said: [], failures: [] });
  forgetImport();
  useImport().pages.value = 0;
});

test('a refused file says what it is and what to do, and nothing is shown of it', async () => {
  world.opened = { file: '加密.xlsx', summary: null, refused: { code: 'password_protected', hint: { zh: '去掉密码后另存', en: 'Remove the password' }, detail: '' } };
  const w = await page();
  await button(w, '选名册文件')?.trigger('click');
  await flushPromises();
  expect(w.find('[role=alert]').text()).toContain('加密.xlsx');
  expect(w.find('[role=alert]').text()).toBe('“加密.xlsx”读不了。文件有密码。去掉密码后另存。');
  expect(w.find('[role=grid]').exists()).toBe(false);
});

test('space takes or leaves the chosen household, and a click only shows it', async () => {
  world.held = summary;
  const w = await page();
  const grid = w.find('[role=grid]');
  await grid.trigger('keydown', { key: ' ' });
  await flushPromises();
  expect(asked('import.choose')).toEqual([{ at: 0, tab: 'all', q: '', chosen: false }]);
  await grid.trigger('keydown', { key: ' ', repeat: true });
  expect(asked('import.choose')).toHaveLength(1);
});

test('all of a tab that are sure are taken at once, and the tab is asked for by its own name', async () => {
  world.held = summary;
  const w = await page();
  await button(w, '新户')?.trigger('click');
  await flushPromises();
  expect(asked('import.list').at(-1)).toMatchObject({ tab: 'new', q: '' });
  await button(w, '全选没有疑点的')?.trigger('click');
  expect(asked('import.choose')).toEqual([{ at: null, tab: 'new', q: '', chosen: true }]);
});

test('what is in doubt is chosen one by one, and all of it is left at once', async () => {
  world.held = summary;
  world.counts = { chosen: 0, sure: 0, sure_chosen: 0 };
  const w = await page();
  const all = w.find('[aria-keyshortcuts=A]');
  expect(all.text()).toBe('存疑的一户一户选');
  expect(all.attributes('aria-disabled')).toBe('true');
  await all.trigger('click');
  await w.find('[role=grid]').trigger('keydown', { key: 'a' });
  expect(asked('import.choose')).toEqual([]);
  w.unmount();
  // Two that were chosen by hand, and every sure one.
  world.counts = { chosen: 3, sure: 1, sure_chosen: 1 };
  const again = await page();
  const none = again.find<HTMLButtonElement>('[aria-keyshortcuts=A]');
  expect(none.text()).toContain('全不选');
  none.element.focus();
  // Nothing is sure in what is left.
  world.counts = { chosen: 0, sure: 0, sure_chosen: 0 };
  await none.trigger('click');
  await flushPromises();
  expect(asked('import.choose')).toEqual([{ at: null, tab: 'all', q: '', chosen: false }]);
  expect(none.text()).toBe('存疑的一户一户选');
  expect(document.activeElement).toBe(none.element);
});

test('what is as it was or was left out is never chosen, and nobody is asked to', async () => {
  world.held = summary;
  const w = await page();
  for (const name of ['没变化', '没取']) {
    await button(w, name)?.trigger('click');
    await flushPromises();
    expect(w.find('[aria-keyshortcuts=A]').exists(), name).toBe(false);
    await w.find('[role=grid]').trigger('keydown', { key: 'a' });
  }
  expect(asked('import.choose')).toEqual([]);
});

test('before the shell has said a word, what is at work is named after what was asked for', async () => {
  world.held = summary;
  let end = (): void => undefined;
  world.wait = new Promise((done) => (end = () => done()));
  const w = await page();
  await button(w, '导入 1 户')?.trigger('click');
  expect(w.find('[role=progressbar]').attributes('aria-label')).toBe('正在导入');
  end();
  await flushPromises();
});

test('a taking that was stopped says how far it came, and goes back by its own number', async () => {
  world.held = summary;
  const w = await page();
  await button(w, '导入 1 户')?.trigger('click');
  await flushPromises();
  expect(w.find('.done').text()).toContain('停在 40 / 120 户');
  await button(w, '撤销这次导入')?.trigger('click');
  await flushPromises();
  expect(asked('import.undo')).toEqual([{ id: 'R1' }]);
  expect(w.find('.done').text()).toContain('2 户后来有人用了');
});

test('a roster that cannot be read again is named as unread, for no act failed, and reading it again is offered', async () => {
  world.held = summary;
  world.fails = 'import.state';
  const w = await page();
  expect(w.text()).toContain('上次选的名册读不出来');
  expect(w.text()).not.toMatch(/没有办成|还没有选名册/u);
  world.fails = '';
  await button(w, '重试')?.trigger('click');
  await flushPromises();
  expect(w.text()).not.toContain('读不出来');
  expect(w.find('[role=grid]').exists()).toBe(true);
  w.unmount();
});

test('an act that fails is told, and the roster stays', async () => {
  world.held = summary;
  world.fails = 'import.take';
  const w = await page();
  await button(w, '导入 1 户')?.trigger('click');
  await flushPromises();
  expect(w.find('[role=alert]').text()).toContain('磁盘满了');
  expect(w.find('[role=grid]').exists()).toBe(true);
});

test('a taking that failed in the middle says how far it came and why, and what was written can go back', async () => {
  world.held = summary;
  world.failed = { code: 'disk_full', detail: '' };
  const w = await page();
  await button(w, '导入 1 户')?.trigger('click');
  await flushPromises();
  const alert = w.find('.done [role=alert]').text();
  expect(alert).toContain('到 40 / 120 户');
  expect(alert).toContain('磁盘满了');
  expect(button(w, '撤销这次导入')?.exists()).toBe(true);
});

/** A taking under way whose page is left. */
async function left(): Promise<() => void> {
  world.held = summary;
  let end = (): void => undefined;
  world.wait = new Promise((resolve) => (end = resolve));
  const w = await page();
  await button(w, '导入 1 户')?.trigger('click');
  await flushPromises();
  w.unmount();
  return end;
}

test('who comes back to the page while a roster is taken in sees how far it is, and then what was done', async () => {
  const end = await left();
  const w = await page();
  expect(w.find('[role=progressbar]').exists()).toBe(true);
  expect(button(w, '导入 1 户')).toBeUndefined();
  end();
  await flushPromises();
  expect(w.find('.done').text()).toContain('停在 40 / 120 户');
  expect(world.said).toEqual([]);
});

test('who is on another page when it ends or fails is told there, and finds it on the page later', async () => {
  const end = await left();
  end();
  await flushPromises();
  expect(world.said.join()).toContain('停在 40 / 120 户');
  expect(world.failures).toEqual([]);
  world.said = [];
  const second = await left();
  world.fails = 'import.take';
  second();
  await flushPromises();
  expect([world.said, world.failures.join()]).toEqual([[], expect.stringContaining('磁盘满了')]);
  world.fails = '';
  expect((await page()).find('[role=alert]').text()).toContain('磁盘满了');
});

test('what stopped a taking in the middle is told elsewhere as no success, and so is a file that cannot be read', async () => {
  const end = await left();
  world.failed = { code: 'disk_full', detail: '' };
  end();
  await flushPromises();
  expect([world.said, world.failures.join()]).toEqual([[], expect.stringContaining('到 40 / 120 户')]);
  Object.assign(world, { failures: [], held: null, opened: { file: '加密.xlsx', summary: null, refused: { code: 'password_protected', hint: { zh: '', en: '' }, detail: '' } } });
  forgetImport();
  const w = await page();
  const reading = button(w, '选名册文件')?.trigger('click');
  w.unmount();
  await reading;
  await flushPromises();
  expect([world.said, world.failures]).toEqual([[], ['“加密.xlsx”读不了，原因在导入名册里看。']]);
});

test('what one person began does not end before the eyes of another', async () => {
  const end = await left();
  forgetImport();
  end();
  await flushPromises();
  expect([world.said, world.failures]).toEqual([[], []]);
  expect(useImport().taken.value).toBeNull();
});

test('a half undone import goes on from the list', async () => {
  const w = await page();
  expect(w.text()).toContain('撤到一半，还有 1 户');
  await button(w, '接着撤销')?.trigger('click');
  await flushPromises();
  expect(asked('import.undo')).toEqual([{ id: 'R0' }]);
});

test('values are told in words: codes by their list, money in yuan, a code of no list as it is', () => {
  const change = (field: string, codes: string): ImportChange => ({ record: 'household', field, codes, from: null, to: null });
  expect(changeText(change('causes', 'cause'), '["01","02"]', 'zh-CN')).toBe('因病、因残');
  expect(changeText(change('income_per_head_fen', ''), 410_000, 'zh-CN')).toBe('4,100 元');
  expect(changeText(change('income_per_head_fen', ''), 410_000, 'en')).toBe('4,100 yuan');
  expect(changeText(change('farmland_centimu', ''), 325, 'zh-CN')).toBe('3.25');
  expect(changeText(change('water_safe', 'yes_no'), 0, 'zh-CN')).toBe('否');
  expect(changeText(change('water_safe', 'yes_no'), null, 'zh-CN')).toBe('');
  expect(changeText(change('number', ''), '[a', 'zh-CN')).toBe('[a');
  expect(changeText(change('state', 'nothing'), '7', 'zh-CN')).toBe('7');
});

test('of what stayed after an undo, all that was asked for is there again when a household changes', async () => {
  const w = mount(RosterStayed, { props: { id: 'R0' }, global: { stubs: { RouterLink: true } } });
  await flushPromises();
  for (const rows of [200, 250]) {
    await button(w, '更多')?.trigger('click');
    await flushPromises();
    expect(w.findAll('li')).toHaveLength(rows);
  }
  changed(['household']);
  await new Promise((done) => setTimeout(done, 40));
  await flushPromises();
  expect(w.findAll('li')).toHaveLength(250);
  w.unmount();
});
