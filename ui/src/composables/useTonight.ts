/** Ctrl+J from anywhere: tonight's stay, on and off. The toast names the date of the night. */
import { call } from '@/api/client';
import type { DayRow, Saved } from '@/api/generated';
import { toApiError } from '@/platform/types';
import { errorText } from './useErrorText';
import { useText } from './useText';
import { useToast } from './useToast';

/** Nothing but the night is said of the day: taking it back leaves a day that was not recorded, not a day of absence. */
export const nightAlone = (day: DayRow): boolean => day.id !== null && day.day === '' && day.note === '';

export function useTonight(): { toggle(): Promise<void> } {
  const { t, date } = useText();
  const { say, fail } = useToast();

  async function takeBack(on: string): Promise<Saved[]> {
    const row = (await call('stay.month', { month: on.slice(0, 7), person_id: null })).days.find((d) => d.on === on);
    if (row?.id && nightAlone(row)) return [await call('stay.remove', { id: row.id, base: row.version, reason: t('today.tonight.cancel') })];
    return (await call('stay.record', { on: [on], day: null, night: '', day_places: null, night_place: null, note: null })).saved;
  }

  return {
    async toggle() {
      try {
        const { tonight } = await call('workbench.get', { rows: 0 });
        if (!tonight) return;
        const saved = tonight.recorded
          ? await takeBack(tonight.on)
          : (await call('stay.record', { on: [tonight.on], day: null, night: 'stayed', day_places: null, night_place: null, note: null })).saved;
        say(t(tonight.recorded ? 'today.cancelled' : 'today.recorded', { date: date(tonight.on) }), saved.map((s) => s.change_set));
      } catch (thrown) {
        fail(errorText(toApiError(thrown)));
      }
    },
  };
}
