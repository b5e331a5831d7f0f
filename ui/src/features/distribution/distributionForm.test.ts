import { expect, it } from 'vitest';
import type { DistributionDetail, HouseholdRow, PortionRow } from '@/api/generated';
import { blankDistribution, byGroup, distributionOf, distributionSave, flipped, isUntouched, missingIn, overNow, portionGroups } from './distributionForm';

const TODAY = '2018-09-30';
const row = (id: string, group_name: string): HouseholdRow => ({ id, group_name }) as HouseholdRow;
const portion = (household_id: string, version: number, more: Partial<PortionRow> = {}): PortionRow => ({ household_id, version, group_name: '', village_name: '', received_on: null, ...more }) as PortionRow;
const detail = (portions: PortionRow[]): DistributionDetail => ({ row: { id: 'd1', division_code: '431128104201', item: '化肥', given_on: '2018-09-28', quantity: 2, quantity_unit: '袋', source: '', note: '' }, portions }) as DistributionDetail;

it('needs a village, a thing, a day and at least one household', () => {
  expect(missingIn(blankDistribution('', TODAY), TODAY).map((m) => m.field)).toEqual(['division_code', 'item']);
  expect(missingIn(blankDistribution('431128104201', TODAY), TODAY).map((m) => m.field)).toEqual(['item', 'household_ids']);
  expect(missingIn({ ...blankDistribution('431128104201', TODAY), item: '化肥', quantity: '两袋', householdIds: ['a'] }, TODAY)).toEqual([{ field: 'quantity', code: 'number' }]);
});
it('households stand under their groups in the order of the list', () =>
  expect(byGroup([row('a', '上坪组'), row('b', '上坪组'), row('c', '河湾组')]).map((g) => [g.name, g.rows.length])).toEqual([['上坪组', 2], ['河湾组', 1]]));
it('a group is chosen as a whole and let go as a whole, the others stay, and whoever received it too', () => {
  const nobody = new Set<string>();
  expect(flipped(['x', 'a'], ['a', 'b'], nobody)).toEqual(['x', 'a', 'b']);
  expect(flipped(['x', 'a', 'b'], ['a', 'b'], nobody)).toEqual(['x']);
  expect(flipped(['x', 'a', 'b'], ['a', 'b'], new Set(['b']))).toEqual(['x', 'b']);
});
it('writes what was changed, against what was shown', () => {
  const form = distributionOf(detail([portion('a', 3), portion('b', 4)]));
  expect(isUntouched({ ...form, householdIds: ['b', 'a'] }, TODAY)).toBe(true);
  expect(isUntouched({ ...form, householdIds: ['b'] }, TODAY)).toBe(false);
  expect(distributionSave({ ...form, note: ' 第二批 ', householdIds: ['b', 'c'] }, 'd1', 5, TODAY)).toEqual({ id: 'd1', base: 5, fields: { note: '第二批' }, add: ['c'], remove: [{ household_id: 'a', base: 3 }] });
});
it('a new one is written whole', () => {
  const form = { ...blankDistribution('431128104201', TODAY), item: ' 大米 ', householdIds: ['a'] };
  expect(distributionSave(form, null, 9, TODAY)).toEqual({ id: null, base: 0, fields: { division_code: '431128104201', given_on: TODAY, item: '大米', quantity: 1, quantity_unit: '', source: '', note: '' }, add: ['a'], remove: [] });
});
it('a draft taken up again neither takes out whom others put in, nor puts in whom others took out', () => {
  const form = distributionOf(detail([portion('a', 3), portion('b', 4)]));
  form.householdIds = ['a', 'b', 'mine'];
  overNow(form, [portion('b', 8), portion('theirs', 7)]);
  expect(distributionSave(form, 'd1', 5, TODAY)).toMatchObject({ add: ['mine'], remove: [] });
  expect(form.householdIds).toEqual(['b', 'mine', 'theirs']);
  form.householdIds = ['mine'];
  expect(distributionSave(form, 'd1', 5, TODAY).remove).toEqual([{ household_id: 'b', base: 4 }, { household_id: 'theirs', base: 7 }]);
});
it('groups of one name in two villages stay apart', () => {
  const of = (village_name: string) => portion(village_name, 1, { village_name, group_name: '一组' });
  expect(portionGroups([of('上坪村'), of('上坪村')]).map((g) => g.name)).toEqual(['一组']);
  expect(portionGroups([of('上坪村'), of('下坪村')]).map((g) => g.name)).toEqual(['上坪村 · 一组', '下坪村 · 一组']);
});
