/** The roster that the shell holds: read, looked at, chosen from, taken in. It stays while other screens are looked at. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { call } from '@/api/client';
import type { ImportChoice, ImportOpened, ImportRefused, ImportSummary, ImportTaken, ImportUndone } from '@/api/generated';
import { useImport } from '@/composables/useImport';
import { platform } from '@/platform/current';
import { toApiError, type Failure } from '@/platform/types';

export type Busy = '' | 'reading' | 'taking' | 'undoing';

export interface Roster {
  summary: ShallowRef<ImportSummary | null>;
  refused: ShallowRef<{ file: string; why: ImportRefused } | null>;
  /** What the last taking did; null once another file is chosen. */
  taken: ShallowRef<ImportTaken | null>;
  undone: ShallowRef<ImportUndone | null>;
  failure: ShallowRef<Failure | null>;
  busy: Ref<Busy>;
  /** Rises when the list is not what it was. */
  version: Ref<number>;
  load(): Promise<void>;
  choose(): Promise<void>;
  drop(file: File): Promise<void>;
  mark(choice: ImportChoice): Promise<void>;
  take(): Promise<void>;
  undo(id: string): Promise<void>;
  stop(): void;
  close(): Promise<void>;
}

export function useRoster(): Roster {
  const summary = shallowRef<ImportSummary | null>(null);
  const refused = shallowRef<Roster['refused']['value']>(null);
  const taken = shallowRef<ImportTaken | null>(null);
  const undone = shallowRef<ImportUndone | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const busy = ref<Busy>('');
  const version = ref(0);
  const { progress } = useImport();

  async function load(): Promise<void> {
    try {
      summary.value = await call('import.state', {});
      version.value++;
    } catch (thrown) {
      failure.value = toApiError(thrown);
    }
  }
  /** One act at a time; what stopped it by the person's own hand is no failure. */
  async function at(what: Busy, act: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = what;
    progress.value = null;
    failure.value = null;
    undone.value = null;
    try {
      await act();
    } catch (thrown) {
      const error = toApiError(thrown);
      if (error.code !== 'stopped') failure.value = error;
    }
    busy.value = '';
    progress.value = null;
  }
  async function open(asked: () => Promise<ImportOpened>): Promise<void> {
    await at('reading', async () => {
      const opened = await asked();
      if (!opened.summary && !opened.refused) return;
      taken.value = null;
      refused.value = opened.refused ? { file: opened.file, why: opened.refused } : null;
      if (opened.summary) summary.value = opened.summary;
      version.value++;
    });
  }
  return {
    summary,
    refused,
    taken,
    undone,
    failure,
    busy,
    version,
    load,
    choose: () => open(() => platform.chooseRoster()),
    drop: (file) => open(async () => platform.putRoster(await file.arrayBuffer(), file.name)),
    async mark(choice) {
      try {
        summary.value = await call('import.choose', choice);
        version.value++;
      } catch (thrown) {
        failure.value = toApiError(thrown);
      }
    },
    take: () =>
      at('taking', async () => {
        try {
          taken.value = await call('import.take', {});
        } finally {
          await load();
        }
      }),
    undo: (id) =>
      at('undoing', async () => {
        try {
          undone.value = await call('import.undo', { id });
          if (taken.value?.id === id) taken.value = null;
        } finally {
          await load();
        }
      }),
    stop: () => void call('import.stop', {}),
    async close() {
      await call('import.close', {});
      summary.value = taken.value = refused.value = null;
    },
  };
}
