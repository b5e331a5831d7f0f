import { computed, watch, type ComputedRef } from 'vue';
import { useQuery } from '@/api/client';
import type { SyncStatus } from '@/api/generated';
import { platform } from '@/platform/current';
import { useAccess } from './useAccess';

/** How the sync stands: asked once and after every change, and pushed by the shell while it runs. */
export function useSyncStatus(): { status: ComputedRef<SyncStatus | null>; refresh(): Promise<void> } {
  const { pushed } = useAccess();
  const asked = useQuery('sync.status', () => (platform.side === 'desktop' ? {} : null));
  // An answer is newer than whatever was pushed before it was asked for.
  watch(asked.data, () => (pushed.value = null));
  return { status: computed(() => pushed.value ?? asked.data.value), refresh: asked.refetch };
}
