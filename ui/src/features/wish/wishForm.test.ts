import { expect, it } from 'vitest';
import type { WishRow } from '@/api/generated';
import { blankWish, isUntouched, missingIn, wishOf, wishSave } from './wishForm';

const TODAY = '2018-09-30';
const form = { ...blankWish(TODAY), householdId: 'h1', content: '一个书包' };

it('needs a household and a wish', () => expect(missingIn(blankWish(TODAY), TODAY).map((m) => m.field)).toEqual(['household_id', 'content']));
it('a wish that is fulfilled names who gave it, and not before it was said', () => {
  expect(missingIn(form, TODAY)).toEqual([]);
  expect(missingIn({ ...form, fulfilled: '9-30' }, TODAY)).toEqual([{ field: 'donor', code: 'required' }]);
  expect(missingIn({ ...form, donor: '县妇联', fulfilled: '9-29' }, TODAY)).toEqual([{ field: 'fulfilled_on', code: 'before_start' }]);
});
it('a date that cannot be read is told', () => expect(missingIn({ ...form, raised: '前几天' }, TODAY)).toEqual([{ field: 'raised_on', code: 'date' }]));
it('opens as it was written and writes what was changed, from that version', () => {
  const row = { id: 'w1', version: 7, household_id: 'h1', content: '一个书包', wished_by: '孙女', raised_on: '2018-09-20', donor: '', fulfilled_on: null, note: '' } as WishRow;
  expect(isUntouched(wishOf(row), TODAY)).toBe(true);
  expect(wishSave({ ...wishOf(row), donor: ' 县妇联 ', fulfilled: '9-25' }, 'w1', 7, TODAY)).toEqual({ id: 'w1', base: 7, reason: null, fields: { donor: '县妇联', fulfilled_on: '2018-09-25' } });
});
it('a new one is written whole, and a household alone is nothing to keep', () => {
  expect(wishSave({ ...form, wishedBy: '孙女' }, null, 0, TODAY)).toMatchObject({ id: null, base: 0, fields: { household_id: 'h1', content: '一个书包', wished_by: '孙女', donor: '' } });
  expect(isUntouched({ ...blankWish(TODAY), householdId: 'h1' }, TODAY)).toBe(true);
  expect(isUntouched(form, TODAY)).toBe(false);
});
