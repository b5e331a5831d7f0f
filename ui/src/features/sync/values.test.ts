import { expect, test } from 'vitest';
import { codeLabel } from '@/lib/codes';
import { codeListOf, contentWords, valueWords, type Words } from './values';

const words: Words = { label: (list, code) => codeLabel('zh-CN', list, code), list: (texts) => texts.join('、'), name: (id) => ({ P1: '沈知远', U2: '县水利局' })[id] ?? id, place: (code) => ({ '431128104201': '石磨坪村' })[code] ?? code, date: (d) => `<${d}>`, money: (y) => `${y} 元`, yes: '是', no: '否' };

test('a value is said as the forms say it', () => {
  expect(valueWords('measure', 'paid_fen', 480_000, words)).toBe('4,800 元');
  expect(valueWords('measure', 'due_on', '2018-10-05', words)).toBe('<2018-10-05>');
  expect(valueWords('stay', 'night', 'stayed', words)).toBe('住村');
  expect(valueWords('visit', 'purposes', '["routine","check"]', words)).toBe('例行走访、问题核查');
  expect(valueWords('household', 'water_safe', 0, words)).toBe('否');
  expect(valueWords('member', 'serious_illness_insured', 1, words)).toBe('是');
  expect(valueWords('household', 'farmland_centimu', 325, words)).toBe('3.25');
  expect(valueWords('inquiry', 'committee_open', 'unsure', words)).toBe('不清楚');
  expect(valueWords('household', 'address', '上坪组 12 号', words)).toBe('上坪组 12 号');
});
test('a state is a state of its own record', () => {
  expect([codeListOf('measure', 'state'), codeListOf('problem', 'state'), codeListOf('household', 'state')]).toEqual(['measure_state', 'problem_state', 'state']);
});
test('nothing recorded is a dash, and a masked value stays as it is masked', () => {
  expect([null, '', '[]'].map((cell) => valueWords('household', 'causes', cell, words))).toEqual(['—', '—', '—']);
  expect(valueWords('household', 'phone', '100****0023', words)).toBe('100****0023');
});
test('beside a title stands what was written: a stay in its words, no code, and nothing that the row says already', () => {
  const said = (record: string, content: string): string => contentWords(record, content, '王凤', words.label);
  expect([said('stay', 'stayed'), said('stay', 'village'), said('stay', '下乡回来晚了')]).toEqual(['', '白天在村', '下乡回来晚了']);
  expect([said('member', '王凤'), said('visit', '送了药')]).toEqual(['', '送了药']);
});

test('a person, a unit and a code of any record are said by their names, never by what stands for them', () => {
  expect(valueWords('measure', 'person_id', 'P1', words)).toBe('沈知远');
  expect(valueWords('visit', 'person_ids', '["P1","P9"]', words)).toBe('沈知远、P9');
  expect(valueWords('problem', 'lead_unit_id', 'U2', words)).toBe('县水利局');
  for (const [record, field, code] of [['household', 'fuel', '01'], ['household', 'cadre_level', 'village'], ['request', 'state', 'solved'], ['tour', 'counts', 'anyone'], ['income', 'item', 'AAC073'], ['housing_solution', 'kind', 'repair']] as const) {
    expect(codeListOf(record, field), `${record}.${field}`).toBeDefined();
    expect(valueWords(record, field, code, words), `${record}.${field}`).not.toBe(code);
  }
});
test('a place is said by its name, in any record, and by its code where nobody here has it', () => {
  for (const [record, field] of [['inquiry', 'village_code'], ['measure', 'division_code'], ['stay', 'night_place']] as const) {
    expect(valueWords(record, field, '431128104201', words), `${record}.${field}`).toBe('石磨坪村');
  }
  expect(valueWords('stay', 'day_places', '["431128104201","431128104202"]', words)).toBe('石磨坪村、431128104202');
});
