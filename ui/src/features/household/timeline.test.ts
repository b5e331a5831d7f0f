import { expect, test } from 'vitest';
import type { TimelineEvent } from '@/api/generated';
import { byYear, routeOf, toneOf } from './timeline';

const event = (on: string, kind = 'visits', id: string | null = null): TimelineEvent => ({ on, kind, id, text: '', list: '', from: [], to: [], count: 1, by_name: '' });

test('events stand under their years in the order they came, and a short way is not folded', () => {
  const years = byYear([event('2014'), event('2014-03'), event('2018-09-30')]);
  expect(years.map((y) => [y.year, y.events.length, y.open])).toEqual([['2014', 2, true], ['2018', 1, true]]);
});
test('of a long way the two newest years are open', () => {
  const long = ['2014', '2015', '2016', '2017'].flatMap((y) => Array.from({ length: 4 }, (_, i) => event(`${y}-0${i + 1}`)));
  expect(byYear(long).map((y) => y.open)).toEqual([false, false, true, true]);
});
test('only a measure leads to its page', () => {
  expect(routeOf(event('2018-01-01', 'measure_done', 'M1'))).toBe('/measures?id=M1');
  expect(routeOf(event('2018-01-01', 'problem_found', 'Q1'))).toBeNull();
  expect(toneOf(event('2018', 'exit'))).toBe('ok');
});
