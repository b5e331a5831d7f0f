import { describe, expect, it } from 'vitest';
import type { Cell, RecordView } from '@/api/generated';
import { changedFields, changedMeanwhile, HOUSEHOLD_FIELDS, MEMBER_FIELDS, memberFields, saveOf, splitCodes, valuesOf } from './editForm';

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
  it('land is typed in mu with its decimals and kept in hundredths', () => {
    const v = valuesOf(view({ farmland_centimu: 325 }), HOUSEHOLD_FIELDS);
    expect(v['farmland_centimu']).toBe('3.25');
    const with_ = (typed: string): unknown => saveOf('h1', 5, v, { ...v, farmland_centimu: typed }, HOUSEHOLD_FIELDS, '').fields['farmland_centimu'];
    expect([with_('1.5'), with_('0.07'), with_('两亩'), with_('1.234'), with_('')]).toEqual([150, 7, '两亩', '1.234', null]);
  });
  it('a date is kept as a date however it is typed, and what is none stays as it was typed', () => {
    const v = valuesOf(view({}), HOUSEHOLD_FIELDS);
    const with_ = (typed: string): unknown => saveOf('h1', 5, v, { ...v, watched_on: typed }, HOUSEHOLD_FIELDS, '').fields['watched_on'];
    expect([with_('2018年9月5日'), with_('2018/9/5'), with_('去年')]).toEqual(['2018-09-05', '2018-09-05', '去年']);
  });
  it('sex and birth date are asked for where no identity number says them', () => {
    const names = (fields: Record<string, Cell>): string[] => memberFields(view(fields)).map((f) => f.name);
    expect(names({ id_number: '994433********8852' })).not.toContain('born_on');
    expect(names({})).toContain('born_on');
  });
  it('the year of a certificate is masked and saved as a number', () => {
    const v = valuesOf(view({ disability_year: '****' }), MEMBER_FIELDS);
    expect(v['disability_year']).toBe('');
    expect(saveOf('m1', 5, v, { ...v, disability_year: '2016' }, MEMBER_FIELDS, '').fields).toEqual({ disability_year: 2016 });
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
