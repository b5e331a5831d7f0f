import { describe, expect, it } from 'vitest';
import { blankProblem, blankStep, changedIn, dueOf, fieldsOf, formOf, isBlankStep, isUntouched, loopOf, missingIn, needsWords, sameForm, sourceOf } from './problemForm';

const TODAY = '2018-09-30';

describe('what stands over the state', () => {
  it.each([
    ['2018-09-20', 'overdue', 10, 'danger'],
    ['2018-09-30', 'today', 0, 'attention'],
    ['2018-10-07', 'left', 7, 'attention'],
    ['2018-10-08', 'left', 8, 'plain'],
  ])('due on %s is %s', (due_on, key, n, tone) => expect(dueOf({ state: 'running', due_on, waiting_days: 0 }, TODAY)).toEqual({ key, n, tone }));
  it('what was handed in is never late, it waits', () => expect(dueOf({ state: 'done', due_on: '2018-09-01', waiting_days: 20 }, TODAY)).toEqual({ key: 'waiting', n: 20, tone: 'attention' }));
  it('on the day itself it has waited no day', () => expect(dueOf({ state: 'done', due_on: '2018-09-01', waiting_days: 0 }, TODAY)?.key).toBe('handedIn'));
  it('what is closed is due no more', () => expect(dueOf({ state: 'verified', due_on: '2018-09-01', waiting_days: 0 }, TODAY)).toBeNull());
});

it('the loop of what came back shows where it broke', () => {
  expect(loopOf('reopened')).toEqual(['done', 'back', 'ahead', 'ahead']);
  expect(loopOf('verified')).toEqual(['done', 'done', 'done', 'done']);
});

describe('a new problem', () => {
  const blank = blankProblem('h1', '999', 'p1', 'self_check', TODAY);
  const form = { ...blank, content: '屋顶漏雨' };
  it('is due in ten days, and an untouched form leaves no draft', () => {
    expect(blank.due).toBe('2018-10-10');
    expect(isUntouched(blank)).toBe(true);
    expect(isUntouched(form)).toBe(false);
  });
  it('needs a household and words', () => expect(missingIn({ ...form, householdId: '', content: ' ' }, TODAY).map((m) => m.field)).toEqual(['household_id', 'content']));
  it('of the whole village needs no household', () => expect(missingIn({ ...form, scope: 'place', householdId: '' }, TODAY)).toEqual([]));
  it('a date that cannot be read stops it', () => expect(missingIn({ ...form, due: '13-40' }, TODAY)).toEqual([{ field: 'due_on', code: 'date' }]));
  it('belongs to a household or to a place, never to both', () => {
    expect(fieldsOf(form, TODAY)).toMatchObject({ household_id: 'h1', division_code: null, due_on: '2018-10-10' });
    expect(fieldsOf({ ...form, scope: 'place' }, TODAY)).toMatchObject({ household_id: null, division_code: '999' });
  });
  it('says nothing of how far it is: that follows from the acts', () => expect(Object.keys(fieldsOf(form, TODAY))).not.toEqual(expect.arrayContaining(['state'])));
  it('a township finds as a township', () => expect(['member', 'township_reviewer', 'inspector'].map(sourceOf)).toEqual(['self_check', 'township', 'county']));
});

it('only what closes or hands in may be mute', () => expect(['claim', 'progress', 'submit', 'return', 'verify', 'reopen', 'urge'].filter(needsWords)).toEqual(['progress', 'return', 'reopen']));

describe('a change', () => {
  const fields = { household_id: 'h1', division_code: '', content: '屋顶漏雨', source: 'visit', kind: 'single', category: '', remedy: '换瓦', criteria: '', person_id: 'p1', unit_id: null, lead_unit_id: null, due_on: '2018-10-10' };
  const before = formOf({ problem: { id: 'q1', version: 3, fields, receipt: { state: 'stored', number: '', at_ms: null, reason: '', parked: false, photos_done: 0, photos_total: 0 }, conflict_fields: [] } });
  it('writes what was changed and nothing else', () => expect(changedIn({ ...before, remedy: ' 换瓦，补檩条 ', due: '10-20' }, before, TODAY)).toEqual({ remedy: '换瓦，补檩条', due_on: '2018-10-20' }));
  it('of nothing writes nothing, blanks behind a word are nothing', () => {
    expect(changedIn({ ...before, content: '屋顶漏雨 ' }, before, TODAY)).toEqual({});
    expect(sameForm({ ...before, content: '屋顶漏雨 ' }, before)).toBe(true);
  });
  it('from a household to the whole village writes both', () => expect(changedIn({ ...before, scope: 'place', place: '999' }, before, TODAY)).toEqual({ household_id: null, division_code: '999' }));
});

it('photos alone are worth a draft', () => {
  expect(isBlankStep(blankStep(true))).toBe(true);
  expect(isBlankStep({ ...blankStep(true), photos: [{ sha256: 'a', size_bytes: 1, media_type: 'image/jpeg', width_px: 1, height_px: 1, caption: '' }] })).toBe(false);
});
