import { mount } from '@vue/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import { shallowRef } from 'vue';
import { receipt } from '../rowOfAll';

const world = vi.hoisted(() => ({ card: {} as object }));
vi.mock('@/api/client', () => ({ useQuery: () => ({ data: shallowRef(world.card), current: shallowRef(world.card), error: shallowRef(null), loading: shallowRef(false), refetch: () => undefined }), call: () => Promise.reject(new Error()), onChanged: () => () => undefined, touches: () => false, changed: () => undefined }));
const { default: CardRail } = await import('./CardRail.vue');
const { default: HouseholdPeek } = await import('./HouseholdPeek.vue');
const { setLanguage } = await import('@/locales');

const visit = { id: 'v', visited_on: '2018-09-20', person_names: ['沈知远', '区月英'], purposes: ['routine', 'check'], note: '', receipt };
const card = { household: { id: 'h', fields: {}, conflict_fields: [], receipt }, row: { id: 'h', head_name: '黎根生', state: '0', state_year: 2018, risks: [], remarks: ['id_length', 'id_wrong'], group_name: '', helper_name: '', cause: '', people: 1, income_fen: null }, members: [], problems: [], requests: [], measures: [], policies: [], incomes: [], line_fen: null, visits: [visit], visits_total: 1 };

afterEach(() => setLanguage('zh-CN'));
test.each([
  ['zh-CN', true],
  ['en', false],
] as const)('in %s the lists of a household are joined by 、: %s', (language, chinese) => {
  setLanguage(language);
  world.card = card;
  for (const [of, props] of [[CardRail, { card, mayEdit: false }], [HouseholdPeek, { id: 'h', canRecord: false }]] as const) {
    const w = mount(of as never, { props: props as never, global: { stubs: { RouterLink: true, ReceiptMark: true, StatePill: true } } });
    expect(w.text().includes('、')).toBe(chinese);
    expect(w.text().includes(', ')).toBe(!chinese);
    w.unmount();
  }
});
