import { describe, expect, it } from 'vitest';
import type { RequestRow } from '@/api/generated';
import { actsOf, blankRequest, dueOf, isUntouched, missingIn, progressOf, progressSave, requestSave, troubleOf } from './requestForm';

const TODAY = '2018-09-30';
const row = (part: Partial<RequestRow> = {}): RequestRow =>
  ({ id: 'r1', version: 4, household_id: 'h1', content: '换水管', state: 'open', person_id: 'p1', due_on: '2018-10-05', result: '', solved_on: null, confirmed_on: null, confirmed_by: '', ...part }) as RequestRow;

describe('a new request', () => {
  it('needs a household and what is asked for, and no more', () => {
    expect(missingIn(blankRequest('', 'p1', TODAY), TODAY).map((m) => m.field)).toEqual(['household_id', 'content']);
    expect(missingIn({ ...blankRequest('h1', 'p1', TODAY), content: '换水管' }, TODAY)).toEqual([]);
  });
  it('a date that cannot be read is told and never replaced', () => {
    const f = { ...blankRequest('h1', 'p1', TODAY), content: '换水管', due: '下周五' };
    expect(missingIn(f, TODAY)).toEqual([{ field: 'due_on', code: 'date' }]);
    expect(isUntouched({ ...blankRequest('h1', 'p1', TODAY), due: '下周五' })).toBe(false);
  });
  it('is open from the day it was said', () =>
    expect(requestSave({ ...blankRequest('h1', 'p1', TODAY), content: ' 换水管 ', due: '10-5' }, TODAY).fields).toEqual({ household_id: 'h1', raised_on: TODAY, content: '换水管', due_on: '2018-10-05', person_id: 'p1', state: 'open' }));
});

describe('until the household confirms', () => {
  it('open is done or cannot be done, done is confirmed, closed is opened again', () => {
    expect(actsOf('open')).toEqual(['solve', 'keep', 'decline']);
    expect(actsOf('solved')[0]).toBe('confirm');
    expect(actsOf('confirmed')).toEqual(['reopen']);
  });
  it('confirming needs who said so, declining what they were told', () => {
    const f = progressOf(row(), TODAY);
    expect(troubleOf(f, 'confirm', TODAY)).toEqual({ field: 'by', code: 'required' });
    expect(troubleOf({ ...f, by: '区月英' }, 'confirm', TODAY)).toBeNull();
    expect(troubleOf(f, 'decline', TODAY)).toEqual({ field: 'result', code: 'required' });
    expect(troubleOf({ ...f, solved: '' }, 'solve', TODAY)).toEqual({ field: 'solved', code: 'required' });
    expect(troubleOf({ ...f, due: '下周' }, 'keep', TODAY)).toEqual({ field: 'due', code: 'date' });
  });
  it('builds on the version that was shown', () => {
    const out = progressSave({ ...progressOf(row(), TODAY), result: '镇里已换', solved: '9-28' }, 'r1', 4, 'solve', TODAY);
    expect(out).toEqual({ id: 'r1', base: 4, reason: null, fields: { state: 'solved', solved_on: '2018-09-28', result: '镇里已换' } });
  });
  it('a note alone is all that is written, the state and what others wrote stay', () => expect(progressSave({ ...progressOf(row(), TODAY), result: '报给镇里' }, 'r1', 4, 'keep', TODAY).fields).toEqual({ result: '报给镇里' }));
  it('kept, who confirmed and when are kept too', () => {
    const solved = row({ state: 'solved', solved_on: '2018-09-25' });
    expect(progressSave({ ...progressOf(solved, TODAY), by: ' 区月英 ', confirmed: '9-28' }, 'r1', 4, 'keep', TODAY).fields).toEqual({ confirmed_by: '区月英', confirmed_on: '2018-09-28' });
    expect(troubleOf({ ...progressOf(solved, TODAY), confirmed: '前天下午' }, 'keep', TODAY)).toEqual({ field: 'confirmed', code: 'date' });
  });
  it('opened again, its end is gone', () =>
    expect(progressSave(progressOf(row({ state: 'confirmed', confirmed_by: '区月英' }), TODAY), 'r1', 4, 'reopen', TODAY).fields).toMatchObject({ state: 'open', solved_on: null, confirmed_on: null, confirmed_by: null }));
});

it('what is done waits for the household and is not late', () => {
  expect(dueOf(row({ due_on: '2018-09-20' }), TODAY)).toEqual({ key: 'overdue', days: 10, tone: 'danger' });
  expect(dueOf(row({ due_on: '2018-09-20', state: 'solved' }), TODAY).tone).toBe('quiet');
  expect(dueOf(row({ due_on: null }), TODAY).key).toBe('none');
});
