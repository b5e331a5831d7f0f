import type { TodoGroup, TodoRow } from '@/api/generated';
import { diffDays, type Day } from '@/lib/dates';

export type Tone = 'danger' | 'attention' | 'conflict' | 'plain';
export interface Due {
  key: 'never' | 'waited' | 'daysAgo' | 'overdue' | 'dueToday' | 'left' | 'due' | 'solved' | 'none';
  n: number;
  tone: Tone;
}

const NEAR_DAYS = 3;
const FAR_DAYS = 30;

/** What stands at the end of a row. A household that waits for a visit is owed, never late. */
export function dueOf(kind: TodoGroup['kind'], row: TodoRow, today: Day): Due {
  if (kind === 'unvisited') return row.days < 0 ? { key: 'never', n: 0, tone: 'attention' } : { key: 'daysAgo', n: row.days, tone: 'attention' };
  if (kind === 'checks') return { key: 'waited', n: row.days, tone: 'attention' };
  if (kind === 'returned') return { key: 'none', n: 0, tone: row.kind === 'conflict' ? 'conflict' : 'danger' };
  // What is done waits for the household's word and is not late.
  if (kind === 'requests' && row.code === 'solved') return { key: 'solved', n: 0, tone: 'attention' };
  if (kind === 'drafts' || !row.due_on) return { key: 'none', n: 0, tone: kind === 'drafts' ? 'attention' : 'plain' };
  const left = diffDays(row.due_on, today);
  if (left < 0) return { key: 'overdue', n: -left, tone: 'danger' };
  if (left === 0) return { key: 'dueToday', n: 0, tone: 'attention' };
  if (left > FAR_DAYS) return { key: 'due', n: left, tone: 'plain' };
  return { key: 'left', n: left, tone: left <= NEAR_DAYS ? 'attention' : 'plain' };
}

export type Act = 'fix' | 'see' | 'record' | 'carryOn' | null;

export function actOf(kind: TodoGroup['kind'], row: TodoRow): Act {
  if (kind === 'unvisited') return 'record';
  if (kind === 'drafts') return 'carryOn';
  if (kind === 'returned') return row.kind === 'conflict' ? 'see' : 'fix';
  return null;
}

/** Where Enter leads; a draft opens its form instead. */
export function routeOf(kind: TodoGroup['kind'], row: TodoRow): string | null {
  switch (kind) {
    case 'unvisited':
      return `/households/${row.id}`;
    case 'measures':
      return `/measures?id=${row.id}`;
    case 'problems':
    case 'checks':
      return `/problems/${row.id}`;
    case 'requests':
      return `/visits/requests?id=${row.id}`;
    case 'returned':
      return row.kind === 'conflict' ? '/sync/conflicts' : '/sync/refused';
    case 'drafts':
      return draftRoute(row.kind, row.id);
  }
}

/** The forms that live on a page of their own; a visit's draft opens in the dialog, from anywhere. */
export function draftRoute(form: string, subject: string): string | null {
  switch (form) {
    case 'household':
      return `/households/${subject}?edit=household`;
    case 'member': {
      const [household, member] = subject.split('/');
      return `/households/${household}?edit=${member}`;
    }
    case 'income': {
      const [household, year] = subject.split('/');
      return `/households/${household}?edit=income&year=${year}`;
    }
    case 'event':
      return `/households/${subject}?edit=event`;
    case 'measure':
      return `/measures?add=${encodeURIComponent(subject)}`;
    case 'problem':
      return `/problems?add=${encodeURIComponent(subject)}`;
    case 'problem_step':
      return `/problems/${subject}`;
    case 'problem_edit':
      return `/problems/${subject}?edit=1`;
    case 'request':
      return `/visits/requests?add=${encodeURIComponent(subject)}`;
    case 'request_progress':
      return `/visits/requests?id=${subject}`;
    case 'wish':
      return `/visits/wishes?edit=${subject}`;
    case 'distribution':
      return `/visits/distributions?edit=${subject}`;
    case 'tour':
      return `/visits/tours?edit=${subject}`;
    case 'inquiry':
      return `/visits/inquiries?edit=${subject}`;
    case 'measure_progress':
      return `/measures?id=${subject}`;
    case 'measure_edit':
      return `/measures?id=${subject}&edit=1`;
    case 'household_plan':
    case 'household_plan_line': {
      const [household, year, what] = subject.split('/');
      return `/households/${household}?at=plan&year=${year}&plan=${what}`;
    }
    case 'housing_solution':
      return `/households/${subject}?at=housing&housing=1`;
    case 'village_plan':
    case 'village_plan_line': {
      const [village, year, what] = subject.split('/');
      return `/measures/plan?village=${village}&year=${year}&edit=${what}`;
    }
    default:
      return null;
  }
}

/** Household and class are codes, said in the language in use. */
export const codeListOf = (kind: TodoGroup['kind']): 'cause' | 'measure_class' | null => (kind === 'unvisited' ? 'cause' : kind === 'measures' ? 'measure_class' : null);

/** Where the rest of a group is read; drafts are all in it. */
export const MORE: Partial<Record<TodoGroup['kind'], string>> = {
  returned: '/sync/refused',
  unvisited: '/households?view=unvisited_month',
  measures: '/measures?view=open',
  problems: '/problems?view=open',
  checks: '/problems?view=waiting',
  requests: '/visits/requests',
};

/** A group shows only so many rows at first; its head says how many there are. */
export const rowsShown = (windowHeight: number): number => (windowHeight >= 900 ? 14 : 6);

export const todoCount = (groups: readonly TodoGroup[]): number => groups.reduce((n, g) => n + g.total, 0);
