import { expect, it } from 'vitest';
import type { TourHome, TourRow } from '@/api/generated';
import { blankTour, missingIn, sameTour, shownOf, tourOf, tourSave } from './tourForm';

const TODAY = '2018-09-30';
const row = { id: 't1', version: 4, division_code: '431128104201', name: '走一遍', starts_on: '2018-09-20', ends_on: null, groups: ['上坪组'], unseen_days: 30, counts: 'person', person_id: 'p2' } as TourRow;

it('needs a name and a first day', () => {
  expect(missingIn(blankTour(TODAY), TODAY).map((m) => m.field)).toEqual(['name']);
  expect(missingIn({ ...blankTour(TODAY), name: '走一遍', ends: '9-29' }, TODAY)).toEqual([]);
  expect(missingIn({ ...blankTour(TODAY), name: '走一遍', ends: '2018-09-29' }, TODAY)).toEqual([{ field: 'ends_on', code: 'before_start' }]);
  expect(missingIn({ ...blankTour(TODAY), name: '走一遍', unseenDays: '一个月' }, TODAY)).toEqual([{ field: 'unseen_days', code: 'number' }]);
});
it('a plan of one’s own stays its owner’s when somebody else changes it', () => {
  const to = { row, area: 'x', me: 'p1', today: TODAY };
  expect(tourSave(tourOf(row), to)).toMatchObject({ id: 't1', base: 4, fields: { person_id: 'p2', unseen_days: 30, groups: ['上坪组'] } });
  expect(tourSave({ ...tourOf(row), counts: 'anyone' }, to).fields['person_id']).toBeNull();
  expect(tourSave({ ...blankTour(TODAY), name: '走', counts: 'person' }, { ...to, row: null }).fields).toMatchObject({ person_id: 'p1', division_code: 'x' });
});
it('groups in another order are the same plan', () => expect(sameTour({ ...tourOf(row), groups: ['a', 'b'] }, { ...tourOf(row), groups: ['b', 'a'] })).toBe(true));
it('ticked is what has a visit', () => {
  const homes = [{ household_id: 'a', visit_id: 'v1' }, { household_id: 'b', visit_id: null }] as TourHome[];
  expect(shownOf(homes, 'seen').map((h) => h.household_id)).toEqual(['a']);
  expect(shownOf(homes, 'waiting').map((h) => h.household_id)).toEqual(['b']);
  expect(shownOf(homes, 'all')).toHaveLength(2);
});
