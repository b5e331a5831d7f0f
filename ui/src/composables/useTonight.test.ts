import { expect, it } from 'vitest';
import type { DayRow } from '@/api/generated';
import { nightAlone } from './useTonight';

const row = (part: Partial<DayRow>): DayRow => ({ id: 's1', day: '', night: 'stayed', note: '', ...part }) as DayRow;

it('a night over a recorded trip taken back leaves the trip', () => expect(nightAlone(row({ day: 'trip' }))).toBe(false));
it('a night with a note taken back leaves the note', () => expect(nightAlone(row({ note: '值班' }))).toBe(false));
it('a night alone taken back leaves a day that was not recorded', () => expect(nightAlone(row({}))).toBe(true));
