import type { Cell, NewPhoto, VisitDetail, VisitSave } from '@/api/generated';
import type { Day } from '@/lib/dates';
import { addDays, diffDays } from '@/lib/dates';
import { codeOptions, type CodeOption } from '@/lib/codes';
import { readDay } from '@/lib/typed';

/** What the dialog holds; also the body of its draft. */
export interface VisitForm {
  householdId: string;
  /** Empty while what is typed is no date. */
  visitedOn: Day;
  /** Typed under 其他; empty when a day was chosen. */
  dateText: string;
  personIds: string[];
  mode: string;
  purposes: string[];
  policies: string[];
  met: string;
  note: string;
  satisfaction: string;
  /** 上午 or 下午; empty for neither. */
  dayPart: string;
  photos: NewPhoto[];
  hasProblem: boolean;
  problem: string;
  /** As typed; empty means ten days from the visit. */
  problemDue: string;
  hasRequest: boolean;
  /** What the household asks for. */
  request: string;
  /** As typed; empty means no date. */
  requestDue: string;
  reason: string;
}

const codesOf = (list: 'purpose' | 'policy' | 'mode' | 'satisfaction' | 'day_part'): string[] => codeOptions('zh-CN', list).map((o) => o.code);

/** The lists are the domain's; the code files of the screens are written from them. */
export const PRESET_PURPOSE = 'routine';
export const PURPOSES: readonly string[] = codesOf('purpose');
export const POLICIES: readonly string[] = codesOf('policy');
export const MODES: readonly string[] = codesOf('mode');
export const DAY_PARTS: readonly string[] = codesOf('day_part');
/** Nobody has to be asked: 没问 stands first and writes nothing. */
export const SATISFACTIONS: readonly string[] = ['', ...codesOf('satisfaction')];
export const PROBLEM_DAYS = 10;
/** Recorded later than this many days after the visit, the county's forms call it 补录. */
export const LATE_AFTER_DAYS = 3;

export function blankVisit(householdId: string, visitedOn: Day): VisitForm {
  return {
    householdId,
    visitedOn,
    dateText: '',
    personIds: [],
    mode: 'home',
    purposes: [PRESET_PURPOSE],
    policies: [],
    met: '',
    note: '',
    satisfaction: '',
    dayPart: '',
    photos: [],
    hasProblem: false,
    problem: '',
    problemDue: '',
    hasRequest: false,
    request: '',
    requestDue: '',
    reason: '',
  };
}

/** A visit needs a sentence, a phrase, a photo or a purpose beyond the preset one: nothing is saved by accident. */
export function hasSubstance(form: VisitForm): boolean {
  return (
    form.note.trim() !== '' ||
    form.photos.length > 0 ||
    form.policies.length > 0 ||
    form.purposes.some((p) => p !== PRESET_PURPOSE) ||
    (form.hasProblem && form.problem.trim() !== '') ||
    (form.hasRequest && form.request.trim() !== '')
  );
}

/** Worth a draft: anything that its author would have to type or choose again. */
export function isUntouched(form: VisitForm): boolean {
  const typed = [form.met, form.satisfaction, form.problem, form.problemDue, form.request, form.requestDue, form.dateText];
  return !hasSubstance(form) && typed.every((text) => text.trim() === '');
}

/** When the problem is to be put right. Bad: typed, and no date; nothing is saved under another one. */
export const problemDue = (form: VisitForm, today: Day): { value: Day | null; bad: boolean } => {
  const found = readDay(form.problemDue, today, true);
  if (found.bad || found.value || !form.visitedOn) return found;
  return { value: addDays(form.visitedOn, PROBLEM_DAYS), bad: false };
};

/** When the request is to be done; nothing typed is no date. */
export const requestDue = (form: VisitForm, today: Day): { value: Day | null; bad: boolean } => readDay(form.requestDue, today, true);

export const lateDays = (form: VisitForm, today: Day): number => Math.max(0, diffDays(today, form.visitedOn));

export function phraseInto(note: string, phrase: string): string {
  const before = note.trimEnd().replace(/[。.]$/u, '');
  return `${before}${before ? '，' : ''}${phrase}。`;
}

export interface Target {
  id: string | null;
  base: number;
  me: string;
  today: Day;
}

export function toSave(form: VisitForm, target: Target): VisitSave {
  const problem = form.hasProblem ? form.problem.trim() : '';
  const request = form.hasRequest ? form.request.trim() : '';
  return {
    id: target.id,
    base: target.base,
    household_id: form.householdId,
    visited_on: form.visitedOn,
    // Whoever corrects a visit was not there for that; a new one is its author's.
    person_ids: target.id === null ? [target.me, ...form.personIds.filter((p) => p !== target.me)] : [...form.personIds],
    mode: form.mode,
    purposes: [...form.purposes],
    policies: [...form.policies],
    met: form.met.trim(),
    note: form.note.trim(),
    satisfaction: form.satisfaction,
    day_part: form.dayPart,
    photos: form.photos.map((p) => ({ ...p })),
    problem,
    problem_due_on: problem ? problemDue(form, target.today).value : null,
    request,
    request_due_on: request ? requestDue(form, target.today).value : null,
    reason: form.reason.trim() || null,
  };
}

const text = (cell: Cell | undefined): string => (cell === null || cell === undefined ? '' : String(cell));

/** Lists of codes travel as JSON text or, from older imports, with commas. */
export function codes(cell: Cell | undefined): string[] {
  const s = text(cell).trim();
  if (s === '') return [];
  if (s.startsWith('[')) {
    try {
      const read: unknown = JSON.parse(s);
      if (Array.isArray(read)) return read.map(String);
    } catch {
      return [s];
    }
  }
  return s.split(/[,，、;；]/u).map((x) => x.trim()).filter(Boolean);
}

/** Who went, with their names; one whom this computer has no name for is left out of the choice and stays on record. */
export function visitorsOf(detail: VisitDetail): CodeOption[] {
  const ids = codes(detail.visit.fields['person_ids']);
  const names = detail.row.person_names;
  return ids.length === names.length ? ids.map((code, i) => ({ code, label: names[i] ?? '' })) : [];
}

/** The recorded visit as a form, to be corrected. */
export function fromDetail(detail: VisitDetail): VisitForm {
  const f = detail.visit.fields;
  return {
    ...blankVisit(detail.row.household_id, detail.row.visited_on),
    personIds: codes(f['person_ids']),
    mode: text(f['mode']) || 'home',
    purposes: codes(f['purposes']),
    policies: codes(f['policies']),
    met: text(f['met']),
    note: text(f['note']),
    satisfaction: text(f['satisfaction']),
    dayPart: text(f['day_part']),
  };
}
