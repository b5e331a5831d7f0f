import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { ref, type Ref } from 'vue';

type Known = { rows: object[]; is_older_at_county: boolean };
const world = vi.hoisted(() => ({ fetches: [] as unknown[], told: [] as string[], offline: false, data: undefined as unknown }));
vi.mock('@/api/client', () => ({
  call: async (name: string, request: unknown) => {
    world.fetches.push([name, request]);
    if (world.offline) throw new Error('cut');
  },
  changed: (records: string[]) => world.told.push(...records),
  useQuery: () => ({
    data: world.data,
    current: world.data,
    error: ref(null),
    loading: ref(false),
    refetch: async () => {
      (world.data as Ref<Known>).value = { rows: [row, row], is_older_at_county: false };
    },
  }),
}));
const { default: CardHistory } = await import('./CardHistory.vue');
const row = { at_ms: 0, by_name: '', record: 'household', record_title: '张德顺', record_year: null, field: 'group_name', from: '一组', to: '二组', reason: '', receipt: { state: 'receipted', number: '431128–3', photos_done: 0, photos_total: 0, parked: false, reason: '' } };
const older = { rows: [row], is_older_at_county: true };

beforeEach(() => {
  world.fetches = [];
  world.told = [];
  world.offline = false;
  world.data = ref<Known | null>(null);
});

async function open(known: Known): Promise<ReturnType<typeof mount>> {
  const w = mount(CardHistory, { props: { id: 'H1' }, global: { stubs: { ReceiptMark: true } } });
  (world.data as Ref<Known>).value = known;
  await flushPromises();
  return w;
}

test('what is older is asked of the county once, and then it is all there', async () => {
  const w = await open(older);
  expect(world.fetches).toEqual([['history.fetch', { record: 'household', id: 'H1' }]]);
  expect(w.findAll('tbody tr')).toHaveLength(2);
  expect(w.text()).not.toContain('更早');
  // What else is made of the history asks again.
  expect(world.told).toEqual(['household']);
});
test('without a network the card says where the older records are, and what to do', async () => {
  world.offline = true;
  const w = await open(older);
  expect(w.text()).toContain('更早的记录在县里');
  world.offline = false;
  await w.find('button').trigger('click');
  await flushPromises();
  expect(w.findAll('tbody tr')).toHaveLength(2);
});
test('a complete history asks nobody; the county itself has a name', async () => {
  const w = await open({ rows: [row], is_older_at_county: false });
  expect(world.fetches).toEqual([]);
  expect(w.find('tbody tr').text()).toContain('县里');
});
test('what was changed is said in words: yes and no, money, areas, codes', async () => {
  const change = (field: string, from: string | number | null, to: string | number | null, record = 'household') => ({ ...row, record, field, from, to });
  const w = await open({ rows: [change('in_cooperative', 0, 1), change('farmland_centimu', 325, null), change('amount_fen', 420_000, 510_050, 'income'), change('causes', '[]', '["01","09"]'), change('medical_insured', null, 0, 'member'), change('gender', '1', '2', 'member'), change('phone', '100****0032', '100****0011')], is_older_at_county: false });
  expect(w.findAll('tbody tr').map((tr) => tr.findAll('td')[3]?.text())).toEqual(['否 → 是', '3.25 → 空', '4,200\u00a0元 → 5,100.50\u00a0元', '空 → 因病、缺资金', '空 → 否', '男 → 女', '100****0032 → 100****0011']);
});
test('a remark that was taken off and brought back is told as that', async () => {
  const act = (field: string, from: number | null, to: number | null, reason: string) => ({ ...row, record: 'remark_off', record_title: 'phone_digits', field, from, to, reason });
  const w = await open({ rows: [act('deleted_at', null, 1_538_000_000_000, '恢复提示'), act('created', null, null, '座机')], is_older_at_county: false });
  const lines = w.findAll('tbody tr').map((tr) => tr.findAll('td').slice(2, 5).map((td) => td.text()));
  expect(lines).toEqual([['恢复提示 · 户联系电话不是 11 位', '', '恢复提示'], ['不再提示 · 户联系电话不是 11 位', '', '座机']]);
});
test('an income is told by its year and item, never by the item\'s code', async () => {
  const w = await open({ rows: [{ ...row, record: 'income', record_title: 'AAC073', record_year: 2018, field: 'amount_fen', from: 850_000, to: 970_000 }], is_older_at_county: false });
  expect(w.findAll('tbody td')[2]?.text()).toBe('2018年工资性收入');
  expect(w.text()).not.toContain('AAC073');
});
