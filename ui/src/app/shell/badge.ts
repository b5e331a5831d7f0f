/** What the badge says: one sentence for how things stand, and never more than receipts prove. */
import type { SyncStatus } from '@/api/generated';
import type { TextKey } from '@/locales';

export type BadgeIcon = 'off' | 'cloud' | 'spinner' | 'clock' | 'ban' | 'warning';
export interface Badge {
  icon: BadgeIcon;
  line: TextKey;
  tone: 'plain' | 'on' | 'run' | 'attention';
}

const TROUBLE: Record<string, Badge> = {
  retry_later: { icon: 'clock', line: 'shell.retry_later', tone: 'plain' },
  cut: { icon: 'off', line: 'shell.cut', tone: 'plain' },
  revoked: { icon: 'ban', line: 'shell.revoked', tone: 'attention' },
  upgrade: { icon: 'warning', line: 'shell.upgrade', tone: 'attention' },
  disk: { icon: 'warning', line: 'shell.disk', tone: 'attention' },
  clock: { icon: 'warning', line: 'shell.clock', tone: 'attention' },
  restored: { icon: 'warning', line: 'shell.restored', tone: 'attention' },
};

export function badgeOf(s: SyncStatus): Badge {
  if (s.running) return { icon: 'spinner', line: 'shell.running', tone: 'run' };
  const trouble = TROUBLE[s.trouble];
  if (trouble) return trouble;
  if (s.network === 'online') return { icon: 'cloud', line: 'shell.online', tone: 'on' };
  return { icon: 'off', line: 'shell.offline', tone: 'plain' };
}
