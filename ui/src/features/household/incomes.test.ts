import { describe, expect, it } from 'vitest';
import type { RecordView } from '@/api/generated';
import { columnsIn, incomeBars, incomeYears, perHeadOf } from './incomes';

const row = (year: number, item: string, amount_fen: number): RecordView =>
  ({ id: `${year}${item}`, version: 1, fields: { year, item, amount_fen }, conflict_fields: [], receipt: { state: 'receipted', number: null, at_ms: null, reason: null, parked: false, photos_done: 0, photos_total: 0 } }) as RecordView;

describe('incomes', () => {
  it('are one line a year, oldest first', () => expect(incomeYears([row(2018, 'AAC073', 5), row(2017, 'AAC073', 3)]).map((y) => y.year)).toEqual([2017, 2018]));
  it('a transfer is not counted a second time by its parts', () => expect(incomeYears([row(2018, 'AAC085', 100), row(2018, 'AAC077', 40)])[0]?.fen.transfer).toBe(100));
  it('parts of a transfer without their sum are added', () => expect(incomeYears([row(2018, 'AAC087', 60), row(2018, 'AAC077', 40)])[0]?.fen.transfer).toBe(100));
  it('sums are no columns, and the figure per head stands alone', () => {
    const years = incomeYears([row(2018, 'AAC081', 100), row(2018, 'AAC082', 40), row(2018, 'AAC072', 7)]);
    expect(columnsIn(years)).toEqual(['property']);
    expect(years[0]?.perHead).toBe(40);
  });
  it('are drawn against the line, the highest of all as the whole height', () => {
    const years = incomeYears([row(2016, 'AAC082', 200), row(2017, 'AAC082', 300), row(2018, 'AAC082', 400), row(2018, 'AAC073', 9)]);
    expect(incomeBars(years, 350)).toEqual({ bars: [{ year: 2016, fen: 200, height: 0.5, under: true }, { year: 2017, fen: 300, height: 0.75, under: true }, { year: 2018, fen: 400, height: 1, under: false }], line: 0.875 });
  });
  it('without a figure per head are not drawn, and neither is a line alone', () => expect(incomeBars(incomeYears([row(2018, 'AAC073', 9)]), 350)).toEqual({ bars: [], line: null }));
  it('per head is what the newest year says, and without one what the roster gave', () => {
    const years = incomeYears([row(2017, 'AAC082', 300), row(2018, 'AAC073', 9)]);
    expect(perHeadOf(years, 500)).toEqual({ fen: 300, year: 2017 });
    expect(perHeadOf(incomeYears([row(2018, 'AAC073', 9)]), 500)).toEqual({ fen: 500, year: null });
    expect(perHeadOf([], null)).toEqual({ fen: null, year: null });
  });
});
