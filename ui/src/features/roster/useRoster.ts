/** The roster that the shell holds: read, looked at, chosen from, taken in. It stays while other screens are looked at. */
import { onMounted, onUnmounted } from 'vue';
import { call } from '@/api/client';
import type { ImportChoice, ImportOpened } from '@/api/generated';
import { errorText } from '@/composables/useErrorText';
import { useImport, type ImportBusy, type Importing } from '@/composables/useImport';
import { useText } from '@/composables/useText';
import { useToast } from '@/composables/useToast';
import { platform } from '@/platform/current';
import { toApiError } from '@/platform/types';
import { doneWords, failedWords } from './doneText';

export interface Roster extends Omit<Importing, 'progress' | 'pages' | 'turn'> {
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
  const { summary, refused, taken, undone, failure, unread, busy, version, progress, pages, turn } = useImport();
  const { t } = useText();
  const { say, fail } = useToast();
  onMounted(() => pages.value++);
  onUnmounted(() => pages.value--);

  async function load(): Promise<void> {
    const mine = turn.value;
    try {
      const held = await call('import.state', {});
      if (mine !== turn.value) return;
      summary.value = held;
      unread.value = null;
      version.value++;
    } catch (thrown) {
      if (mine === turn.value) unread.value = toApiError(thrown);
    }
  }
  /** One act at a time, whatever page is looked at; what stopped it by the person's own hand is no failure. */
  async function at<T>(what: ImportBusy, act: () => Promise<T>, done: (answer: T) => boolean): Promise<void> {
    if (busy.value) return;
    const mine = turn.value;
    busy.value = what;
    progress.value = failure.value = undone.value = null;
    let thrown: unknown = null;
    let told = false;
    try {
      const answer = await act();
      if (mine === turn.value) told = done(answer);
    } catch (error) {
      thrown = error;
    }
    if (what !== 'reading' && mine === turn.value) await load();
    if (mine !== turn.value) return;
    if (thrown !== null) {
      const error = toApiError(thrown);
      if (error.code !== 'stopped') failure.value = error;
    }
    busy.value = '';
    progress.value = null;
    if (pages.value > 0) return;
    if (failure.value) fail(t('roster.failed', { why: errorText(failure.value) }));
    else if (!told) return;
    else if (what === 'reading' && refused.value) fail(t('roster.refusedAway', { file: refused.value.file }));
    else if (what === 'reading') say(t('roster.readAway', { file: summary.value?.file ?? '' }));
    else {
      const broke = failedWords(t, taken.value, undone.value);
      (broke ? fail : say)([...doneWords(t, taken.value, undone.value), broke].filter(Boolean).join(' '));
    }
  }
  async function open(asked: () => Promise<ImportOpened>): Promise<void> {
    await at('reading', asked, (opened) => {
      if (!opened.summary && !opened.refused) return false;
      taken.value = null;
      refused.value = opened.refused ? { file: opened.file, why: opened.refused } : null;
      if (opened.summary) summary.value = opened.summary;
      version.value++;
      return true;
    });
  }
  return {
    summary,
    refused,
    taken,
    undone,
    failure,
    unread,
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
      at(
        'taking',
        () => call('import.take', {}),
        (answer) => {
          taken.value = answer;
          return true;
        },
      ),
    undo: (id) =>
      at(
        'undoing',
        () => call('import.undo', { id }),
        (answer) => {
          undone.value = answer;
          if (taken.value?.id === id) taken.value = null;
          return true;
        },
      ),
    stop: () => void call('import.stop', {}),
    async close() {
      await call('import.close', {});
      summary.value = taken.value = undone.value = refused.value = null;
    },
  };
}
