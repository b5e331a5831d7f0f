/** Plans, housing and the way of a household in the made-up village. */
import type { Cell, Operations, RecordView, TimelineEvent } from '../../src/api/generated';

type View = (id: string, fields: Record<string, Cell>) => RecordView;
type Plans = 'plan.household' | 'plan.village' | 'housing.get' | 'household.timeline' | 'measure.suggest';
type Answers = { [K in Plans]: (request: Operations[K]['request']) => Operations[K]['response'] };

const event = (on: string, kind: string, more: Partial<TimelineEvent> = {}): TimelineEvent => ({ on, kind, id: null, text: '', list: '', from: [], to: [], count: 0, by_name: '', ...more });
const EVENTS: TimelineEvent[] = [
  event('2014', 'identified', { list: 'standard', to: ['0'] }),
  event('2014', 'causes', { list: 'cause', to: ['01', '09'] }),
  event('2015-03-12', 'measure_begun', { id: 'M003', text: '医疗救助', list: 'measure_class', to: ['health'] }),
  event('2015-11-30', 'measure_done', { id: 'M003', text: '医疗救助', list: 'measure_class', to: ['health'] }),
  event('2016-04', 'visits', { count: 2 }),
  event('2016-05', 'visits', { count: 1 }),
  event('2016-06-18', 'problem_found', { id: 'Q1', text: '屋后排水沟堵塞' }),
  event('2016-07-02', 'problem_closed', { id: 'Q1', text: '屋后排水沟堵塞' }),
  event('2017-04', 'visits', { count: 2 }),
  event('2017-10', 'visits', { count: 1 }),
  event('2018-02-10', 'planned', { text: '年人均收入过线', to: ['2018'] }),
  event('2018-03-01', 'measure_begun', { id: 'M004', text: '香菇大棚', list: 'measure_class', to: ['industry'] }),
  event('2018-03-01', 'housing', { list: 'housing_kind', from: ['decided'], to: ['repair'] }),
  event('2018-06-11', 'measure_dropped', { id: 'M005', text: '黄牛寄养', list: 'measure_class', from: ['牛棚被淹，改种香菇'], to: ['industry'] }),
  event('2018-06-15', 'housing', { list: 'housing_kind', from: ['started'], to: ['repair'] }),
  event('2018-06-20', 'changed', { list: 'state', from: ['0'], to: ['1'], text: '收入稳定过线', by_name: '罗青松' }),
  event('2018-09', 'visits', { count: 3 }),
];
const LINES: [string, string, string, number, string | null][] = [
  ['儿子外出务工', 'AAC073', '张明远', 1200000, '2018-12-31'],
  ['种香菇两亩，合作社包销', 'AAC071', '张德顺、县农业局', 900000, '2018-11-30'],
  ['菌棒和大棚', 'AAC074', '张德顺', 260000, null],
  ['残疾人两项补贴', 'AAC085', '村委会代办', 128000, null],
];
const TARGETS: [string, number, string, string, string][] = [['脱贫', 12, '户', '沈知远', 'running'], ['适龄儿童全部在校', 31, '人', '村小学', 'done']];
const PROJECTS: [string, number, string, number, string, string][] = [['硬化磨沟通组路', 2, '公里', 86000000, '县交通局', 'running'], ['上坪、磨沟集中供水', 1, '处', 42000000, '县水利局', 'planned'], ['村级光伏电站 100 千瓦', 1, '座', 70000000, '县发改局', 'done']];

export function plans(view: View, empty: boolean): Answers {
  return {
    'plan.household': ({ year }) => {
      const has = !empty && year === 2018;
      const lines = has ? LINES.map(([content, item, by_whom, expected_fen, due_on], i) => view(`L${i}`, { year, content, item, by_whom, expected_fen, due_on })) : [];
      const items = has ? [{ item: 'AAC073', fen: 1200000, is_cost: false }, { item: 'AAC071', fen: 900000, is_cost: false }, { item: 'AAC085', fen: 128000, is_cost: false }, { item: 'AAC074', fen: 260000, is_cost: true }] : [];
      return { year, years: [2018, 2017], plan: has ? view('HP', { year, goal: '年人均收入稳定过线，房屋安全', agreed_on: '2018-02-10', note: '' }) : null, lines, sums: { items, people: 3, net_fen: has ? 1968000 : 0, per_head_fen: has ? 656000 : null }, before_fen: has ? 606700 : null, line_fen: has ? 353500 : null };
    },
    'plan.village': ({ division_code, year }) => {
      const has = !empty && year === 2018;
      const targets = TARGETS.map(([content, quantity, quantity_unit, by_whom, state], i) => view(`T${i}`, { kind: 'target', content, quantity, quantity_unit, by_whom, due_on: '2018-12-31', state }));
      const projects = PROJECTS.map(([content, quantity, quantity_unit, amount_fen, by_whom, state], i) => view(`P${i}`, { kind: 'project', content, quantity, quantity_unit, amount_fen, by_whom, due_on: '2018-11-30', state }));
      return { division_code, division_name: '石磨坪村', year, years: [2018], plan: has ? view('VP', { goal: '整村退出，贫困发生率降到 2% 以下', agreed_on: '2018-01-20', note: '村民代表会议通过' }) : null, lines: has ? [...targets, ...projects] : [] };
    },
    'housing.get': ({ id }) => ({ is_needed: true, solution: empty || id === 'H024' ? null : { ...view(id, { kind: 'repair', state: 'started', decided_on: '2018-03-01', started_on: '2018-06-15', finished_on: null, note: '县住建局补助 2.1 万元' }), conflict_fields: [] } }),
    'household.timeline': () => ({ events: empty ? [] : EVENTS, is_older_at_county: !empty }),
    'measure.suggest': () => ({
      classes: empty
        ? []
        : [
            { class: 'health', reasons: [{ list: 'cause', code: '01', rule: '3_11_003' }], is_there: false },
            { class: 'social_security', reasons: [{ list: 'cause', code: '01', rule: '3_11_003' }], is_there: true },
            { class: 'finance', reasons: [{ list: 'cause', code: '09', rule: '' }], is_there: false },
          ],
    }),
  };
}
