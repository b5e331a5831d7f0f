/** What was asked in one house, as a form: which house it was is nowhere in it. */
import type { InquiryRow, SaveRequest, Typed } from '@/api/generated';
import { changedOf } from '@/lib/changed';
import type { Day } from '@/lib/dates';
import { readDay } from '@/lib/typed';

/** In the order in which they are asked, and in which rows hold their answers. */
export const QUESTIONS = ['team_lives_here', 'team_came', 'team_explained', 'team_helped', 'committee_fair', 'committee_open', 'committee_there'] as const;
export type Question = (typeof QUESTIONS)[number];
export type Answers = Record<Question, string>;
/** The last = not asked. */
export const ANSWERS = ['yes', 'no', 'unsure', ''] as const;

export interface InquiryFields {
  village: string;
  /** As typed. */
  askedOn: string;
  answers: Answers;
  note: string;
}
/** `before`: what it was opened with; nothing for a new one. */
export interface InquiryForm extends InquiryFields {
  before: InquiryFields | null;
}

const answersOf = (list: readonly string[]): Answers => Object.fromEntries(QUESTIONS.map((q, i) => [q, list[i] ?? ''])) as Answers;
const blank = (today: Day): InquiryFields => ({ village: '', askedOn: today, answers: answersOf([]), note: '' });
export const blankInquiry = (today: Day): InquiryForm => ({ ...blank(today), before: null });
export function inquiryOf(row: InquiryRow): InquiryForm {
  const before: InquiryFields = { village: row.village_code, askedOn: row.asked_on, answers: answersOf(row.answers), note: row.note };
  return { ...before, answers: { ...before.answers }, before };
}
/** A village chosen for a new one is nothing worth keeping. */
export function isUntouched(f: InquiryForm, today: Day): boolean {
  const before = f.before ?? blank(today);
  return f.note.trim() === before.note.trim() && f.askedOn.trim() === before.askedOn.trim() && QUESTIONS.every((q) => f.answers[q] === before.answers[q]) && (!f.before || f.village === before.village);
}

export interface Missing {
  field: 'village_code' | 'asked_on' | 'note';
  code: 'required' | 'date' | 'ahead';
}
export function missingIn(f: InquiryFields, today: Day): Missing[] {
  const out: Missing[] = [];
  if (!f.village) out.push({ field: 'village_code', code: 'required' });
  const on = readDay(f.askedOn, today);
  if (!on.value) out.push({ field: 'asked_on', code: on.bad ? 'date' : 'required' });
  else if (on.value > today) out.push({ field: 'asked_on', code: 'ahead' });
  if (!f.note.trim() && QUESTIONS.every((q) => !f.answers[q])) out.push({ field: 'note', code: 'required' });
  return out;
}

const fieldsOf = (f: InquiryFields, today: Day): Record<string, Typed> => ({ village_code: f.village, asked_on: readDay(f.askedOn, today).value, ...f.answers, note: f.note.trim() });

/** Of the row `id` only what the form changed, against the version that it was opened with; null for a new one. */
export function inquirySave(f: InquiryForm, id: string | null, base: number, today: Day): SaveRequest {
  const now = fieldsOf(f, today);
  return { id, base: id ? base : 0, reason: null, fields: id && f.before ? changedOf(fieldsOf(f.before, today), now) : now };
}

/** How many of a row's answers say so. */
export const countOf = (row: Pick<InquiryRow, 'answers'>, answer: string): number => row.answers.filter((a) => a === answer).length;
