import { describe, expect, it } from 'vitest';
import type { Cell, RecordView } from '@/api/generated';
import { changedFields, changedMeanwhile, HOUSEHOLD_FIELDS, INCOME_FIELDS, MEMBER_FIELDS, saveOf, splitCodes, valuesOf } from './editForm';

const view = (fields: Record<string, Cell>, version = 5): RecordView => ({ id: 'h1', version, fields, conflict_fields: [], receipt: { state: 'receipted', number: null, at_ms: null, reason: null, parked: false, photos_done: 0, photos_total: 0 } });
const opened = view({ state: '0', causes: '01,07', phone: '100****0023', group_name: '上坪组' });

describe('改户档', () => {
  it('never puts a masked value into a field', () => expect(valuesOf(opened, HOUSEHOLD_FIELDS)['phone']).toBe(''));
  it('an untouched form changes nothing', () => {
    const v = valuesOf(opened, HOUSEHOLD_FIELDS);
    expect(changedFields(v, { ...v }, HOUSEHOLD_FIELDS)).toEqual([]);
  });
  it('saves only what was changed, against the version that was opened', () => {
    const v = valuesOf(opened, HOUSEHOLD_FIELDS);
    const save = saveOf('h1', 5, v, { ...v, address: '上坪 12 号', phone: ' 10000000023 ' }, HOUSEHOLD_FIELDS, '入户核实');
    expect(save).toEqual({ id: 'h1', base: 5, fields: { address: '上坪 12 号', phone: '10000000023' }, reason: '入户核实' });
  });
  it('a code taken away is saved as none', () => {
    const v = valuesOf(opened, HOUSEHOLD_FIELDS);
    expect(saveOf('h1', 5, v, { ...v, state: '' }, HOUSEHOLD_FIELDS, '').fields).toEqual({ state: null });
  });
  it('a number that cannot be read goes as it was typed, for the rule to answer beside it', () => {
    const v = valuesOf(view({ work_months: 3 }), MEMBER_FIELDS);
    for (const typed of ['三个月', '3.5', '-1']) expect(saveOf('m1', 5, v, { ...v, work_months: typed }, MEMBER_FIELDS, '').fields).toEqual({ work_months: typed });
    expect(saveOf('m1', 5, v, { ...v, work_months: '１０' }, MEMBER_FIELDS, '').fields).toEqual({ work_months: 10 });
  });
  it('money is typed in yuan and kept in fen', () => {
    const v = valuesOf(view({ amount_fen: 480_050 }), INCOME_FIELDS);
    expect(v['amount_fen']).toBe('4800.5');
    expect(saveOf('i1', 5, v, { ...v, amount_fen: '5,200' }, INCOME_FIELDS, '').fields).toEqual({ amount_fen: 520_000 });
    expect(saveOf('i1', 5, v, { ...v, amount_fen: '五千' }, INCOME_FIELDS, '').fields).toEqual({ amount_fen: '五千' });
  });
  it('several causes go as a list', () => {
    const v = valuesOf(opened, HOUSEHOLD_FIELDS);
    expect(saveOf('h1', 5, v, { ...v, causes: ['01', '08'] }, HOUSEHOLD_FIELDS, '').fields).toEqual({ causes: ['01', '08'] });
  });
  it('names what the county changed after the form was opened', () => {
    expect(changedMeanwhile(opened, view({ ...opened.fields, group_name: '下坪组' }, 6), HOUSEHOLD_FIELDS)).toEqual(['group_name']);
    expect(changedMeanwhile(opened, opened, HOUSEHOLD_FIELDS)).toEqual([]);
  });
  it('reads lists as JSON and with any separator', () => {
    expect(splitCodes('["01","02"]')).toEqual(['01', '02']);
    expect(splitCodes('01、02')).toEqual(['01', '02']);
    expect(splitCodes(null)).toEqual([]);
  });
});
