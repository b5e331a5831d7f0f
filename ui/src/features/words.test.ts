/** Whatever page tells a changed value tells it in the words of the form. */
import { expect, test } from 'vitest';
import { codeLabel } from '@/lib/codes';
import { HOUSEHOLD_FIELDS, MEMBER_FIELDS } from './household/editForm';
import { codeListOf, fieldOf } from './household/history';
import { codeListOf as listInConflict, valueWords } from './sync/values';

const words = { label: (list: Parameters<typeof codeLabel>[1], code: string) => codeLabel('zh-CN', list, code), date: (day: string) => day, money: (yuan: string) => yuan, name: (id: string) => id, place: (code: string) => code, list: (all: readonly string[]) => all.join('、'), yes: '是', no: '否' };
const fields = [...HOUSEHOLD_FIELDS.map((field) => ({ record: 'household', field })), ...MEMBER_FIELDS.map((field) => ({ record: 'member', field }))];

test.each(fields.filter(({ field }) => field.kind !== 'secret'))('$record.$field.name', ({ record, field }) => {
  expect(fieldOf(record, field.name)).toBe(field);
  expect(codeListOf(record, field.name)).toBe(field.list);
  expect(listInConflict(record, field.name)).toBe(field.list);
  if (field.kind === 'flag') expect([0, 1].map((cell) => valueWords(record, field.name, cell, words))).toEqual(['否', '是']);
  if (field.kind === 'hundredths') expect(valueWords(record, field.name, 325, words)).toBe('3.25');
});

test('what is listed is joined in one place, as the language in use joins it', () => {
  const sources = import.meta.glob<string>(['../**/*.vue', '../**/*.ts', '!../**/*.test.ts'], { query: '?raw', import: 'default', eager: true });
  const joins = Object.entries(sources).flatMap(([file, source]) => [...source.matchAll(/\.join\('[、，；]'\)/g)].map(([what]) => `${file} ${what}`));
  expect(Object.keys(sources).length).toBeGreaterThan(100);
  expect(joins).toEqual([]);
});
