import type { Failure } from '@/platform/types';
import { i18n } from '@/locales';

/** What happened, in words; a code without words of its own is shown as it is. */
export function errorText(error: Failure): string {
  const key = `common.error.${error.code}`;
  return i18n.global.te(key) ? i18n.global.t(key) : i18n.global.t('common.error.other', { code: error.code });
}

/** What cannot be read and why, in one line. */
export function unreadableText(thing: string, error: Failure): string {
  return i18n.global.t('common.unreadableWhy', { thing, why: errorText(error) });
}

/** What happened, then what to do. */
export function errorThen(error: Failure, then: string): string {
  return i18n.global.t('common.errorThen', { why: errorText(error), then });
}

/** What a rule says of a field. */
export function violationText(error: Failure | null, field: string): string {
  const found = error?.violations.find((v) => v.field === field);
  if (!found) return '';
  const key = `common.violation.${found.code}`;
  return i18n.global.te(key) ? i18n.global.t(key) : found.code;
}

/** Why the county has not applied a set. */
export function reasonText(reason: string | null): string {
  const key = `common.reason.${reason ?? ''}`;
  return i18n.global.te(key) ? i18n.global.t(key) : (reason ?? '');
}

/** Why a change was made: a person's own words, or a word of the program. */
export function whyText(reason: string): string {
  const key = `common.why.${reason}`;
  return i18n.global.te(key) ? i18n.global.t(key) : reason;
}
