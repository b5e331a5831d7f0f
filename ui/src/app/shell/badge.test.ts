import { expect, test } from 'vitest';
import type { SyncStatus } from '@/api/generated';
import { waitSeconds } from '@/composables/useSyncStatus';
import { badgeOf } from './badge';

const status = (change: Partial<SyncStatus>): SyncStatus => ({
  network: 'offline', running: false, percent: 0, pending: 3, pending_photos: 0, pending_bytes: 0, receipted: 0, conflicts: 0, returned: 0, held: 0,
  last_sync_at_ms: null, trouble: '', trouble_detail: '', clock_offset_ms: 0, asks_today: false, server: '', seconds_estimate: 0, ...change,
});

test('a running sync is said before anything that went wrong last time', () => {
  expect(badgeOf(status({ running: true, trouble: 'cut' })).line).toBe('shell.running');
});
test('a revoked laptop never reads as connected', () => {
  expect(badgeOf(status({ network: 'online', trouble: 'revoked' }))).toMatchObject({ line: 'shell.revoked', tone: 'attention' });
});
test('a network alone is connected, not received: bamboo stands for receipts', () => {
  expect(badgeOf(status({ network: 'online' })).line).toBe('shell.online');
  expect(badgeOf(status({})).line).toBe('shell.offline');
});
test('a trouble this program does not know falls back to what the network says', () => {
  expect(badgeOf(status({ network: 'online', trouble: 'from_the_future' })).line).toBe('shell.online');
});
test('a busy county is said with the time that it gave', () => {
  expect(badgeOf(status({ trouble: 'retry_later', trouble_detail: '90' })).line).toBe('shell.retry_in');
  expect(waitSeconds(status({ trouble: 'retry_later', trouble_detail: '90' }))).toBe(90);
  expect(badgeOf(status({ trouble: 'retry_later', trouble_detail: '' })).line).toBe('shell.retry_later');
});
test('a clock that is far off is said, though the county is in reach', () => {
  expect(badgeOf(status({ network: 'online', trouble: 'clock', clock_offset_ms: 3_600_000 }))).toMatchObject({ line: 'shell.clock', tone: 'attention' });
});
test('a revoked laptop is told whom to ask, a restored county what happens next', () => {
  expect(badgeOf(status({ trouble: 'revoked' })).third).toBe('shell.askCounty');
  expect(badgeOf(status({ trouble: 'restored' })).second).toBe('shell.again');
});
