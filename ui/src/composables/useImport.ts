/** How far the roster that is being read, taken in or undone has come, as the shell tells it; null while none is. */
import { shallowRef, type ShallowRef } from 'vue';
import type { ImportTold } from '@/api/generated';

const progress = shallowRef<ImportTold | null>(null);

export const pushedImport = (told: ImportTold): void => void (progress.value = told);
export const useImport = (): { progress: ShallowRef<ImportTold | null> } => ({ progress });
