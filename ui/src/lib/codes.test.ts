import { expect, test } from 'vitest';
import { domainLists } from '../../dev/codes.mjs';
import en from '../locales/en/codes.json';
import zh from '../locales/zh-CN/codes.json';
import { codeLabel, codeOptions, householdStatus } from './codes';

test('the lists of the screens are those of the domain; `node dev/codes.mjs` writes them', () => {
  const lists = domainLists();
  expect(Object.keys(lists['zh-CN']).length).toBeGreaterThan(30);
  expect(zh).toMatchObject(lists['zh-CN']);
  expect(en).toMatchObject(lists.en);
});
test('a code that no list knows is shown as it is', () => {
  expect(codeLabel('zh-CN', 'cause', '77')).toBe('77');
  expect(codeLabel('zh-CN', 'cause', null)).toBe('');
});
test('options come in the order of the codes', () => {
  expect(codeOptions('zh-CN', 'cause').map((o) => o.code).slice(0, 3)).toEqual(['01', '02', '03']);
});
test('only a household whose year is this one leaves poverty this year', () => {
  expect(householdStatus('0', 2018, 2018)).toBe('plan');
  expect(householdStatus('0', 2019, 2018)).toBe('poor');
  expect(householdStatus('4', 2016, 2018)).toBe('out');
  expect(householdStatus('2', null, 2018)).toBeNull();
});
