import { describe, expect, it } from 'vitest';
import { addDays, addMonths, daysInMonth, diffDays, isDay, monthGrid, parseDay, span, weekday } from './dates';

const TODAY = '2018-09-30';

describe('parseDay', () => {
  it.each([
    ['9-25', '2018-09-25'],
    ['9/25', '2018-09-25'],
    ['9.25', '2018-09-25'],
    ['9月25日', '2018-09-25'],
    ['9 月 25 日', '2018-09-25'],
    ['9月25号', '2018-09-25'],
    ['９月２５日', '2018-09-25'],
    ['0925', '2018-09-25'],
    ['2018-09-25', '2018-09-25'],
    ['2018年9月5日', '2018-09-05'],
    ['20180925', '2018-09-25'],
  ])('%s is read as %s', (text, day) => expect(parseDay(text, TODAY)).toBe(day));

  it('a date without a year that would lie ahead is last year', () => expect(parseDay('12-31', TODAY)).toBe('2017-12-31'));
  it('a date without a year that must lie ahead is next year once it has passed', () =>
    expect(parseDay('3-1', TODAY, true)).toBe('2019-03-01'));
  it('today is neither behind nor ahead', () => {
    expect(parseDay('9-30', TODAY)).toBe(TODAY);
    expect(parseDay('9-30', TODAY, true)).toBe(TODAY);
  });
  it('29 February is found in the leap year before', () => expect(parseDay('2-29', '2017-01-10')).toBe('2016-02-29'));
  it('29 February is found in a leap year', () => expect(parseDay('2-29', '2020-03-01')).toBe('2020-02-29'));
  it.each(['', '9', '13-1', '9-31', '2018-02-30', 'zds', '9-25-18'])('%s is no date', (text) => expect(parseDay(text, TODAY)).toBeNull());
});

describe('months', () => {
  it('September 2018 begins on a Saturday and has five weeks', () => {
    const grid = monthGrid('2018-09');
    expect(grid).toHaveLength(5);
    expect(grid[0]).toEqual([null, null, null, null, null, '2018-09-01', '2018-09-02']);
    expect(grid[4]?.[6]).toBe('2018-09-30');
  });
  it('February of a leap year has 29 days', () => expect(daysInMonth('2020-02')).toBe(29));
  it('a month that begins on Monday has no padding before it', () => expect(monthGrid('2018-10')[0]?.[0]).toBe('2018-10-01'));
  it('months carry over the year', () => {
    expect(addMonths('2018-12', 1)).toBe('2019-01');
    expect(addMonths('2018-01', -1)).toBe('2017-12');
  });
  it('days carry over the month', () => expect(addDays('2018-09-30', 1)).toBe('2018-10-01'));
  it('yesterday is minus one', () => expect(diffDays('2018-09-29', TODAY)).toBe(-1));
  it('Sunday is the last day of the week', () => expect(weekday(TODAY)).toBe(6));
  it('a span runs forward whichever end comes first', () => expect(span('2018-10-01', '2018-09-29')).toEqual(['2018-09-29', '2018-09-30', '2018-10-01']));
  it('only real days are days', () => {
    expect(isDay('2018-09-31')).toBe(false);
    expect(isDay('2018-09-30')).toBe(true);
  });
});
