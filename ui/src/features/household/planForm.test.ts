import { expect, test } from 'vitest';
import { termsOf, yearsOf } from './planForm';

const NAMES: Record<string, string> = { AAC073: '工资', AAC071: '经营', AAC074: '经营支出' };
const sums = (items: [string, number, boolean][]) => ({ items: items.map(([item, fen, is_cost]) => ({ item, fen, is_cost })), people: 4, net_fen: 0, per_head_fen: 0 });

test('the terms stand in a row with their signs, a cost taken off', () => {
  expect(termsOf(sums([['AAC073', 1200000, false], ['AAC071', 300050, false], ['AAC074', 100000, true]]), (item) => NAMES[item] ?? item)).toBe('工资 12,000 + 经营 3,000.50 − 经营支出 1,000');
});
test('a cost alone is taken off from nothing', () => expect(termsOf(sums([['AAC074', 100000, true]]), (item) => NAMES[item] ?? item)).toBe('− 经营支出 1,000'));
test('this year, the next, the chosen one and those that have a plan can be chosen, the newest first', () => expect(yearsOf([2018, 2016], 2018, 2015)).toEqual([2019, 2018, 2016, 2015]));
