import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import type { DayRow, Month } from '@/api/generated';
import PresenceBlock from './PresenceBlock.vue';

const day = (on: string, part: Partial<DayRow>): DayRow => ({ on, id: null, version: 0, day: '', day_places: [], night: '', night_place: '', note: '', recorded: true, recorded_at_ms: null, visits: 0, visit_names: [], festival: '', kind: 'work', receipt: null, ...part });
const words = (days: DayRow[]): string[] => {
  const month: Month = { month: '2018-09', person_name: '沈知远', days, nights: 1, days_present: 1, night_goal: null, year_goal: null };
  const w = mount(PresenceBlock, { props: { month, today: '2018-09-06' }, global: { stubs: { RouterLink: true } } });
  return w.findAll('.legend > span.nowrap').map((s) => s.text());
};

test('the legend of the strip names each kind of day that is drawn, and no other', () => {
  const nights = [day('2018-09-01', { day: 'village', night: 'stayed' }), day('2018-09-02', { day: 'village' })];
  expect(words(nights)).toEqual(['住村', '白天']);
  const away = [day('2018-09-03', { day: 'meeting' }), day('2018-09-04', { day: 'holiday' }), day('2018-09-05', { recorded: false })];
  expect(words([...nights, ...away])).toEqual(['住村', '白天', '外出', '不在村', '没记']);
  // What is not over is not said to be missing.
  expect(words([day('2018-09-06', { recorded: false }), day('2018-09-07', { recorded: false })])).toEqual([]);
});
