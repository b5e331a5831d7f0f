import { expect, it, vi } from 'vitest';
import type { SyncStatus } from '@/api/generated';
import { pushedSync, useSyncStatus } from './useSyncStatus';

const { answers } = vi.hoisted(() => ({ answers: [] as ((value: unknown) => void)[] }));
vi.mock('@/platform/current', () => ({ platform: { side: 'desktop', call: () => new Promise((done) => answers.push(done)) } }));

const word = (pending: number): SyncStatus => ({ pending }) as SyncStatus;
async function answer(pending: number): Promise<void> {
  await vi.waitFor(() => expect(answers.length).toBeGreaterThan(0));
  answers.shift()?.(word(pending));
  await Promise.resolve();
}

it('badge and page say the same at every moment', async () => {
  const badge = useSyncStatus();
  const page = useSyncStatus();
  await answer(1);
  await vi.waitFor(() => expect(badge.status.value?.pending).toBe(1));
  expect(page.status.value).toBe(badge.status.value);
  pushedSync(word(0));
  expect(page.status.value?.pending).toBe(0);
  expect(badge.status.value?.pending).toBe(0);
});

it('an answer asked for before the last word of the sync does not take its place', async () => {
  const { status, refresh } = useSyncStatus();
  const done = refresh();
  pushedSync(word(0));
  await answer(7);
  expect(status.value?.pending).toBe(0);
  await answer(3);
  await done;
  expect(status.value?.pending).toBe(3);
});
