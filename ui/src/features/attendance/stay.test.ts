import { describe, expect, it } from 'vitest';
import type { DayRow } from '@/api/generated';
import { allowed, lookOf, markOf, markOfKey, missingDays, recordOf, wordsOf, type Mark } from './stay';

const TODAY = '2018-09-30';
const row = (part: Partial<DayRow>): DayRow => ({
  on: '2018-09-10', id: null, version: 0, day: '', night: '', day_places: [], night_place: '', note: '', recorded: false, recorded_at_ms: null,
  visits: 0, visit_names: [], festival: '', kind: 'work', receipt: null, ...part,
});
const mark = (code: string): Mark => markOf(code) as Mark;

describe('a mark', () => {
  it('for the night leaves the day as it is', () => expect(recordOf(mark('stayed'), ['2018-09-10'])).toMatchObject({ night: 'stayed', day: null, note: null }));
  it('for the day leaves the night as it is', () => expect(recordOf(mark('trip'), ['2018-09-10'])).toMatchObject({ day: 'trip', night: null }));
  it('of absence says that both are empty', () => expect(recordOf(mark('away'), ['2018-09-10'])).toMatchObject({ day: '', night: '' }));
  it('is found by its key, small or capital', () => {
    expect(markOfKey('z')?.code).toBe('stayed');
    expect(markOfKey('N')?.code).toBe('away');
    expect(markOfKey('a')).toBeUndefined();
  });
  it('of leave may lie ahead, a night may not', () => {
    expect(allowed(mark('leave'), '2018-10-02', TODAY)).toBe(true);
    expect(allowed(mark('meeting'), '2018-10-02', TODAY)).toBe(true);
    expect(allowed(mark('stayed'), '2018-10-02', TODAY)).toBe(false);
    expect(allowed(mark('village'), '2018-10-02', TODAY)).toBe(false);
    expect(allowed(mark('stayed'), TODAY, TODAY)).toBe(true);
  });
});

describe('the look of a day', () => {
  it('without a row is missing, today is still open, tomorrow is ahead', () => {
    expect(lookOf(row({}), TODAY)).toBe('missing');
    expect(lookOf(row({ on: TODAY }), TODAY)).toBe('today');
    expect(lookOf(row({ on: '2018-10-01' }), TODAY)).toBe('ahead');
  });
  it('recorded with both empty is away, not missing', () => expect(lookOf(row({ recorded: true }), TODAY)).toBe('away'));
  it('a night on a trip is a lit window and says both', () => {
    const r = row({ recorded: true, day: 'trip', night: 'stayed' });
    expect(lookOf(r, TODAY)).toBe('stayed');
    expect(wordsOf(r)).toEqual(['stayed', 'trip']);
  });
  it('a night after a day in the village is one word', () => expect(wordsOf(row({ recorded: true, day: 'village', night: 'stayed' }))).toEqual(['stayed']));
});

it('today is not yet a day that was not recorded', () => {
  expect(missingDays([row({ on: '2018-09-15' }), row({ on: '2018-09-16', recorded: true }), row({ on: TODAY })], TODAY)).toEqual(['2018-09-15']);
});
