import { describe, expect, it } from 'vitest';
import type { VisitDetail } from '@/api/generated';
import codesZh from '@/locales/zh-CN/codes.json';
import { blankVisit, codes, fromDetail, hasSubstance, isUntouched, lateDays, MODES, phraseInto, POLICIES, PRESET_PURPOSE, problemDue, PURPOSES, SATISFACTIONS, toSave } from './visitForm';

const blank = () => blankVisit('h1', '2018-09-30');
const me = { id: null, base: 0, me: 'p1', today: '2018-09-30' };

describe('what may be saved', () => {
  it('a household alone is not a visit', () => expect(hasSubstance(blank())).toBe(false));
  it('blanks are no sentence', () => expect(hasSubstance({ ...blank(), note: '  \n' })).toBe(false));
  it('one sentence is enough', () => expect(hasSubstance({ ...blank(), note: '药够吃。' })).toBe(true));
  it('a purpose beyond the preset one is enough', () => expect(hasSubstance({ ...blank(), purposes: ['routine', 'check'] })).toBe(true));
  it('a photo is enough', () =>
    expect(hasSubstance({ ...blank(), photos: [{ sha256: 'a', size_bytes: 1, media_type: 'image/jpeg', width_px: 1, height_px: 1, caption: '' }] })).toBe(true));
  it('a problem that was folded away again does not count', () =>
    expect(hasSubstance({ ...blank(), problem: '屋顶漏水', hasProblem: false })).toBe(false));
  it('a problem folded away is still worth a draft', () => expect(isUntouched({ ...blank(), problem: '屋顶漏水' })).toBe(false));
  it('an untouched form leaves no draft', () => expect(isUntouched(blank())).toBe(true));
});

describe('toSave', () => {
  it('the author comes first and once', () => {
    const out = toSave({ ...blank(), personIds: ['p2', 'p1'] }, me);
    expect(out.person_ids).toEqual(['p1', 'p2']);
  });
  it('whoever corrects a visit of somebody else does not become one of its visitors', () => {
    const out = toSave({ ...blank(), personIds: ['p2'] }, { ...me, id: 'v1', base: 3 });
    expect(out.person_ids).toEqual(['p2']);
  });
  it('a request goes with the visit, and one that was folded away does not', () => {
    const form = { ...blank(), request: ' 想换水管 ', requestDue: '10-8', hasRequest: true };
    expect(toSave(form, me)).toMatchObject({ request: '想换水管', request_due_on: '2018-10-08' });
    expect(toSave({ ...form, hasRequest: false }, me)).toMatchObject({ request: '', request_due_on: null });
    expect([hasSubstance(form), hasSubstance({ ...form, hasRequest: false }), isUntouched({ ...form, hasRequest: false })]).toEqual([true, false, false]);
  });
  it('a problem without a date is due ten days after the visit', () => {
    const out = toSave({ ...blank(), visitedOn: '2018-09-25', hasProblem: true, problem: ' 屋顶漏水 ' }, me);
    expect(out.problem).toBe('屋顶漏水');
    expect(out.problem_due_on).toBe('2018-10-05');
  });
  it('without a problem there is no date either', () => expect(toSave({ ...blank(), problemDue: '10-5' }, me).problem_due_on).toBeNull());
  it('an empty reason is none', () => expect(toSave({ ...blank(), reason: ' ' }, me).reason).toBeNull());
  it('a correction names the record and the version it was opened with', () => {
    const out = toSave(blank(), { id: 'v1', base: 7, me: 'p1', today: '2018-09-30' });
    expect([out.id, out.base]).toEqual(['v1', 7]);
  });
});

it('a due date that cannot be read is told, kept as typed and never replaced', () => {
  const form = { ...blank(), hasProblem: true, problem: '屋顶漏水', problemDue: '10月40日' };
  expect(problemDue(form, '2018-09-30')).toEqual({ value: null, bad: true });
  expect(toSave(form, me).problem_due_on).toBeNull();
  expect(isUntouched({ ...blank(), problemDue: '10月40日' })).toBe(false);
});

it('every choice of the dialog is a code of the domain, and every code a choice', () => {
  expect([...PURPOSES].sort()).toEqual(Object.keys(codesZh.purpose).sort());
  expect(PURPOSES[0]).toBe(PRESET_PURPOSE);
  expect([...POLICIES].sort()).toEqual(Object.keys(codesZh.policy).sort());
  expect([...MODES].sort()).toEqual(Object.keys(codesZh.mode).sort());
  expect(SATISFACTIONS.filter(Boolean).sort()).toEqual(Object.keys(codesZh.satisfaction).sort());
});

it('a phrase joins the sentence before it', () => {
  expect(phraseInto('', '药够用')).toBe('药够用。');
  expect(phraseInto('看了蜂场。', '药够用')).toBe('看了蜂场，药够用。');
});

it('late days are calendar days and never negative', () => {
  expect(lateDays({ ...blank(), visitedOn: '2018-09-25' }, '2018-09-30')).toBe(5);
  expect(lateDays(blank(), '2018-09-29')).toBe(0);
});

it('lists of codes are read as JSON or with commas', () => {
  expect(codes('["routine","check"]')).toEqual(['routine', 'check']);
  expect(codes('routine、check')).toEqual(['routine', 'check']);
  expect(codes(null)).toEqual([]);
});

it('a recorded visit opens as it was written', () => {
  const detail = {
    visit: { id: 'v1', version: 3, fields: { note: '看了蜂场', mode: 'phone', purposes: '["follow_up"]', person_ids: '["p1","p2"]', satisfaction: 'satisfied' }, conflict_fields: [] },
    row: { household_id: 'h9', visited_on: '2018-09-12' },
  } as unknown as VisitDetail;
  const form = fromDetail(detail);
  expect(form).toMatchObject({ householdId: 'h9', visitedOn: '2018-09-12', note: '看了蜂场', mode: 'phone', purposes: ['follow_up'], personIds: ['p1', 'p2'], satisfaction: 'satisfied' });
});
