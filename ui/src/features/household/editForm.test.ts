import { describe, expect, it } from 'vitest';
import type { Cell, RecordView } from '@/api/generated';
import { changedFields, changedMeanwhile, HOUSEHOLD_FIELDS, saveOf, splitCodes, valuesOf } from './editForm';

const view = (fields: Record<string, Cell>, version = 5): RecordView => ({ id: 'h1', version, fields, conflict_fields: [], receipt: { state: 'receipted', number: null, at_ms: null, reason: null, photos_done: 0, photos_total: 0 } });
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
