import { expect, test } from 'vitest';
import codesEn from './en/codes.json';
import codesZh from './zh-CN/codes.json';
import { en, zh } from './index';

function keys(value: object, path = ''): string[] {
  return Object.entries(value).flatMap(([k, v]) => (typeof v === 'string' ? [`${path}${k}`] : keys(v as object, `${path}${k}.`)));
}
function texts(value: object): [string, string][] {
  return Object.entries(value).flatMap(([k, v]): [string, string][] => (typeof v === 'string' ? [[k, v]] : texts(v as object)));
}
const places = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

test('both languages have the same texts', () => {
  expect(keys(en).sort()).toEqual(keys(zh).sort());
  expect(keys(zh).length).toBeGreaterThan(100);
});

test('both languages have the same codes', () => {
  expect(keys(codesEn).sort()).toEqual(keys(codesZh).sort());
});

test('a text names the same values in both languages', () => {
  const other = texts(en);
  texts(zh).forEach(([key, text], i) => expect([key, places(other[i]?.[1] ?? '')]).toEqual([key, places(text)]));
});

test('no text begs, blames or shouts', () => {
  for (const [key, text] of texts(zh)) expect.soft(`${key}: ${text}`).not.toMatch(/请(?!假)|[！!]|打卡|签到|轨迹|排名|逾期|异常|打回|驳回/);
});

test('no number is written against its neighbour', () => {
  for (const [key, text] of texts(zh)) expect.soft(`${key}: ${text}`).not.toMatch(/\{n\}(条|户|天|晚|张|人|个|处)/);
});
