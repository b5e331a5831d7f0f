/** How far the copy that is being made has come, as the shell tells it; null while none is. */
import { shallowRef, type ShallowRef } from 'vue';
import type { BackupProgress } from '@/api/generated';

const progress = shallowRef<BackupProgress | null>(null);

export const pushedBackup = (told: BackupProgress): void => void (progress.value = told);
export const useBackup = (): { progress: ShallowRef<BackupProgress | null> } => ({ progress });
