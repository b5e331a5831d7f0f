/** What the badge says: one sentence for how things stand, and never more than receipts prove. */
import type { SyncStatus } from '@/api/generated';
import { waitSeconds } from '@/composables/useSyncStatus';
import type { TextKey } from '@/locales';

export type BadgeIcon = 'off' | 'cloud' | 'spinner' | 'clock' | 'ban' | 'warning';
export interface Badge {
  icon: BadgeIcon;
  line: TextKey;
  /** Instead of what waits, and of the last sync, where more is to be said. */
  second?: TextKey;
  third?: TextKey;
  tone: 'plain' | 'on' | 'run' | 'attention';
}

const TROUBLE: Record<string, Badge> = {
  retry_later: { icon: 'clock', line: 'shell.retry_later', tone: 'plain' },
  cut: { icon: 'off', line: 'shell.cut', tone: 'plain' },
  revoked: { icon: 'ban', line: 'shell.revoked', third: 'shell.askCounty', tone: 'attention' },
  upgrade: { icon: 'warning', line: 'shell.upgrade', tone: 'attention' },
  disk: { icon: 'warning', line: 'shell.disk', tone: 'attention' },
  clock: { icon: 'warning', line: 'shell.clock', tone: 'attention' },
  restored: { icon: 'warning', line: 'shell.restored', second: 'shell.again', tone: 'attention' },
};

export function badgeOf(s: SyncStatus): Badge {
  if (s.running) return { icon: 'spinner', line: 'shell.running', tone: 'run' };
  const trouble = TROUBLE[s.trouble];
  // The county says when it will be ready.
  if (s.trouble === 'retry_later' && waitSeconds(s) > 0) return { icon: 'clock', line: 'shell.retry_in', tone: 'plain' };
  if (trouble) return trouble;
  if (s.network === 'online') return { icon: 'cloud', line: 'shell.online', tone: 'on' };
  return { icon: 'off', line: 'shell.offline', tone: 'plain' };
}
