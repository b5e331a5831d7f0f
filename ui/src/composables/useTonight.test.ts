import { expect, it, vi } from 'vitest';
import type { DayRow } from '@/api/generated';
import { ApiFailure } from '@/platform/types';

const world = vi.hoisted(() => ({ refuses: '' }));
vi.mock('@/api/client', () => ({
  call: async (name: string) => {
    if (name === 'workbench.get') return { tonight: { on: '2018-09-30', recorded: false } };
    if (world.refuses) throw new ApiFailure({ code: world.refuses, detail: '', violations: [] });
    return { saved: [{ change_set: 'own-1' }] };
  },
}));
const { nightAlone, useTonight } = await import('./useTonight');
const { useToast } = await import('./useToast');

const row = (part: Partial<DayRow>): DayRow => ({ id: 's1', day: '', night: 'stayed', note: '', ...part }) as DayRow;

it('a night over a recorded trip taken back leaves the trip', () => expect(nightAlone(row({ day: 'trip' }))).toBe(false));
it('a night with a note taken back leaves the note', () => expect(nightAlone(row({ note: '值班' }))).toBe(false));
it('a night alone taken back leaves a day that was not recorded', () => expect(nightAlone(row({}))).toBe(true));

it('a night that was not written is told as no success, with nothing to take back', async () => {
  const { toggle } = useTonight();
  await toggle();
  world.refuses = 'disk_full';
  await toggle();
  expect(useToast().toasts.value.map((x) => [x.failed, x.act !== null, x.text.includes('磁盘满了')])).toEqual([[false, true, false], [true, false, true]]);
});
