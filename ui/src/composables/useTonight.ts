/** Ctrl+J from anywhere: tonight's stay, on and off. The toast names the date of the night. */
import { call } from '@/api/client';
import { toApiError } from '@/platform/types';
import { errorText } from './useErrorText';
import { useText } from './useText';
import { useToast } from './useToast';

export function useTonight(): { toggle(): Promise<void> } {
  const { t, date } = useText();
  const { say } = useToast();
  return {
    async toggle() {
      try {
        const { tonight } = await call('workbench.get', { rows: 0 });
        const night = tonight.recorded ? '' : 'stayed';
        const done = await call('stay.record', { on: [tonight.on], day: null, night, day_places: null, night_place: null, note: null });
        say(t(tonight.recorded ? 'today.cancelled' : 'today.recorded', { date: date(tonight.on) }), done.saved.map((s) => s.change_set));
      } catch (thrown) {
        say(errorText(toApiError(thrown)));
      }
    },
  };
}
