import { expect, it } from 'vitest';
import type { DistributionDetail, HouseholdRow } from '@/api/generated';
import { blankDistribution, byGroup, distributionOf, distributionSave, flipped, missingIn, sameDistribution } from './distributionForm';

const TODAY = '2018-09-30';
const row = (id: string, group_name: string): HouseholdRow => ({ id, group_name }) as HouseholdRow;

it('needs a thing, a day and at least one household', () => {
  expect(missingIn(blankDistribution(TODAY), TODAY).map((m) => m.field)).toEqual(['item', 'household_ids']);
  expect(missingIn({ ...blankDistribution(TODAY), item: '化肥', quantity: '两袋', householdIds: ['a'] }, TODAY)).toEqual([{ field: 'quantity', code: 'number' }]);
});
it('households stand under their groups in the order of the list', () =>
  expect(byGroup([row('a', '上坪组'), row('b', '上坪组'), row('c', '河湾组')]).map((g) => [g.name, g.rows.length])).toEqual([['上坪组', 2], ['河湾组', 1]]));
it('a group is chosen as a whole and let go as a whole, the others stay', () => {
  expect(flipped(['x', 'a'], ['a', 'b'])).toEqual(['x', 'a', 'b']);
  expect(flipped(['x', 'a', 'b'], ['a', 'b'])).toEqual(['x']);
});
it('opens as it was written', () => {
  const detail = { row: { item: '化肥', given_on: '2018-09-28', quantity: 2, quantity_unit: '袋', source: '', note: '' }, portions: [{ household_id: 'a' }, { household_id: 'b' }] } as unknown as DistributionDetail;
  const form = distributionOf(detail);
  expect(sameDistribution(form, { ...form, householdIds: ['b', 'a'] })).toBe(true);
  expect(sameDistribution(form, { ...form, householdIds: ['b'] })).toBe(false);
  expect(distributionSave(form, { id: 'd1', base: 5, village: '431128104201', today: TODAY })).toMatchObject({ id: 'd1', base: 5, quantity: 2, household_ids: ['a', 'b'], given_on: '2018-09-28' });
});
