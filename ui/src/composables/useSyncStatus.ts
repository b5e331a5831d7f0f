/** How the sync stands, once for all who show it: asked after every change, and pushed by the shell while it runs. */
import { shallowRef, type ShallowRef } from 'vue';
import { call, onChanged, touches } from '@/api/client';
import { READS, type SyncStatus } from '@/api/generated';
import { platform } from '@/platform/current';

const status = shallowRef<SyncStatus | null>(null);
let asked = 0;
let pushes = 0;
let follows = false;

/** A word of the shell, newer than whatever was asked before it came. */
export function pushedSync(word: SyncStatus): void {
  pushes += 1;
  status.value = word;
}

/** Another person's file is opened next. */
export function forgetSync(): void {
  asked += 1;
  status.value = null;
}

async function refresh(): Promise<void> {
  if (platform.side !== 'desktop') return;
  const mine = ++asked;
  for (;;) {
    const before = pushes;
    const answer = await call('sync.status', {}).catch(() => null);
    if (mine !== asked || answer === null) return;
    if (before === pushes) {
      status.value = answer;
      return;
    }
  }
}

export function useSyncStatus(): { status: Readonly<ShallowRef<SyncStatus | null>>; refresh(): Promise<void> } {
  if (!follows) {
    follows = true;
    onChanged((records) => {
      if (touches(READS['sync.status'], records)) void refresh();
    });
    void refresh();
  }
  return { status, refresh };
}

/** Seconds until the county takes more; 0 where it has not said. */
export const waitSeconds = (s: SyncStatus): number => (s.trouble === 'retry_later' && /^\d+$/.test(s.trouble_detail) ? Number(s.trouble_detail) : 0);
