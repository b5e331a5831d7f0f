import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import TodoLines from './TodoLines.vue';

test('what came back says what it is: two records of one household are told apart', () => {
  const row = { household_id: null, code: '', meta: 'not_permitted', days: 0, due_on: null };
  const rows = [{ ...row, kind: 'visit', id: 'V1', title: '罗兴旺' }, { ...row, kind: 'stay', id: 'S1', title: '2018-09-29' }, { ...row, kind: 'conflict', id: '', title: '', meta: '张德顺', days: 2 }];
  const w = mount(TodoLines, { props: { groups: [{ kind: 'returned' as const, total: 3, rows }], today: '2018-09-30' }, global: { stubs: { RouterLink: true } } });
  expect(w.findAll('[data-todo] > b').map((b) => b.text())).toEqual(['走访 罗兴旺', '住村 2018年9月29日', '2 处和县里不一样']);
});
