import { afterEach, expect, test, vi } from 'vitest';
import type { Session } from '@/api/generated';

const answer = { today: '2018-10-02', now_ms: Date.parse('2018-09-30T15:59:00Z'), clock_shift_ms: 2 * 86_400_000 } as Session;
vi.mock('@/api/client', () => ({ call: async () => answer }));
const { useSession } = await import('./useSession');

afterEach(() => vi.useRealTimers());

test('a date that a person gave goes on by a day at midnight, not back to the clock', async () => {
  vi.useFakeTimers();
  const { load, today, end } = useSession();
  await load();
  expect(today.value).toBe('2018-10-02');
  // A minute before midnight by the clock of the laptop, which is two days behind.
  vi.advanceTimersByTime(120_000);
  expect(today.value).toBe('2018-10-03');
  end();
});
