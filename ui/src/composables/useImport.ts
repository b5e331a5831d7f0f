/**
 * The roster that is being read, taken in or undone, and what that came to. It goes on while other screens are looked at,
 * so it is kept here and not by the page.
 */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { ImportRefused, ImportSummary, ImportTaken, ImportTold, ImportUndone } from '@/api/generated';
import type { Failure } from '@/platform/types';

export type ImportBusy = '' | 'reading' | 'taking' | 'undoing';

export interface Importing {
  /** How far it is, as the shell tells it; null while nothing is done. */
  progress: ShallowRef<ImportTold | null>;
  busy: Ref<ImportBusy>;
  summary: ShallowRef<ImportSummary | null>;
  refused: ShallowRef<{ file: string; why: ImportRefused } | null>;
  /** What the last taking did; null once another file is chosen. */
  taken: ShallowRef<ImportTaken | null>;
  undone: ShallowRef<ImportUndone | null>;
  failure: ShallowRef<Failure | null>;
  /** Why the roster that the shell holds could not be read; no act of the person failed. */
  unread: ShallowRef<Failure | null>;
  /** Rises when the list is not what it was. */
  version: Ref<number>;
  /** Pages that show it: with none the end is said elsewhere. */
  pages: Ref<number>;
  /** Another one for each person: what one began does not end before another's eyes. */
  turn: Ref<number>;
}

const importing: Importing = {
  progress: shallowRef(null),
  busy: ref(''),
  summary: shallowRef(null),
  refused: shallowRef(null),
  taken: shallowRef(null),
  undone: shallowRef(null),
  failure: shallowRef(null),
  unread: shallowRef(null),
  version: ref(0),
  pages: ref(0),
  turn: ref(0),
};

export const pushedImport = (told: ImportTold): void => void (importing.progress.value = told);
export const useImport = (): Importing => importing;

/** Somebody else is at work. */
export function forgetImport(): void {
  importing.turn.value++;
  importing.busy.value = '';
  importing.progress.value = importing.summary.value = importing.refused.value = null;
  importing.taken.value = importing.undone.value = importing.failure.value = importing.unread.value = null;
}
