import { expect, it } from 'vitest';
import type { TourHome, TourRow } from '@/api/generated';
import { blankTour, choiceOf, choose, isUntouched, missingIn, OTHERS, shownOf, tourOf, tourSave } from './tourForm';

const TODAY = '2018-09-30';
const row = { id: 't1', version: 4, division_code: '431128104201', name: '走一遍', starts_on: '2018-09-20', ends_on: null, groups: ['上坪组'], unseen_days: 30, counts: 'person', person_id: 'p2' } as TourRow;

it('needs a name and a first day', () => {
  expect(missingIn(blankTour(TODAY), TODAY).map((m) => m.field)).toEqual(['name']);
  expect(missingIn({ ...blankTour(TODAY), name: '走一遍', ends: '9-29' }, TODAY)).toEqual([]);
  expect(missingIn({ ...blankTour(TODAY), name: '走一遍', ends: '2018-09-29' }, TODAY)).toEqual([{ field: 'ends_on', code: 'before_start' }]);
  expect(missingIn({ ...blankTour(TODAY), name: '走一遍', unseenDays: '一个月' }, TODAY)).toEqual([{ field: 'unseen_days', code: 'number' }]);
});
it('a plan of one’s own is its owner’s while it is left, and mine when I choose myself', () => {
  const to = { id: 't1', base: 4, area: 'x', today: TODAY };
  const opened = tourOf(row);
  expect(choiceOf(opened, 'p1')).toBe(OTHERS);
  expect(choiceOf(opened, 'p2')).toBe('person');
  expect(tourSave({ ...opened, name: '再走一遍' }, to)).toEqual({ id: 't1', base: 4, reason: null, fields: { name: '再走一遍' } });
  choose(opened, 'person', 'p1', 'p2');
  expect(tourSave(opened, to).fields).toEqual({ person_id: 'p1' });
  choose(opened, OTHERS, 'p1', 'p2');
  expect(isUntouched(opened, TODAY)).toBe(true);
  choose(opened, 'anyone', 'p1', 'p2');
  expect(tourSave(opened, to).fields).toEqual({ counts: 'anyone', person_id: null });
  const own = blankTour(TODAY);
  choose(own, 'person', 'p1', '');
  expect(tourSave({ ...own, name: '走' }, { ...to, id: null }).fields).toMatchObject({ counts: 'person', person_id: 'p1', division_code: 'x' });
});
it('groups in another order are the same plan', () => {
  const two = tourOf({ ...row, groups: ['a', 'b'] });
  expect(isUntouched({ ...two, groups: ['b', 'a'] }, TODAY)).toBe(true);
  expect(tourSave({ ...two, groups: ['b', 'a'] }, { id: 't1', base: 4, area: 'x', today: TODAY }).fields).toEqual({});
});
it('ticked is what has a visit', () => {
  const homes = [{ household_id: 'a', visit_id: 'v1' }, { household_id: 'b', visit_id: null }] as TourHome[];
  expect(shownOf(homes, 'seen').map((h) => h.household_id)).toEqual(['a']);
  expect(shownOf(homes, 'waiting').map((h) => h.household_id)).toEqual(['b']);
  expect(shownOf(homes, 'all')).toHaveLength(2);
});
