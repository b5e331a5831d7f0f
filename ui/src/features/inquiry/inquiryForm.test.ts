import { expect, test } from 'vitest';
import type { InquiryRow } from '@/api/generated';
import { blankInquiry, countOf, inquiryOf, inquirySave, isUntouched, missingIn, QUESTIONS } from './inquiryForm';

const TODAY = '2018-09-30';
const row = { id: 'I1', version: 7, division_name: '柳坪镇', village_code: '431128104201', village_name: '石磨坪', township_name: '柳坪镇', asked_on: '2018-09-28', person_id: 'P1', person_name: '方立群', answers: ['yes', 'no', '', '', 'unsure', 'no', ''], note: '说公示看不懂', conflict: false } as unknown as InquiryRow;

test('a new one needs its village, a day that has been, and an answer or a word', () => {
  const f = blankInquiry(TODAY);
  expect(missingIn(f, TODAY)).toEqual([{ field: 'village_code', code: 'required' }, { field: 'note', code: 'required' }]);
  f.village = '431128104201';
  f.answers.team_came = 'no';
  expect(missingIn(f, TODAY)).toEqual([]);
  expect(missingIn({ ...f, askedOn: '2018-10-01' }, TODAY)).toEqual([{ field: 'asked_on', code: 'ahead' }]);
  expect(missingIn({ ...f, askedOn: '10月40日' }, TODAY)).toEqual([{ field: 'asked_on', code: 'date' }]);
  expect(missingIn({ ...f, answers: blankInquiry(TODAY).answers, note: ' 说路不好走 ' }, TODAY)).toEqual([]);
});

test('of one that is there only what was changed is sent, and an answer taken back is sent as not asked', () => {
  const f = inquiryOf(row);
  expect(isUntouched(f, TODAY)).toBe(true);
  expect(inquirySave(f, 'I1', 7, TODAY).fields).toEqual({});
  f.answers.team_came = '';
  f.answers.team_helped = 'yes';
  expect(isUntouched(f, TODAY)).toBe(false);
  expect(inquirySave(f, 'I1', 7, TODAY)).toEqual({ id: 'I1', base: 7, reason: null, fields: { team_came: '', team_helped: 'yes' } });
});

test('a new one is sent whole, without a household and without where it lies', () => {
  const f = blankInquiry(TODAY);
  f.village = '431128104201';
  f.note = ' 说路不好走 ';
  const sent = inquirySave(f, null, 0, TODAY);
  expect(sent.base).toBe(0);
  expect(Object.keys(sent.fields).sort()).toEqual(['asked_on', 'note', 'village_code', ...QUESTIONS].sort());
  expect(sent.fields['note']).toBe('说路不好走');
});

test('a village chosen for a new one is nothing to keep, another village of one that is there is', () => {
  const f = blankInquiry(TODAY);
  f.village = '431128104201';
  expect(isUntouched(f, TODAY)).toBe(true);
  expect(isUntouched({ ...inquiryOf(row), village: '431128104202' }, TODAY)).toBe(false);
});

test('answers are counted, and what was not asked is none', () => {
  expect(['yes', 'no', 'unsure'].map((a) => countOf(row, a))).toEqual([1, 2, 1]);
});
