import { describe, expect, it } from 'vitest';
import type { RecordView } from '@/api/generated';
import { changedIn, saveOf, troubleOf, valuesOf, type RecordField } from './recordForm';

const TODAY = '2018-09-30';
const FIELDS: RecordField[] = [
  { name: 'content', kind: 'text', required: true },
  { name: 'expected_fen', kind: 'money' },
  { name: 'quantity', kind: 'number' },
  { name: 'due_on', kind: 'day', ahead: true },
  { name: 'person_id', kind: 'person' },
];
const view = { id: 'L1', version: 4, fields: { content: '养蜂', expected_fen: 480050, quantity: 12, due_on: '2018-12-01', person_id: 'P1' } } as unknown as RecordView;
const before = valuesOf(view, {}, FIELDS);

describe('a form over a record', () => {
  it('shows money in yuan to the fen', () => expect(before).toEqual({ content: '养蜂', expected_fen: '4800.5', quantity: '12', due_on: '2018-12-01', person_id: 'P1' }));
  it('takes the same figure or day written otherwise for no change', () => {
    expect(changedIn(before, { ...before, expected_fen: '4,800.50', quantity: ' 12 ', due_on: '12月1日', content: '养蜂 ' }, FIELDS, TODAY)).toEqual([]);
  });
  it('sends of a row that is there only what was changed, an emptied field as nothing', () => {
    const save = saveOf('L1', 4, { year: 2018 }, before, { ...before, expected_fen: '', content: '养蜂 20 箱' }, FIELDS, TODAY, ' 扩大 ');
    expect(save).toEqual({ id: 'L1', base: 4, fields: { content: '养蜂 20 箱', expected_fen: null }, reason: '扩大' });
  });
  it('sends of a new row all that holds something, with what it hangs on', () => {
    const fresh = { household_id: 'H1', year: 2018 };
    const save = saveOf(null, 9, fresh, valuesOf(null, fresh, FIELDS), { content: '务工', expected_fen: '12000', quantity: '', due_on: '', person_id: '' }, FIELDS, TODAY, '');
    expect(save).toEqual({ id: null, base: 0, fields: { household_id: 'H1', year: 2018, content: '务工', expected_fen: 1200000 }, reason: null });
  });
  it('says what cannot be read, field by field', () => {
    const bad = { content: ' ', expected_fen: '3600元', quantity: '9.5', due_on: '13-40', person_id: '' };
    expect(FIELDS.map((f) => troubleOf(f, bad, TODAY))).toEqual(['required', 'number', 'whole', 'date', '']);
    expect(FIELDS.map((f) => troubleOf(f, before, TODAY))).toEqual(['', '', '', '', '']);
  });
  it('keeps what cannot be read as a change, so that it is never lost', () => expect(changedIn(before, { ...before, quantity: '两箱' }, FIELDS, TODAY)).toEqual(['quantity']));
});
