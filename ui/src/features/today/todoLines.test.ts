import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { zh } from '@/locales';
import TodoLines from './TodoLines.vue';
import { draftRoute } from './todo';

test('what came back says what it is: two records of one household are told apart', () => {
  const row = { household_id: null, code: '', meta: 'not_permitted', days: 0, due_on: null };
  const rows = [{ ...row, kind: 'visit', id: 'V1', title: '罗兴旺' }, { ...row, kind: 'stay', id: 'S1', title: '2018-09-29' }, { ...row, kind: 'conflict', id: '', title: '', meta: '张德顺', days: 2 }];
  const w = mount(TodoLines, { props: { groups: [{ kind: 'returned' as const, total: 3, rows }], today: '2018-09-30' }, global: { stubs: { RouterLink: true } } });
  expect(w.findAll('[data-todo] > b').map((b) => b.text())).toEqual(['走访 罗兴旺', '住村 2018年9月29日', '2 处和县里不一样']);
});

const sources = import.meta.glob<string>(['../../**/*.vue', '../../**/*.ts', '!../../**/*.test.ts'], { query: '?raw', import: 'default', eager: true });
/** Every form that keeps what is typed: those named where they are written, and those that one drawer has by turns. */
const forms = [
  ...new Set([
    ...Object.values(sources).flatMap((source) => [...source.matchAll(/\bform: '(\w+)'|\bdraft-form="(\w+)"/g)].map((found) => found[1] ?? found[2] ?? '')),
    ...['visit', 'visit_edit', 'household', 'member', 'problem', 'problem_edit', 'household_plan', 'household_plan_line', 'village_plan', 'village_plan_line'],
  ]),
];
test('a draft of any form is told by the words of its form, and can be taken up again', () => {
  expect(forms).toEqual(expect.arrayContaining(['event', 'inquiry', 'tour', 'measure_edit']));
  const row = { household_id: null, code: '', title: '', meta: '', days: 0, due_on: null };
  const rows = forms.map((kind) => ({ ...row, kind, id: 'a/2018/new' }));
  const w = mount(TodoLines, { props: { groups: [{ kind: 'drafts' as const, total: rows.length, rows }], today: '2018-09-30' }, global: { stubs: { RouterLink: true } } });
  const words: Readonly<Record<string, string>> = zh.today.draft;
  expect(w.findAll('[data-todo] > b').map((b) => b.text())).toEqual(forms.map((form) => words[form]));
  expect(forms.filter((form) => draftRoute(form, 'a/2018/new') === null).sort()).toEqual(['feedback', 'visit', 'visit_edit']);
});
