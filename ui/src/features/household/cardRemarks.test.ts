import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import type { HouseholdCard, RemarkView } from '@/api/generated';

const world = vi.hoisted(() => ({ asked: [] as unknown[], fails: false }));
vi.mock('@/api/client', () => ({
  call: async (name: string, request: unknown) => {
    world.asked.push([name, request]);
    if (world.fails) throw { code: 'disk_full', detail: '', violations: [] };
    return { change_set: null };
  },
  changed: () => undefined,
}));
const { default: CardRemarks } = await import('./CardRemarks.vue');

const remark = (more: Partial<RemarkView>): RemarkView => ({ rule: 'phone_digits', source: '15', fields: ['phone'], of: 'household', member_id: null, off: null, others: [], ...more });
const shown = (remarks: RemarkView[]) => mount(CardRemarks, { props: { card: { household: { id: 'h' }, members: [{ id: 'a', fields: { name: '张德顺' } }], remarks } as unknown as HouseholdCard, mayEdit: true }, global: { stubs: { RouterLink: { template: '<a><slot /></a>' } } } });

beforeEach(() => {
  world.asked = [];
  world.fails = false;
});

test('a remark that could not be brought back says why, beside itself', async () => {
  world.fails = true;
  const w = shown([remark({ off: { id: 'o', version: 3, reason: '座机' } }), remark({ rule: 'no_head' })]);
  await w.find('button[aria-label^="恢复提示"]').trigger('click');
  await flushPromises();
  const line = w.findAll('li').find((li) => li.find('[role=alert]').exists());
  expect(line?.text()).toContain('户联系电话不是 11 位');
  expect(line?.find('[role=alert]').text()).toMatch(/^没存上：.+满/);
  world.fails = false;
  await w.find('button[aria-label^="恢复提示"]').trigger('click');
  await flushPromises();
  expect(w.find('[role=alert]').exists()).toBe(false);
  expect(world.asked.at(-1)).toEqual(['record.remove', { record: 'remark_off', remove: { id: 'o', base: 3, reason: '恢复提示' } }]);
});
test('the words of why it is off stand in the history too', async () => {
  const w = shown([remark({})]);
  await w.find('button[aria-label^="不再提示"]').trigger('click');
  await w.find('input').setValue(' 座机 ');
  await w.find('form').trigger('submit');
  await flushPromises();
  expect(world.asked).toEqual([['record.save', { record: 'remark_off', save: { id: null, base: 0, fields: { household_id: 'h', member_id: null, rule: 'phone_digits', reason: '座机' }, reason: '座机' } }]]);
});
test('a remark that means several fields names them, and of two who look alike the other one', () => {
  const twin = { id: 'h2', head_name: '欧阳长根', group_name: '磨沟组', village_name: '石磨坪村' };
  const w = shown([remark({ rule: 'code_unknown', of: 'member', member_id: 'a', fields: ['politics', 'labour'] }), remark({ rule: 'look_alike', of: 'member', member_id: 'a', others: [twin] }), remark({ rule: 'id_double', of: 'member', member_id: 'a' })]);
  const [word, alike, double] = w.findAll('li').map((li) => li.text());
  expect(word).toContain('张德顺：填的词不在表里：政治面貌、劳动能力');
  expect(alike).toContain('本村另有同名、同生日的人');
  expect(alike).toContain('看看是不是同一个人：欧阳长根 · 石磨坪村 · 磨沟组');
  expect(double).toContain('另有人登记了同一个身份证号');
  expect(double).toContain('另一位在本户，或不在自己管的范围里');
});
