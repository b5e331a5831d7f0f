/** What was taken in or put back, in sentences. */
import type { ImportTaken, ImportUndone } from '@/api/generated';
import { errorText } from '@/composables/useErrorText';
import type { useText } from '@/composables/useText';
import { count } from '@/lib/format';

type Texts = ReturnType<typeof useText>['t'];

export function doneWords(t: Texts, taken: ImportTaken | null, undone: ImportUndone | null): string[] {
  const said: string[] = [];
  if (undone) {
    said.push(t('roster.undone', { n: undone.back }));
    if (undone.stayed) said.push(t('roster.undoneStayed', { n: count(undone.stayed) }));
    if (undone.left && !undone.failed) said.push(t('roster.undoneLeft', { n: count(undone.left) }));
  } else if (taken) {
    said.push(t('roster.done', { a: count(taken.households.new), b: count(taken.households.updated), m: count(taken.members.new + taken.members.updated) }));
    if (taken.households.unchanged) said.push(t('roster.doneUnchanged', { n: count(taken.households.unchanged) }));
    if (taken.left_out) said.push(t('roster.doneLeftOut', { n: count(taken.left_out) }));
    if (taken.changed_since_look) said.push(t('roster.doneChanged', { n: count(taken.changed_since_look) }));
    if (taken.stopped) said.push(t('roster.doneStopped', { done: count(taken.done), total: count(taken.total) }));
  }
  return said;
}

/** What ended it in the middle; empty when nothing did. */
export function failedWords(t: Texts, taken: ImportTaken | null, undone: ImportUndone | null): string {
  const failed = undone ? undone.failed : taken?.failed;
  if (!failed) return '';
  const why = errorText({ ...failed, violations: [] });
  if (undone) return t('roster.undoneFailed', { why, n: count(undone.left) });
  return t('roster.doneFailed', { why, done: count(taken?.done ?? 0), total: count(taken?.total ?? 0) });
}
