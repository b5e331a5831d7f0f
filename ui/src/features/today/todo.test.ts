import { describe, expect, it } from 'vitest';
import type { TodoRow } from '@/api/generated';
import { actOf, draftRoute, dueOf, MORE, routeOf, rowsShown, todoCount } from './todo';

const TODAY = '2018-09-30';
const row = (part: Partial<TodoRow> = {}): TodoRow => ({ kind: 'measure', household_id: null, code: '', id: 'x', title: '', meta: '', days: 0, due_on: null, ...part });

describe('what a row says at its end', () => {
  it('a household not visited is owed, never late', () => expect(dueOf('unvisited', row({ days: 56 }), TODAY)).toEqual({ key: 'daysAgo', n: 56, tone: 'attention' }));
  it('a household never visited says so', () => expect(dueOf('unvisited', row({ days: -1 }), TODAY).key).toBe('never'));
  it.each([
    ['2018-09-22', 'overdue', 8, 'danger'],
    ['2018-09-30', 'dueToday', 0, 'attention'],
    ['2018-10-02', 'left', 2, 'attention'],
    ['2018-10-07', 'left', 7, 'plain'],
    ['2018-12-01', 'due', 62, 'plain'],
  ])('a measure due on %s is %s', (due_on, key, n, tone) => expect(dueOf('measures', row({ due_on }), TODAY)).toEqual({ key, n, tone }));
  it('a request that is done waits for the household, however old', () => expect(dueOf('requests', row({ code: 'solved', due_on: '2018-09-01' }), TODAY)).toEqual({ key: 'solved', n: 0, tone: 'attention' }));
  it('a conflict has its own colour', () => expect(dueOf('returned', row({ kind: 'conflict' }), TODAY).tone).toBe('conflict'));
});

describe('where a row leads', () => {
  it('a conflict is chosen, a returned record is put right', () => {
    expect(actOf('returned', row({ kind: 'conflict' }))).toBe('see');
    expect(actOf('returned', row({ kind: 'visit' }))).toBe('fix');
    expect(routeOf('returned', row({ kind: 'conflict' }))).toBe('/sync/conflicts');
  });
  it('every row of every group leads somewhere that there is', () => {
    const pages = /^\/($|visits|attendance|households|measures|problems|sync)/;
    for (const kind of ['returned', 'unvisited', 'measures', 'problems', 'checks', 'requests'] as const) expect(routeOf(kind, row({ household_id: 'h1' })), kind).toMatch(pages);
    for (const form of ['household', 'member', 'income', 'event', 'measure', 'measure_progress', 'problem', 'problem_step', 'problem_edit', 'measure_edit', 'request', 'request_progress', 'wish', 'distribution', 'tour', 'inquiry', 'household_plan', 'household_plan_line', 'housing_solution', 'village_plan', 'village_plan_line']) expect(draftRoute(form, 'h1/m1'), form).toMatch(pages);
    for (const to of Object.values(MORE)) expect(to).toMatch(pages);
  });
  it('a problem of the whole village leads to the ledger as one of a household does', () => expect(routeOf('problems', row({ id: 'q1' }))).toBe('/problems/q1'));
  it('a draft of a visit has no page, it opens in the dialog', () => expect(draftRoute('visit', 'h1')).toBeNull());
  it('a draft of a plan opens at its line and year', () => {
    expect(draftRoute('household_plan_line', 'h1/2018/l1')).toBe('/households/h1?at=plan&year=2018&plan=l1');
    expect(draftRoute('village_plan_line', '431128103201/2018/target')).toBe('/measures/plan?village=431128103201&year=2018&edit=target');
  });
  it('a draft of a member opens on its household', () => expect(draftRoute('member', 'h1/m2')).toBe('/households/h1?edit=m2'));
  it('a draft of an income opens with its year', () => expect(draftRoute('income', 'h1/2017')).toBe('/households/h1?edit=income&year=2017'));
});

it('a tall window shows more rows of a group', () => {
  expect(rowsShown(768)).toBe(6);
  expect(rowsShown(1080)).toBe(14);
});
it('the count is that of all rows, not of those shown', () => expect(todoCount([{ kind: 'measures', total: 15, rows: [row()] }, { kind: 'problems', total: 2, rows: [] }])).toBe(17));
