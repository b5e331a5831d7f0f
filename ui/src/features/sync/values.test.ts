import { expect, test } from 'vitest';
import { codeLabel } from '@/lib/codes';
import { codeListOf, contentWords, valueWords, type Words } from './values';

const words: Words = { label: (list, code) => codeLabel('zh-CN', list, code), date: (d) => `<${d}>`, money: (y) => `${y} 元`, yes: '是', no: '否' };

test('a value is said as the forms say it', () => {
  expect(valueWords('measure', 'paid_fen', 480_000, words)).toBe('4,800 元');
  expect(valueWords('measure', 'due_on', '2018-10-05', words)).toBe('<2018-10-05>');
  expect(valueWords('stay', 'night', 'stayed', words)).toBe('住村');
  expect(valueWords('visit', 'purposes', '["routine","check"]', words)).toBe('例行走访、问题核查');
  expect(valueWords('household', 'water_safe', 0, words)).toBe('否');
  expect(valueWords('household', 'address', '上坪组 12 号', words)).toBe('上坪组 12 号');
});
test('a state is a state of its own record', () => {
  expect([codeListOf('measure', 'state'), codeListOf('problem', 'state'), codeListOf('household', 'state')]).toEqual(['measure_state', 'problem_state', 'state']);
});
test('nothing recorded is a dash, and a masked value stays as it is masked', () => {
  expect([null, '', '[]'].map((cell) => valueWords('household', 'causes', cell, words))).toEqual(['—', '—', '—']);
  expect(valueWords('household', 'phone', '100****0023', words)).toBe('100****0023');
});
test('beside a title stands what was written: a stay in its words, no code and no name twice', () => {
  const said = (record: string, content: string): string => contentWords(record, content, '王凤', words.label);
  expect([said('stay', 'stayed'), said('stay', 'village'), said('stay', '下乡回来晚了')]).toEqual(['住村', '白天在村', '下乡回来晚了']);
  expect([said('member', '王凤'), said('visit', '送了药')]).toEqual(['', '送了药']);
});
