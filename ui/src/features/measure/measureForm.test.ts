import { describe, expect, it } from 'vitest';
import type { MeasureRow } from '@/api/generated';
import { begunFrom, blankMeasure, dueOf, measureSave, missingIn, progressOf, progressSave, progressTrouble, isUnchanged, stateAfter, toFen } from './measureForm';

const TODAY = '2018-09-30';
const row = (part: Partial<MeasureRow> = {}): MeasureRow =>
  ({ id: 'm1', version: 4, class: 'industry', content: '中蜂养殖', amount_fen: 480000, paid_fen: 360000, quantity: 12, quantity_done: 9, quantity_unit: '箱', starts_on: '2018-04-10', due_on: '2018-10-05', state: 'running', result: '', dropped_reason: '', ...part }) as MeasureRow;

describe('due', () => {
  it.each([
    ['2018-09-22', 'overdue', 8, 'danger'],
    ['2018-09-30', 'today', 0, 'attention'],
    ['2018-10-05', 'left', 5, 'attention'],
    ['2018-10-20', 'left', 20, 'plain'],
    ['2018-11-20', 'date', 51, 'plain'],
  ])('%s is %s', (due_on, key, days, tone) => expect(dueOf(row({ due_on }), TODAY)).toEqual({ key, days, tone }));
  it('a finished measure is never overdue', () => expect(dueOf(row({ due_on: '2018-09-01', state: 'done' }), TODAY).key).toBe('date'));
  it('a dropped measure is never overdue', () => expect(dueOf(row({ due_on: '2018-09-01', state: 'dropped' }), TODAY).tone).toBe('quiet'));
});

describe('progress', () => {
  it('reaching the quantity makes it done, with today as the date', () => {
    const save = progressSave({ ...progressOf(row()), done: '12' }, row(), 4, TODAY);
    expect(save).toMatchObject({ id: 'm1', base: 4, fields: { quantity_done: 12, state: 'done', done_on: TODAY } });
  });
  it('an unchanged state is not written', () => expect(progressSave({ ...progressOf(row()), done: '10' }, row(), 4, TODAY).fields).not.toHaveProperty('state'));
  it('the first money sets it running', () => expect(stateAfter({ done: '0', paidYuan: '5', result: '', dropped: false, droppedReason: '' }, row({ state: 'planned', quantity_done: 0 }))).toBe('running'));
  it('taking the last piece back reopens it and clears the date', () => {
    const done = row({ state: 'done', quantity_done: 12 });
    expect(progressSave({ ...progressOf(done), done: '11' }, done, 4, TODAY).fields).toMatchObject({ state: 'running', done_on: null });
  });
  it('writes what was changed, from the version that it was opened with, and no more', () => {
    const noted = { ...progressOf(row()), result: '下周到' };
    // A colleague paid and finished it meanwhile.
    expect(progressSave(noted, row({ version: 9, paid_fen: 480000, quantity_done: 12, state: 'done' }), 4, TODAY)).toEqual({ id: 'm1', base: 4, reason: null, fields: { result: '下周到' } });
    expect(isUnchanged(begunFrom(noted))).toBe(true);
  });
  it('money is kept in fen without a rounding error', () => expect(toFen(19.8)).toBe(1980));
  it('a figure that cannot be read, or is emptied, stops the save', () => {
    expect(progressTrouble({ ...progressOf(row()), done: '九箱' }).done).toBe('number');
    expect(progressTrouble({ ...progressOf(row()), done: '' }).done).toBe('required');
    expect(progressTrouble({ ...progressOf(row()), done: '9.5' }).done).toBe('whole');
    expect(progressTrouble({ ...progressOf(row()), paidYuan: '3600元' }).paidYuan).toBe('number');
    expect(progressTrouble(progressOf(row()))).toEqual({ done: '', paidYuan: '', droppedReason: '' });
  });
  it('the same figure written otherwise is no change', () => expect(isUnchanged({ ...progressOf(row()), paidYuan: '3,600' })).toBe(true));
  it('is given up with a reason, which the change carries too, and taken up again without one', () => {
    const given = { ...progressOf(row()), dropped: true };
    expect(progressTrouble(given).droppedReason).toBe('required');
    const why = { ...given, droppedReason: ' 户主外出 ' };
    expect(progressTrouble(why).droppedReason).toBe('');
    expect(progressSave(why, row(), 4, TODAY)).toMatchObject({ reason: '户主外出', fields: { state: 'dropped', dropped_reason: '户主外出', done_on: null } });
    const dropped = row({ state: 'dropped', dropped_reason: '户主外出' });
    expect(progressSave({ ...progressOf(dropped), dropped: false }, dropped, 4, TODAY)).toMatchObject({ reason: null, fields: { state: 'running', dropped_reason: '' } });
  });
  it('trailing blanks are no change', () => expect(isUnchanged({ ...progressOf(row()), result: ' ' })).toBe(true));
});

describe('a new measure', () => {
  const form = { ...blankMeasure('h1', 'p1', TODAY), class: 'industry', content: '茶园改造', due: '2018-12-01' };
  it('needs a household, a class and words', () => expect(missingIn(blankMeasure('', 'p1', TODAY), TODAY).map((m) => m.field)).toEqual(['household_id', 'class', 'content']));
  it('of the whole village needs no household', () => expect(missingIn({ ...form, scope: 'village', householdId: '' }, TODAY)).toEqual([]));
  it('of a village needs to say which where the account has several', () => {
    const village = { ...form, scope: 'village' as const, householdId: '' };
    expect(missingIn(village, TODAY, true)).toEqual([{ field: 'division_code', code: 'required' }]);
    expect(missingIn({ ...village, village: '431128103201' }, TODAY, true)).toEqual([]);
    expect(measureSave({ ...village, village: '431128103201' }, '431128103', TODAY).fields).toMatchObject({ division_code: '431128103201', household_id: null });
  });
  it('cannot be due before it begins', () => expect(missingIn({ ...form, due: '2018-09-01' }, TODAY)).toEqual([{ field: 'due_on', code: 'before_start' }]));
  it('a date or a number that cannot be read stops it, whatever the field', () => {
    const bad = missingIn({ ...form, due: '13-40', starts: '下周', quantity: '两箱', amountYuan: '1.234' }, TODAY);
    expect(bad.map((m) => `${m.field} ${m.code}`)).toEqual(['quantity number', 'amount_fen number', 'starts_on date', 'due_on date']);
  });
  it('a day without a year lies ahead for the end, behind for the start', () => {
    expect(measureSave({ ...form, starts: '9-3', due: '3-1' }, '999', TODAY).fields).toMatchObject({ starts_on: '2018-09-03', due_on: '2019-03-01' });
  });
  it('belongs to a household or to a village, never to both', () => {
    expect(measureSave(form, '999', TODAY).fields).toMatchObject({ household_id: 'h1', division_code: null });
    expect(measureSave({ ...form, scope: 'village' }, '999', TODAY).fields).toMatchObject({ household_id: null, division_code: '999' });
  });
});
