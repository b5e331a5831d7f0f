/** A made-up roster beside the made-up village: `?demo=roster` holds one, `reading` and `refused` stop on the way to it, `roster-error|writing|failed` after. */
import type { ImportHome, ImportOpened, ImportRow, ImportSummary, ImportTab, ShellOperations } from '../../src/api/generated';
import { households } from './data';

/** Who lives with the head. */
const OTHERS = [['区月英', '02'], ['张明远', '03'], ['陈小兰', '03'], ['罗文秀', '05'], ['石大有', '05']] as const;
const FATES = ['new', 'changed', 'changed', 'unchanged', 'left_out'] as const;
const rows: ImportRow[] = households.map((h, at) => {
  const fate = FATES[at % 5] ?? 'new';
  const doubts = at % 4 === 0 || fate === 'left_out' ? 1 + (at % 3) : 0;
  const choosable = fate === 'new' || fate === 'changed';
  return { at, head_name: h.head_name, number: h.number, village_name: '石磨坪村', group_name: h.group_name, sheet: '花名册', row: 4 + at * 4, people: 1 + (at % 4), fate, changes: fate === 'changed' ? 1 + (at % 4) : 0, doubts, repairs: at % 3, chosen: choosable && !doubts, choosable, taken: false };
});
const is = (r: ImportRow, tab: ImportTab): boolean => tab === 'all' || r.fate === tab || (tab === 'doubtful' && r.doubts > 0);
const isSure = (r: ImportRow): boolean => r.choosable && !r.doubts;
const number = (tab: ImportTab): number => rows.filter((r) => is(r, tab)).length;
const why = { zh: '证件号码的校验位不对，可能抄错一位', en: 'The check character does not fit: one digit may be wrong' };

export const summary = (): ImportSummary => ({
  file: '石磨坪村2018年9月花名册.xlsx', layout: 'H1', sheets: ['花名册'], rows_read: 475, listed_on: '2018-09-30', repairs: 38, unmapped: ['用户照片', '长号码', '短号码'],
  tabs: { all: number('all'), new: number('new'), changed: number('changed'), unchanged: number('unchanged'), doubtful: number('doubtful'), left_out: number('left_out') },
  chosen: rows.filter((r) => r.chosen).length, taken: rows.filter((r) => r.taken).length,
  loose: [{ sheet: '花名册', row: 480, column: '', kind: 'row_not_a_person', value: '见附表二', why: { zh: '这一行有内容，但看不出是谁', en: 'Something stands here, but not a person' }, see_sheet: '', see_row: null }], loose_total: 1,
});
const home = (at: number): ImportHome => {
  const row = { ...(rows[at] as ImportRow) };
  const change = (record: string, field: string, codes: string, from: string | number | null, to: string | number) => ({ record, field, codes, from: row.fate === 'new' ? null : from, to });
  const none = row.fate === 'unchanged' || row.fate === 'left_out';
  return {
    row,
    changes: none ? [] : [change('household', 'income_per_head_fen', '', 320_000, 410_000), change('household', 'causes', 'cause', '["01"]', '["01","04"]'), change('household', 'phone', '', '100****0011', '100****0023')],
    people: [
      { name: row.head_name, relation: '01', sheet: row.sheet, row: row.row, fate: row.fate, removed: false, changes: none ? [] : [change('member', 'labour', 'labour', '01', '03'), change('member', 'medical_insured', 'yes_no', null, 1)] },
      ...OTHERS.slice(0, row.people - 1).map(([name, relation], i) => ({ name, relation, sheet: row.sheet, row: row.row + 1 + i, fate: none || i ? (row.fate === 'changed' ? 'unchanged' as const : row.fate) : 'new' as const, removed: false, changes: none || (i && row.fate !== 'new') ? [] : [{ record: 'member', field: 'id_number', codes: '', from: null, to: `991128********00${21 + i}` }] })),
    ],
    doubts: Array.from({ length: row.doubts }, (_, i) => ({ sheet: row.sheet, row: row.row + i, column: '证件号码', kind: 'bad_check_digit', value: '991128********0031', why, see_sheet: i ? row.sheet : '', see_row: i ? row.row : null })),
    repairs: Array.from({ length: row.repairs }, (_, i) => ({ sheet: row.sheet, row: row.row + i, column: '联系电话', from: '100****0011', to: '100****0011', why: { zh: '去掉电话里的分隔符', en: 'Separators in the phone removed' } })),
  };
};
const counts = (n: number, m: number, u: number) => ({ new: n, updated: m, unchanged: u });

const demo = new URLSearchParams(location.search).get('demo') ?? '';
let held = demo.startsWith('roster');
export const opened = (state: string): ImportOpened => {
  const file = '石磨坪村2018年9月花名册.xlsx';
  if (state === 'refused') return { file, summary: null, refused: { code: 'password_protected', hint: { zh: '在 Excel 里打开，文件 ▸ 信息 ▸ 保护工作簿，去掉密码后另存', en: 'Open it in Excel, remove the password under File ▸ Info ▸ Protect Workbook, and save it' }, detail: '' } };
  held = true;
  return { file, summary: summary(), refused: null };
};

type Acts = { [K in keyof ShellOperations as K extends `import.${string}` ? K : never]: (request: ShellOperations[K]['request']) => ShellOperations[K]['response'] };
export const acts: Acts = {
  'import.state': () => (held ? summary() : null),
  'import.list': ({ tab, q, limit, offset }) => {
    const found = rows.filter((r) => is(r, tab) && (!q || r.head_name.includes(q) || r.number.includes(q)));
    return { rows: found.slice(offset, offset + limit), total: found.length, chosen: found.filter((r) => r.chosen).length, sure: found.filter(isSure).length, sure_chosen: found.filter((r) => isSure(r) && r.chosen).length };
  },
  'import.home': ({ at }) => home(at),
  'import.choose': ({ at, tab, chosen }) => {
    for (const r of rows) if ((at === null ? is(r, tab) : r.at === at) && r.choosable && (at !== null || !chosen || isSure(r))) r.chosen = chosen;
    return summary();
  },
  'import.take': () => {
    const all = rows.filter((r) => r.chosen);
    const isCut = demo === 'roster-failed';
    const took = isCut ? all.slice(0, 9) : all;
    const fresh = took.filter((r) => r.fate === 'new').length;
    for (const r of took) Object.assign(r, { chosen: false, choosable: false, taken: true });
    return { id: 'R1', households: counts(fresh, took.length - fresh, 0), members: counts(fresh * 3, took.length, 0), left_out: 0, changed_since_look: 0, done: took.length, total: all.length, stopped: false, failed: isCut ? { code: 'disk_full', detail: '' } : null };
  },
  'import.stop': () => ({}),
  'import.close': () => {
    held = false;
    return {};
  },
  'import.undo': () => {
    const back = rows.filter((r) => r.taken);
    for (const r of back.slice(2)) Object.assign(r, { choosable: true, taken: false });
    return { back: Math.max(0, back.length - 2), stayed: Math.min(2, back.length), left: 0, failed: null };
  },
};
