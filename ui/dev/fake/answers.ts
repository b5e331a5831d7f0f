/** Answers of the made-up village, typed by the same contract as the real ones. Writes change it until the page is loaded again. */
import type { Cell, DayRow, DistributionRow, Draft, Facet, HistoryRow, HouseholdCard, HouseholdRow, Faults, LaptopFacts, Operations, PhotoRow, Receipt, RecordView, SavedFilter, Settings, ShellState, SyncStatus } from '../../src/api/generated';
import { diffDays } from '../../src/lib/dates';
import { ApiFailure } from '../../src/platform/types';
import { households, initials, inquiries, inquiryTallies, isOpen, measures, month, NOW_MS, pinyin, policies, portions, present, problems, receipt, REMEDIES, requests, TEAM, TODAY, tourHomes, tours, UNITS, visits, wishes } from './data';
import { plans } from './plans';
import { act, stepsOf } from './steps';

const url = new URLSearchParams(location.search);
export const look = { console: url.get('as') === 'county', town: url.get('as') === 'town', profile: url.get('profile') ?? 'open', state: url.get('demo') ?? '', net: url.get('net') ?? 'offline', trouble: url.get('trouble') ?? '', evening: url.get('evening') ?? '' };
const settings: Settings = { type_size: (url.get('type') ?? 'standard') as Settings['type_size'], language: (url.get('lang') ?? 'zh-CN') as Settings['language'], lock_minutes: 10, single_keys: true, reveal_seconds: 15 };
const drafts: Draft[] = [];
const filters: SavedFilter[] = url.get('filters') ? [{ list: 'household', name: '上坪因病', query: '{"causes":["01"],"groups":["上坪组"],"view":"all"}' }] : [];
const days = new Map<string, DayRow[]>();
const monthRows = (m: string): DayRow[] => days.get(m) ?? (days.set(m, month(m)), days.get(m) as DayRow[]);
let counter = 40;
const bare = look.state === 'empty';

export const status: SyncStatus = {
  network: look.net === 'online' ? 'online' : 'offline', running: look.net === 'running', percent: 46, pending: bare ? 0 : 3, pending_photos: bare ? 0 : 3, pending_bytes: bare ? 0 : 812_000, receipted: 1281, conflicts: bare ? 0 : 2, returned: 0, held: bare ? 0 : 1,
  last_sync_at_ms: look.net === 'never' ? null : NOW_MS - 2 * 86_400_000, trouble: look.trouble, trouble_detail: look.trouble === 'retry_later' ? '90' : '', clock_offset_ms: look.trouble === 'clock' ? 3 * 3_600_000 : 0, asks_today: look.trouble === 'clock', server: 'https://zhucun.example', seconds_estimate: 40,
};
export const shell: ShellState = { profile: look.profile as ShellState['profile'], detail: '', name: '沈知远', role: 'first_secretary', place: '柳坪镇 · 石磨坪村', pending: 3, last_sync_at_ms: NOW_MS - 2 * 86_400_000, tries_left: 5, wait_seconds: 0, fetched: 4210, percent: 46, parts: [{ record: 'household', rows: 126 }, { record: 'member', rows: 475 }, { record: 'visit', rows: 1204 }], has_recovery: url.get('recovery') !== null, type_size: settings.type_size, language: settings.language, others: url.get('others') ? [{ folder: 'profile-2', name: '何立秋', place: '石磨坪村', pending: 4 }] : [] };

export const facts: LaptopFacts = { version: '0.1.0', schema: 4, passphrase_at_ms: NOW_MS - 90 * 86_400_000, recovery_at_ms: url.get('recovery') ? NOW_MS - 30 * 86_400_000 : null, recovery_used: false, backups: look.state === 'empty' ? [] : [0, 1, 3].map((d) => ({ name: `${d}.zhucun`, made_at_ms: NOW_MS - d * 86_400_000 - 3.1e6, bytes: 213_000_000 - d * 400_000 })), device: '01923f6e-5a1c-7b3e-9d42-6f0b8c7a1e55', file_bytes: 214_000_000, free_bytes: 38_600_000_000 };
export const faults: Faults = { now_ms: NOW_MS, system: 'Debian GNU/Linux 12 (bookworm), x86_64', rows: [{ record: 'household', rows: 126 }, { record: 'visit', rows: 840 }], refused: look.state === 'empty' ? [] : [{ at_ms: NOW_MS - 3.6e6, operation: 'measure.save', code: 'violations' }] };

const facet = <T>(rows: readonly T[], of: (r: T) => string[]): Facet[] => {
  const m = new Map<string, number>();
  rows.forEach((r) => of(r).forEach((c) => m.set(c, (m.get(c) ?? 0) + 1)));
  return [...m].map(([code, count]) => ({ code, label: code, count }));
};
const saved = (id: string): { id: string; change_set: string; version: number; state: 'stored' } => {
  status.pending += 1;
  return { id, change_set: `own-${++counter}`, version: counter, state: 'stored' };
};
/** `demo=held|returned|parked`: how far a household or a problem has come. */
const standing = (): Receipt => (look.state === 'held' || look.state === 'returned' ? { ...receipt(look.state), reason: look.state === 'held' ? 'row_absent' : 'sealed' } : { ...receipt('receipted', 7), parked: look.state === 'parked' });
/** `demo=bare`: a household that nothing is written on yet. */
const isBare = look.state === 'bare';
/** `demo=bad`: the rules have something to say against what is saved. */
const judged = <T>(violations: Record<string, string>, done: () => T): T => {
  if (look.state === 'bad') throw new ApiFailure({ code: 'violations', detail: '', violations: Object.entries(violations).map(([field, code]) => ({ field, code })) });
  return done();
};
const view = (id: string, fields: Record<string, Cell>): RecordView => ({ id, version: 3, fields, receipt: receipt('receipted', 7), conflict_fields: id === 'H023' ? ['phone'] : [] });
const match = (h: HouseholdRow, q: string): boolean => !q || h.head_name.includes(q) || initials(h.head_name).startsWith(q.toLowerCase()) || pinyin(h.head_name).startsWith(q.toLowerCase()) || h.number.endsWith(q) || h.group_name.includes(q);
const page = <T>(rows: T[], limit: number, offset: number): T[] => (look.state === 'empty' ? [] : rows.slice(offset, offset + limit));
const total = (n: number): number => (look.state === 'empty' ? 0 : n);
const inView: Record<string, (h: HouseholdRow) => boolean> = { all: () => true, unvisited_month: (h) => (h.last_visit_on ?? '') < '2018-09-01', unvisited_30: (h) => diffDays(TODAY, h.last_visit_on ?? TODAY) >= 30, unvisited_60: (h) => diffDays(TODAY, h.last_visit_on ?? TODAY) >= 60, to_exit: (h) => h.state === '0' && h.state_year === 2018, risk: (h) => h.risks.length > 0, not_out: (h) => h.state === '0', remarks: (h) => h.remarks.length > 0 };
const inMeasures: Record<string, (m: (typeof measures)[number]) => boolean> = { open: isOpen, late: (m) => m.late_days > 0, due_7: (m) => isOpen(m) && diffDays(m.due_on ?? TODAY, TODAY) <= 7 && m.late_days === 0, village: (m) => m.household_id === null, done: (m) => m.state === 'done', dropped: (m) => m.state === 'dropped' };
const inRequests: Record<string, (r: (typeof requests)[number]) => boolean> = { waiting: (r) => r.state === 'open' || r.state === 'solved', late: (r) => r.late_days > 0, solved: (r) => r.state === 'solved', confirmed: (r) => r.state === 'confirmed', declined: (r) => r.state === 'declined' };
const sectorsOf = (h: HouseholdRow): string[] => [...(h.cause === '01' ? ['sick'] : []), ...(h.cause === '02' ? ['disabled'] : []), ...(h.cause === '03' ? ['students'] : [])];
const given = (): DistributionRow[] => [{ id: 'G1', version: 2, division_code: '431128104201', division_name: '石磨坪村', given_on: '2018-09-26', item: '鹅雏', quantity: 20, quantity_unit: '只', source: '县畜牧局', note: '带一袋饲料', households: portions.length, received: portions.filter((x) => x.received_on).length, receipt: receipt('stored'), conflict: false }, { id: 'G2', version: 2, division_code: judge ? '431128104202' : '431128104201', division_name: judge ? '竹园村' : '石磨坪村', given_on: '2018-09-10', item: '大米', quantity: 1, quantity_unit: '袋', source: '县民政局', note: '', households: 9, received: 9, receipt: receipt('receipted', 3), conflict: false }];
/** A township's rows are of two of its villages. */
const spread = <T extends { village_name: string }>(rows: T[]): T[] => (judge ? rows.map((r, i) => (i % 3 === 2 ? { ...r, village_name: '竹园村' } : r)) : rows);
const owed = (): HouseholdRow[] => households.filter((h) => inView.unvisited_month?.(h)).sort((a, b) => ((a.last_visit_on ?? '') < (b.last_visit_on ?? '') ? -1 : 1));
const changedAt = (visit: string): number => (visits.find((v) => v.id === visit)?.recorded_at_ms ?? NOW_MS - 3.6e6) + 1.2e6;
const some = (chosen: string[], code: string): boolean => !chosen.length || chosen.includes(code);

const SORTS: Record<string, (h: HouseholdRow) => string | number> = { name: (h) => pinyin(h.head_name), people: (h) => h.people, state: (h) => h.state, cause: (h) => h.cause, income: (h) => h.income_fen ?? 0, measures: (h) => h.measures_done / h.measures_total, problems: (h) => h.problems_open, last_visit: (h) => h.last_visit_on ?? '' };
const inOrder = (sort: string, a: HouseholdRow, b: HouseholdRow): number => {
  const [x, y] = [SORTS[sort]?.(a) ?? 0, SORTS[sort]?.(b) ?? 0];
  return x < y ? -1 : x > y ? 1 : 0;
};
const any = (chosen: string[], codes: string[]): boolean => !chosen.length || codes.some((code) => chosen.includes(code));
const homeMarks = (h: HouseholdRow): string[] => ['unvisited_month', 'risk', ...(h.problems_open ? ['problem'] : [])].filter((m) => (inView[m] ?? (() => true))(h));
/** One of each: here, smaller, at the county, not handed over by whoever took it. */
const photoRows = (of: string): PhotoRow[] => [[true, true, true], [false, true, true], [false, false, true], [false, false, false]].map(([here = false, shown = false, at_county = false], i) => ({ id: `${of}-p${i}`, sha256: `${i}`.repeat(64), caption: '', width_px: 1600, height_px: 1200, at_county, here, shown, version: 1 }));
const visitMarks = (v: (typeof visits)[number]): string[] => [...(v.problems ? ['problem'] : []), ...(v.receipt.state === 'stored' ? ['pending'] : []), ...(v.late_days > 3 ? ['late'] : []), ...(v.photos ? ['photo'] : []), ...(v.satisfaction.endsWith('unsatisfied') ? ['unsatisfied'] : [])];
const dueMarks = (m: (typeof measures)[number]): string[] => {
  if (!isOpen(m)) return [];
  const days = m.due_on ? diffDays(m.due_on, TODAY) : null;
  return [days === null ? 'none' : days < 0 ? 'late' : days <= 7 ? 'due_7' : days <= 30 ? 'due_30' : 'later'];
};

const inProblems: Record<string, (p: (typeof problems)[number]) => boolean> = { open: (p) => p.state !== 'verified', late: (p) => p.late_days > 0, waiting: (p) => p.state === 'done', common: (p) => p.kind === 'common', closed: (p) => p.state === 'verified' };
const judge = look.console || look.town;
const actsOn = (state: string): string[] => {
  if (state === 'verified') return judge ? ['reopen'] : [];
  if (state === 'done') return judge ? ['verify', 'return'] : [];
  return judge ? ['urge'] : ['submit', 'progress'];
};
const change = (days: number, record: string, record_title: string, field: string, from: Cell, to: Cell, reason: string, by_name = '罗青松'): HistoryRow => ({ at_ms: NOW_MS - days * 86_400_000, by_name, record, record_title, record_year: record === 'income' ? 2018 : null, field, from, to, reason, receipt: receipt(days < 2 ? 'stored' : 'receipted', days) });
const changes = [
  change(1, 'remark_off', 'learning_none', 'created', null, null, '在读技校，学校没给年级', '沈知远'),
  change(4, 'household', '', 'phone', '100****0032', '100****0011', '换了号', '沈知远'),
  change(10, 'member', '张明远', 'work_where', '县内务工', '省外务工', '电话核实'),
  change(10, 'household', '', 'causes', '["01"]', '["01","09"]', '民主评议'),
  change(24, 'income', 'AAC073', 'amount_fen', 850_000, 970_000, '8月起加薪', ''),
  change(102, 'status_event', 'out_of_poverty', 'created', null, null, '收入稳定过线'),
  change(102, 'household', '', 'state', '0', '1', '收入稳定过线'),
  change(102, 'household', '', 'out_of_poverty_year', null, 2018, '收入稳定过线'),
  change(820, 'household', '', 'created', null, null, '导入名册'),
];
type Answers = { [K in keyof Operations]?: (request: Operations[K]['request']) => Operations[K]['response'] };
export const answers: Answers = {
  'session.get': () => ({ side: look.console ? 'county' : 'laptop', account: 'shenzhiyuan', person_id: 'P1', name: look.console ? '程一白' : look.town ? '方立群' : '沈知远', role: look.console ? 'county_office' : look.town ? 'township_reviewer' : 'first_secretary', area: look.console ? { code: '431128', name: '岚溪县', level: 'county', path: ['岚溪县'] } : look.town ? { code: '431128104', name: '柳坪镇', level: 'township', path: ['岚溪县', '柳坪镇'] } : { code: '431128104201', name: '石磨坪村', level: 'village', path: ['岚溪县', '柳坪镇', '石磨坪村'] }, today: TODAY, now_ms: NOW_MS, clock_shift_ms: 0, team: TEAM, reads: look.console || look.town ? ['inquiry'] : [], writes: look.console ? [] : [...(look.town ? ['inquiry'] : []), 'visit', 'measure', 'problem', 'request', 'wish', 'distribution', 'portion', 'tour', 'household', 'member', 'income', 'stay', 'photo', 'village_plan', 'household_plan'] }),
  'session.give_today': (r) => {
    status.asks_today = false;
    return { ...(answers['session.get']?.({}) as Operations['session.get']['response']), today: r.today };
  },
  'settings.get': () => ({ ...settings }),
  'settings.save': (r) => Object.assign(settings, r),
  'filter.list': () => filters,
  'draft.list': () => drafts,
  'draft.save': (r) => {
    const old = drafts.findIndex((d) => d.form === r.form && d.subject === r.subject);
    if (old >= 0) drafts.splice(old, 1);
    drafts.push({ ...r, changed_at_ms: NOW_MS });
    return {};
  },
  'draft.remove': (r) => {
    const old = drafts.findIndex((d) => d.form === r.form && d.subject === r.subject);
    if (old >= 0) drafts.splice(old, 1);
    return {};
  },
  'sync.status': () => ({ ...status }),
  'workbench.get': ({ rows }) => {
    const m = bare ? monthRows('2018-09').map((d) => ({ ...d, id: null, version: 0, day: '', night: '', note: '', recorded: false, recorded_at_ms: null, receipt: null })) : monthRows('2018-09');
    const tonight = m.at(-1) as DayRow;
    const nights = m.filter((d) => d.night === 'stayed').length;
    const late = measures.filter((x) => isOpen(x) && diffDays(x.due_on ?? TODAY, TODAY) <= 7);
    const unvisited = owed();
    const due = problems.filter((x) => x.state !== 'done' && x.state !== 'verified' && diffDays(x.due_on ?? TODAY, TODAY) <= 7);
    return {
      today: TODAY, day_note: '国庆前调休上班', days_left: 92,
      groups: bare ? [] : [
        { kind: 'returned', total: 2, rows: [{ kind: 'conflict', household_id: null, code: '', id: '', title: '', meta: '张德顺；集中供水', days: 2, due_on: null }, { kind: 'visit', household_id: null, code: '', id: 'V0012', title: '罗兴旺', meta: 'not_permitted', days: 0, due_on: null }].slice(0, rows) },
        { kind: 'drafts', total: drafts.length, rows: drafts.map((d) => ({ kind: d.form, household_id: null, code: '', id: d.subject, title: households.find((h) => h.id === d.subject)?.head_name ?? '', meta: String((JSON.parse(d.body) as { note?: string }).note ?? ''), days: 0, due_on: null })) },
        { kind: 'unvisited', total: unvisited.length, rows: unvisited.slice(0, rows).map((h) => ({ kind: 'household', household_id: h.id, code: h.cause, id: h.id, title: h.head_name, meta: h.group_name, days: diffDays(TODAY, h.last_visit_on ?? TODAY), due_on: null })) },
        { kind: 'measures', total: late.length, rows: late.slice(0, rows).map((x) => ({ kind: 'measure', household_id: x.household_id, code: x.class, id: x.id, title: x.content, meta: [x.for_name, x.person_name].filter(Boolean).join(' · '), days: x.late_days, due_on: x.due_on })) },
        ...(judge ? [{ kind: 'checks' as const, total: 1, rows: problems.slice(0, 1).map((x) => ({ kind: 'problem', household_id: x.household_id, code: '', id: x.id, title: x.content, meta: `${x.for_name} · ${x.person_name}`, days: 18, due_on: null })).slice(0, rows) }] : []),
        { kind: 'problems', total: due.length, rows: due.map((x) => ({ kind: 'problem', household_id: x.household_id, code: '', id: x.id, title: x.content, meta: [x.for_name, x.person_name].filter(Boolean).join(' · '), days: 0, due_on: x.due_on })) },
        { kind: 'requests', total: 3, rows: requests.slice(0, 3).map((x) => ({ kind: 'request', household_id: x.household_id, code: x.state, id: x.id, title: x.content, meta: `${x.head_name} · ${x.person_name}`, days: 0, due_on: x.due_on })).slice(0, rows) },
      ],
      tonight: { on: look.evening === 'last' ? '2018-09-29' : TODAY, asks: look.evening === 'last' ? 'last_night' : 'tonight', recorded: tonight.night === 'stayed', recorded_at_ms: tonight.recorded_at_ms, month_nights: nights, goal: bare ? null : 20, teammates: 2, teammates_stayed: 1 },
      month: { month: '2018-09', person_name: '沈知远', days: m, nights, days_present: bare ? 0 : 25, night_goal: bare ? null : { value: nights, minimum: 20, pace: 20, document: '县驻村工作队管理办法 第六条' }, year_goal: bare ? null : { value: 156, minimum: 200, pace: 150, document: '县驻村工作队管理办法 第六条' } },
      visits_month: look.town ? 504 : bare ? 0 : households.length - unvisited.length, households_all: look.town ? 693 : bare ? 0 : households.length,
      bars: Array.from({ length: 7 }, (_, i) => ({ on: `2018-09-${24 + i}`, count: bare && !look.town ? 0 : visits.filter((v) => v.visited_on === `2018-09-${24 + i}`).length })),
      led: bare ? null : { from: '2018-07-03', all: 41, led: 17 },
      recent: (bare ? [] : visits.slice(0, 4)).map((v) => ({ kind: 'visit', id: v.id, title: v.head_name, at_ms: v.recorded_at_ms, receipt: v.receipt })),
      villages: look.town ? ['石磨坪', '竹园', '大桥', '白泉', '槐树湾', '上塘', '红岩'].map((name, i) => ({ code: `43112810420${i + 1}`, name, households: 126 - i * 9, visited_month: i === 4 ? 0 : 118 - i * 12, measures_due: bare ? 0 : ([3, 0, 1, 4, 0, 2, 0][i] ?? 0), problems_due: bare ? 0 : ([6, 2, 0, 3, 0, 5, 1][i] ?? 0), last_visit_on: i === 4 ? null : `2018-09-${30 - i}` })) : [],
    };
  },
  'household.list': (r) => {
    const rows = households.filter((h) => match(h, r.q) && (inView[r.view] ?? (() => true))(h) && some(r.groups, h.group_name) && some(r.states, h.state) && some(r.causes, h.cause) && any(r.marks, homeMarks(h)) && any(r.remarks ?? [], h.remarks) && any(r.sectors, sectorsOf(h))).sort((a, b) => (r.descending ? -1 : 1) * inOrder(r.sort, a, b));
    return { rows: page(rows, r.limit, r.offset), total: total(rows.length), all: total(126), people: total(475), groups_count: total(7), views: Object.entries(inView).map(([code, f]) => ({ code, label: code, count: total(households.filter(f).length) })), groups: facet(households, (h) => [h.group_name]), villages: look.town || look.console ? [['431128104201', '石磨坪村'], ['431128104202', '竹园村']].map(([code = '', label = '']) => ({ code, label, count: households.filter((h) => h.village_code === code).length })) : [], townships: look.console ? [{ code: '431128104', label: '柳坪镇', count: 126 }] : [], states: facet(households, (h) => [h.state]), causes: facet(households, (h) => [h.cause]), marks: facet(households, homeMarks), remarks: facet(households, (h) => h.remarks), sectors: facet(households, sectorsOf) };
  },
  'household.search': ({ q, limit }) => {
    const rows = (q ? households : owed()).filter((h) => match(h, q)).sort((a, b) => Number(initials(b.head_name) === q) - Number(initials(a.head_name) === q) || ((a.last_visit_on ?? '') < (b.last_visit_on ?? '') ? -1 : 1));
    return { total: rows.length, villages: look.console && q ? [{ code: '431128104201', name: '石磨坪', township_name: '柳坪镇', households: 126 }] : [], hits: rows.slice(0, limit).map((h) => ({ ...h, matched_name: h.head_name, why: 'head', state_year: h.state_year })) };
  },
  'household.card': ({ id }) => {
    const found = households.find((h) => h.id === id);
    if (!found) throw new ApiFailure({ code: 'not_found', detail: '', violations: [] });
    const its = measures.filter((m) => m.household_id === found.id);
    const row = isBare ? { ...found, income_fen: null, measures_done: 0, measures_total: 0, helper_name: '', last_visit_on: null, cause: '', changed_on: null, state_year: null } : { ...found, measures_done: its.filter((m) => m.state === 'done').length, measures_total: its.length };
    const isMerged = look.state === 'merged';
    const v = isBare ? [] : visits.filter((x) => x.household_id === row.id);
    const surname = row.head_name.slice(0, 1);
    const names = [row.head_name, '陈秀英', `${surname}明远`].slice(0, Math.max(1, row.people));
    const people = names.length;
    // Wages, business, transfers; by them the newest year comes to the figure of the list.
    const years = [2016, 2017, 2018].map((year, y) => {
      const gains = ((row.income_fen ?? 0) - (2 - y) * 42_000) * people;
      const [wages, transfers] = [Math.round(gains / 20_000) * 10_000, 120_000];
      const items: [string, number][] = [['AAC073', wages], ['AAC071', gains - wages - transfers], ['AAC085', transfers], ['AAC082', Math.round(gains / people)]];
      return { year, gains, items };
    });
    const full: HouseholdCard = {
      household: view(row.id, { number: row.number, group_name: row.group_name, phone: '100****0011', bank_account: '**** 0032', address: `${row.group_name} 12 号`, attribute: '01', causes: `["${row.cause}","${row.cause === '09' ? '07' : '09'}"]`, state: row.state, out_of_poverty_year: row.state_year, helper_name: row.helper_name, house_unsafe: 0, water_safe: 1, note: '', farmland_centimu: 325, woodland_centimu: 1150, house_dm2: 9600, fuel: '01', road_kind: '03', road_metres: 40, in_cooperative: 1, led_by_enterprise: 0, cadre_level: row.id === 'H023' ? 'village' : '', cadre_name: row.id === 'H023' ? '石永福' : '', cadre_relation: row.id === 'H023' ? '堂弟' : '', wants_relocation: 0 }), row,
      members: names.map((name, i) => view(`${row.id}-${i}`, { name, relation: ['01', '02', '03'][i] ?? '99', gender: i === 1 ? '2' : '1', born_on: ['1961-03-02', '1964-08-11', '1992-01-20'][i] ?? null, id_number: `990128********${1234 + i}`, phone: i === 1 ? null : `100****00${21 + i}`, health: '**', labour: i === 2 ? '02' : '01', education: '02', schooling: '01', work_where: i === 2 ? '省外务工' : '在家务农', work_months: i === 2 ? 8 : null, ethnicity: '01', medical_insured: 1, serious_illness_insured: i === 1 ? 0 : 1, allowance: i === 1 ? 1 : 0, medical_aid: null, education_aid: i === 2 ? 1 : null, disability_aid: null, mandarin: i === 2 ? 1 : 0, illness: i === 1 ? '**' : '' })),
      incomes: years.flatMap(({ year, items }) => items.map(([item, fen], i) => view(`I${year}${i}`, { year, item, amount_fen: fen }))),
      visits: v.slice(0, 8), visits_total: v.length, measures: its, problems: problems.filter((p) => p.household_id === row.id && p.state !== 'verified'), requests: requests.filter((r) => r.household_id === row.id), policies, line_fen: 353500,
      income: years.map(({ year, gains }) => ({ year, gains_fen: gains, expense_fen: 0, people, per_head_fen: Math.round(gains / people) })).reverse(),
      remarks: row.remarks.length ? [
        { rule: 'phone_digits', source: '15', fields: ['phone'], of: 'household', member_id: null, off: null, others: [] },
        { rule: 'id_double', source: '02, 1_01_002', fields: ['id_number'], of: 'member', member_id: `${row.id}-1`, off: null, others: [{ id: 'H031', head_name: '欧阳长根', group_name: '磨沟组', village_name: '石磨坪村' }] },
        { rule: 'learning_none', source: '04', fields: ['education'], of: 'member', member_id: `${row.id}-2`, off: { id: 'O1', version: 3, reason: '在读技校，学校没给年级' }, others: [] },
      ] : [],
      events: [
        { event: view('E2', { kind: 'out_of_poverty', happened_on: '2018-06-20', before: '0', after: '1', reason: '收入稳定过线', evidence: '村民代表会议，公示 7 天' }), member_name: '', other: null },
        { event: view('E1', { kind: 'came_back', happened_on: '2017-10-02', before: '', after: '', reason: '外出多年，回村务农', evidence: '户口簿' }), member_name: `${surname}明远`, other: null },
        { event: view('E0', { kind: 'split', happened_on: '2016-03-08', before: '', after: `${surname}明志、罗小兰`, reason: '成家', evidence: '户口簿' }), member_name: '', other: { id: 'H031', head_name: `${surname}明志`, group_name: '上坪组', village_name: '石磨坪村' } },
      ], joined: [],
    };
    const household = { ...full.household, receipt: standing() };
    if (isMerged) return { ...full, household: { ...household, fields: { ...household.fields, merged_into: 'H031' } }, members: [], events: [{ event: view('E3', { kind: 'merged', happened_on: '2018-09-12', before: '', after: row.head_name, reason: '父母搬来同住', evidence: '户口簿' }), member_name: '', other: { id: 'H031', head_name: '张明志', group_name: '上坪组', village_name: '石磨坪村' } }] };
    return isBare ? { ...full, household: { ...household, fields: { number: row.number, group_name: row.group_name, state: row.state } }, members: [], incomes: [], income: [], measures: [], problems: [], requests: [], policies: policies.map((p) => ({ ...p, last_on: null, visit_id: null, times: 0 })), remarks: [], events: [] } : { ...full, household };
  },
  'household.history': () => ({ is_older_at_county: false, rows: isBare ? [] : changes }),
  'household.event': (r) => judged({ happened_on: 'required', member_id: 'required' }, () => saved(r.household_id)), 'income.save': (r) => saved(r.household_id), 'household.save': (r) => judged({ out_of_poverty_year: 'wrong_kind' }, () => saved(r.id ?? 'H000')), 'member.save': (r) => saved(r.id ?? 'B0'), 'measure.save': (r) => saved(r.id ?? 'M000'), 'measure.remove': (r) => saved(r.id), 'visit.remove': (r) => saved(r.id), 'visit.restore': (r) => saved(r.id), 'request.save': (r) => saved(r.id ?? 'R9'), 'request.remove': (r) => saved(r.id), 'request.get': ({ id }) => requests.find((r) => r.id === id) ?? (requests[0] as (typeof requests)[number]), 'problem.save': (r) => judged({ content: 'too_long' }, () => saved(r.id ?? 'Q0')), 'stay.remove': (r) => saved(r.id), 'undo.run': () => ({ saved: saved('U'), was_sent: false }), 'record.save': (r) => saved(r.save.id ?? 'F1'), 'measure.get': ({ id }) => measures.find((m) => m.id === id) ?? (measures[0] as (typeof measures)[number]), 'conflict.reveal': ({ side }) => ({ value: side === 'losing' ? '10012340023' : '10012340032' }),
  'filter.save': (r) => (filters.push(r), {}),
  'filter.remove': (r) => (filters.splice(filters.findIndex((f) => f.list === r.list && f.name === r.name), 1), {}),
  'visit.list': (r) => {
    const rows = visits.filter((v) => (r.view === 'withdrawn') === Boolean(v.withdrawn_at_ms) && (!r.q || v.note.includes(r.q) || initials(v.head_name).startsWith(r.q)) && (!r.household_id || v.household_id === r.household_id) && (r.view === 'all' || (r.view === 'mine' && v.mine) || (r.view === 'problem' && v.problems > 0) || (r.view === 'pending' && v.receipt.state === 'stored') || (r.view === 'late' && v.late_days > 3) || r.view === 'withdrawn') && some(r.groups, v.group_name) && any(r.marks, visitMarks(v)));
    const live = bare ? [] : visits.filter((v) => !v.withdrawn_at_ms);
    return { rows: page(rows, r.limit, r.offset), total: total(rows.length), households_month: total(households.length - owed().length), households_all: total(households.length), views: [['all', live.length], ['mine', live.filter((v) => v.mine).length], ['problem', live.filter((v) => v.problems).length], ['pending', live.filter((v) => v.receipt.state === 'stored').length], ['late', live.filter((v) => v.late_days > 3).length], ['withdrawn', bare ? 0 : visits.length - live.length]].map(([code, count]) => ({ code: String(code), label: String(code), count: Number(count) })), persons: facet(live, (v) => v.person_names), groups: facet(live, (v) => [v.group_name]), villages: facet(live, (v) => [v.village_name]), purposes: facet(live, (v) => v.purposes), marks: facet(live, visitMarks) };
  },
  'request.list': (r) => {
    const rows = spread(requests).filter((x) => (inRequests[r.view] ?? (() => true))(x) && (!r.household_id || x.household_id === r.household_id) && some(r.persons, x.person_name) && some(r.villages, x.village_name) && (!r.q || x.content.includes(r.q) || initials(x.head_name).startsWith(r.q)));
    return { rows: page(rows, r.limit, r.offset), total: total(rows.length), all: total(requests.length), views: Object.entries(inRequests).map(([code, f]) => ({ code, label: code, count: total(requests.filter(f).length) })), persons: facet(requests.filter(inRequests[r.view] ?? (() => true)), (x) => [x.person_name]), villages: facet(spread(requests).filter(inRequests[r.view] ?? (() => true)), (x) => [x.village_name]) };
  },
  'record.history': ({ record, id }) =>
    record === 'measure'
      ? { is_older_at_county: false, rows: [{ at_ms: NOW_MS - 9e8, by_name: '罗青松', record: 'measure', record_title: '', record_year: null, field: 'due_on', from: '2018-10-01', to: '2018-11-30', reason: '连阴雨，工期顺延', receipt: receipt('receipted', 3) }, { at_ms: NOW_MS - 9e9, by_name: '沈知远', record: 'measure', record_title: '', record_year: null, field: 'created', from: null, to: null, reason: '', receipt: receipt('receipted', 2) }] }
      : { is_older_at_county: false, rows: [{ at_ms: changedAt(id), by_name: '罗青松', record: 'visit', record_title: '', record_year: null, field: 'note', from: '药够吃。', to: visits.find((v) => v.id === id)?.note ?? '', reason: '记错了户', receipt: receipt('stored') }, { at_ms: changedAt(id), by_name: '罗青松', record: 'visit', record_title: '', record_year: null, field: 'purposes', from: '["condolence"]', to: JSON.stringify(visits.find((v) => v.id === id)?.purposes ?? []), reason: '记错了户', receipt: receipt('stored') }] },
  'wish.list': (r) => {
    const rows = spread(wishes).filter((w) => (r.view === 'fulfilled') === (w.fulfilled_on !== null) && (r.view !== 'promised' || w.donor !== '') && some(r.villages, w.village_name) && (!r.q || w.content.includes(r.q) || initials(w.head_name).startsWith(r.q)));
    return { rows: page(rows, r.limit, r.offset), total: total(rows.length), all: total(wishes.length), views: [['open', 3], ['promised', 1], ['fulfilled', 1]].map(([code, count]) => ({ code: String(code), label: '', count: total(Number(count)) })), villages: facet(spread(wishes).filter((w) => (r.view === 'fulfilled') === (w.fulfilled_on !== null)), (w) => [w.village_name]) };
  },
  'wish.get': ({ id }) => wishes.find((w) => w.id === id) ?? (wishes[0] as (typeof wishes)[number]), 'wish.save': (r) => saved(r.id ?? 'W9'), 'wish.remove': (r) => saved(r.id),
  'distribution.list': (r, rows = given().filter((d) => d.item.includes(r.q) && some(r.villages, d.division_name))) => ({ rows: page(rows, r.limit, r.offset), total: total(rows.length), villages: facet(given(), (d) => [d.division_name]) }),
  'distribution.get': ({ id }) => ({ row: given().find((d) => d.id === id) ?? (given()[0] as ReturnType<typeof given>[number]), portions: id === 'G2' ? portions.slice(0, 9).map((p) => ({ ...p, received_on: '2018-09-10', received_by: '户主', receipt: receipt('receipted', 3) })) : portions }),
  'distribution.save': (r) => ({ id: r.id ?? 'G9', change_sets: [saved('G9').change_set] }), 'distribution.remove': (r) => saved(r.id),
  'distribution.receive': (r) => {
    portions.filter((p) => r.portions.some((one) => one.household_id === p.household_id)).forEach((p) => Object.assign(p, { received_on: r.received_on, received_by: r.received_by }));
    return { id: r.distribution_id, change_sets: [saved('G1').change_set] };
  },
  'inquiry.list': (r) => {
    const rows = inquiries.filter((x) => (r.view !== 'no' || x.answers.includes('no')) && (r.view !== 'words' || x.note !== '') && (!r.villages.length || r.villages.includes(x.village_code)) && (!r.q || x.note.includes(r.q) || x.village_name.includes(r.q)));
    return { rows: page(look.console ? rows.map((x, i) => ({ ...x, receipt: receipt('receipted', i) })) : rows, r.limit, r.offset), total: total(rows.length), all: total(inquiries.length), views: [['all', inquiries.length], ['no', inquiries.filter((x) => x.answers.includes('no')).length], ['words', inquiries.filter((x) => x.note).length]].map(([code, count]) => ({ code: String(code), label: '', count: total(Number(count)) })), villages: [...new Set(inquiries.map((x) => x.village_code))].sort().map((code) => ({ code, label: `柳坪镇 ${inquiries.find((x) => x.village_code === code)?.village_name ?? ''}`, count: inquiries.filter((x) => x.village_code === code).length })), tallies: inquiryTallies(inquiries.filter((x) => !r.villages.length || r.villages.includes(x.village_code))) };
  },
  'inquiry.get': ({ id }) => inquiries.find((x) => x.id === id) ?? (inquiries[0] as (typeof inquiries)[number]), 'inquiry.save': (r) => saved(r.id ?? 'I99'), 'inquiry.remove': (r) => saved(r.id),
  'inquiry.choices': () => ({ villages: ['石磨坪村', '竹园村', '大桥村', '白泉村', '槐树湾村', '上塘村', '红岩村'].map((name, i) => ({ code: `43112810420${i + 1}`, name, township_name: '柳坪镇' })) }),
  'tour.list': () => ({ rows: look.state === 'empty' ? [] : tours }), 'tour.get': ({ id }) => ({ row: tours.find((x) => x.id === id) ?? (tours[0] as (typeof tours)[number]), homes: tourHomes }), 'tour.save': (r) => saved(r.id ?? 'T9'), 'tour.remove': (r) => saved(r.id),
  'visit.detail': ({ id }) => {
    const row = visits.find((v) => v.id === id) ?? (visits[0] as (typeof visits)[number]);
    return { requests: requests.filter((r) => r.visit_id === row.id).slice(0, 1), visit: view(row.id, { policies: 'loan,medical', met: '儿媳', purposes: row.purposes.join(','), note: row.note, household_id: row.household_id, visited_on: row.visited_on, mode: row.mode, satisfaction: row.satisfaction, person_ids: row.person_names.map((name) => TEAM.find((p) => p.name === name)?.id ?? '').join(',') }), row, state: households.find((h) => h.id === row.household_id)?.state ?? '', state_year: households.find((h) => h.id === row.household_id)?.state_year ?? null, photos: row.photos ? photoRows(row.id) : [], problems: [], earlier: visits.filter((v) => v.household_id === row.household_id && v.id !== row.id && v.visited_on <= row.visited_on).slice(0, 4) };
  },
  'photo.list': ({ owner_id }) => ({ rows: look.state === 'empty' ? [] : photoRows(owner_id) }),
  'photo.add': (r) => saved(r.owner_id),
  'record.remove': (r) => saved(r.remove.id),
  'visit.context': ({ household_id }) => ({ last: visits.find((v) => v.household_id === household_id) ?? null, problems: problems.filter((p) => p.household_id === household_id && p.state !== 'verified'), requests: [], policies: policies.filter((p) => p.last_on && p.last_on <= (visits.find((v) => v.household_id === household_id)?.visited_on ?? '')), measures: measures.filter((m) => m.household_id === household_id && isOpen(m)).slice(0, 3), same_day: look.state === 'same-day', phrases: ['一切正常，没有新问题。', '水电正常。', '药费票据已收。', '说明了贴息政策。'] }),
  'visit.record': (r) => {
    const h = households.find((x) => x.id === r.household_id) as HouseholdRow;
    h.last_visit_on = r.visited_on;
    visits.unshift({ id: `V${9000 + counter}`, household_id: h.id, head_name: h.head_name, group_name: h.group_name, village_name: h.village_name, visited_on: r.visited_on, recorded_at_ms: NOW_MS, person_names: ['沈知远'], mine: true, note: r.note, purposes: r.purposes, mode: r.mode, satisfaction: r.satisfaction, photos: r.photos.length, problems: r.problem ? 1 : 0, late_days: diffDays(TODAY, r.visited_on), receipt: receipt('stored', 0, [0, r.photos.length]), conflict: false, withdrawn_at_ms: null, withdrawn_reason: '' });
    return saved(`V${9000 + counter}`);
  },
  'stay.month': ({ month: m }) => {
    const rows = monthRows(m);
    const nights = rows.filter((d) => d.night === 'stayed').length;
    return { month: m, person_name: '沈知远', days: rows, nights, days_present: present(rows), night_goal: { value: nights, minimum: 20, pace: null, document: '县驻村工作队管理办法 第六条' }, year_goal: { value: 156 + present(monthRows('2018-09')) - present(month('2018-09')), minimum: 200, pace: 150, document: '县驻村工作队管理办法 第六条' } };
  },
  'stay.record': (r) => {
    const touched = r.on.flatMap((on) => {
      const d = monthRows(on.slice(0, 7)).find((x) => x.on === on);
      if (!d) return [];
      Object.assign(d, { day: r.day ?? d.day, night: r.night ?? d.night, note: r.note ?? d.note, recorded: true, recorded_at_ms: NOW_MS, id: `S${on}`, version: d.version + 1, receipt: receipt('stored') });
      return [d];
    });
    return { saved: touched.map((d) => saved(`S${d.on}`)), days: touched };
  },
  'measure.list': (r) => {
    const rows = measures.filter((m) => (inMeasures[r.view] ?? (() => true))(m) && (!r.household_id || m.household_id === r.household_id) && some(r.classes, m.class) && any(r.dues, dueMarks(m)) && any(r.unclear, m.unclear) && (!r.q || m.content.includes(r.q) || initials(m.for_name).startsWith(r.q)));
    return { rows: page(rows, r.limit, r.offset), total: total(rows.length), done: total(measures.filter((m) => m.state === 'done').length), all: total(measures.length), paid_fen: total(measures.reduce((s, m) => s + m.paid_fen, 0)), amount_fen: total(measures.reduce((s, m) => s + m.amount_fen, 0)), views: Object.entries(inMeasures).map(([code, f]) => ({ code, label: code, count: total(measures.filter(f).length) })), classes: facet(measures, (m) => [m.class]), persons: facet(measures, (m) => [m.person_name]), dues: facet(measures, dueMarks), groups: [{ code: 'production', label: '', count: 41 }, { code: 'ecology', label: '', count: 14 }, { code: 'none', label: '', count: 41 }], unclear: facet(measures, (m) => m.unclear), villages: facet(measures, (m) => [m.village_name]) };
  },
  'record.get': ({ id }) => {
    const m = measures.find((x) => x.id === id) ?? (measures[0] as (typeof measures)[number]);
    return view(m.id, { class: m.class, content: m.content, goal: m.goal, quantity: m.quantity, quantity_unit: m.quantity_unit, amount_fen: m.amount_fen, person_id: m.person_id, unit_id: m.unit_id, starts_on: m.starts_on, due_on: m.due_on });
  },
  ...plans(view, look.state === 'empty' || isBare),
  'reveal.get': ({ record, id, field }) => ({ value: record === 'person' ? `100123400${Number(id.slice(1)) - 1}1` : field === 'phone' ? '10012340011' : field === 'bank_account' ? '9900001234560032' : field === 'health' ? '03' : '990128196103021234' }),
  'person.list': () => ({ rows: look.state === 'empty' ? [] : [['沈知远', 'first_secretary', '县财政局', '科员', true], ['罗青松', 'team_leader', '县水利局', '副股长', false], ['何立秋', 'member', '柳坪镇政府', '', false], ['欧阳长根', 'village_secretary', '', '村支书', false], ['阿牛木支·尔古惹哈', 'helper', '县农业农村局', '', false]].map(([name, role, unit, title, is_me], i) => ({ id: `P${i + 1}`, name: String(name), role: String(role), unit: String(unit), title: String(title), phone: `100****00${i}1`, is_me: Boolean(is_me) })) }),
  'reveal.list': (r) => ({ rows: page(households.slice(0, 34).map((h, i) => ({ at_ms: NOW_MS - (i + 1) * 5.3e6, record: i % 3 ? 'household' : 'member', record_id: h.id, household_id: h.id, title: h.head_name, field: ['id_number', 'phone', 'bank_account'][i % 3] as string })), r.limit, r.offset), total: total(34) }),
  'record.list': (r) => r.record === 'unit' ? { rows: UNITS.map((name, i) => view(`U${i}`, { name })), next: null } : ({ rows: look.state === 'empty' ? [] : ['记走访时想按组筛农户。', '考勤表上 11 个人的时候，最后一行打印不出来。\n用的是 A4 横向。'].map((content, i) => ({ id: `F${i}`, version: 1, fields: { content, page: '/visits' }, receipt: receipt(i ? 'stored' : 'receipted', 12), conflict_fields: [] })), next: null }),
  'sync.outbox': (r) => ({ rows: page([{ change_set: 'own-38', record: 'stay', record_id: 'S2018-09-29', household_id: null, title: '2018-09-29', content: 'stayed', size_bytes: 310, at_ms: NOW_MS - 8e7, receipt: receipt('stored') }, ...visits.slice(0, 2).map((v, i) => ({ change_set: `own-${39 + i}`, record: 'visit', record_id: v.id, household_id: v.household_id, title: v.head_name, content: v.note, size_bytes: 1100 + i * 184_000, at_ms: v.recorded_at_ms, receipt: receipt(i ? 'handed_on' : 'stored', 0, [i, 2]) }))], r.limit, r.offset), total: total(3), bytes: 812_000, photos: 3, photo_bytes: 790_000 }),
  'sync.receipts': (r) => ({ rows: page(visits.slice(5, 45).map((v, i) => ({ number: `431128–${1281 - i}`, verdict: i === 6 ? 'merged' : i === 11 ? 'quarantined' : 'applied', reason: i === 11 ? 'not_permitted' : '', record: 'visit', record_id: v.id, household_id: v.household_id, title: v.head_name, at_ms: v.recorded_at_ms, received_at_ms: NOW_MS - 2 * 86_400_000 - i * 1000 })), r.limit, r.offset), total: total(40) }),
  'import.runs': (r) => ({ rows: page(Array.from({ length: 4 }, (_, i) => ({ id: `R${i}`, started_at_ms: NOW_MS - (1 + i * 9) * 86_400_000, file: `石磨坪村2018年${9 - i}月花名册.xlsx`, layout: 'H1', done: i === 1 ? 60 : 126, total: 126, households_new: i === 3 ? 126 : i, households_changed: i === 3 ? 0 : 14 + i, members_new: i === 3 ? 475 : i * 3, members_changed: i === 3 ? 0 : 22, undo_started_at_ms: i === 2 ? NOW_MS - 8e6 : null, undone_at_ms: i === 2 ? NOW_MS - 7e6 : null, left: i === 2 ? 0 : 15, stayed: i === 2 ? 3 : 0 })), r.limit, r.offset), total: total(4) }),
  'import.stayed': (r) => ({ rows: page(households.slice(3, 6).map((h, i) => ({ id: h.id, head_name: h.head_name, number: h.number, why: ['hangs_on', 'worked_on', 'elsewhere'][i] ?? '' })), r.limit, r.offset), total: total(3) }),
  'sync.runs': (r) => ({ rows: page(Array.from({ length: 6 }, (_, i) => ({ at_ms: NOW_MS - (2 + i * 4) * 86_400_000, ok: i !== 3, error: i === 3 ? 'cut' : '', pushed: 41 + i * 7, receipts: i === 3 ? 0 : 41 + i * 7, merged: i === 0 ? 2 : 0, quarantined: i === 0 ? 1 : 0, pulled: 17 + i, photos: 6, bytes_up: 812_000, bytes_down: 91_000, seconds: 38 + i * 9, position: 9000 - i, repaired: i === 1 ? 1 : 0, set_aside: i === 2 ? 3 : 0, differs: false })), r.limit, r.offset), total: total(6) }),
  'problem.list': (r) => {
    const rows = problems.filter((p) => (inProblems[r.view] ?? (() => true))(p) && (!r.household_id || p.household_id === r.household_id) && some(r.sources, p.source) && some(r.kinds, p.kind) && some(r.states, p.state) && some(r.persons, p.person_name) && (!r.q || p.content.includes(r.q) || p.number.startsWith(r.q.toUpperCase()) || initials(p.for_name).startsWith(r.q)));
    const common = problems.filter((p) => p.kind === 'common').length;
    const far = ['held', 'returned'].includes(look.state);
    return { rows: page(rows.map((p) => (far && p.id === 'Q4' ? { ...p, receipt: standing() } : p)), r.limit, r.offset), total: total(rows.length), common: total(common), single: total(problems.length - common), due: total(5), views: Object.entries(inProblems).map(([code, f]) => ({ code, label: code, count: total(problems.filter(f).length) })), sources: facet(problems, (p) => [p.source]), kinds: facet(problems, (p) => [p.kind]), states: facet(problems, (p) => [p.state]), persons: facet(problems, (p) => [p.person_name]), villages: facet(problems, (p) => [p.village_name]) };
  },
  'problem.export': (r) => ({ xlsx: '', rows: problems.filter(inProblems[r.view] ?? (() => true)).length }),
  'problem.get': ({ id }) => {
    const row = problems.find((p) => p.id === id);
    if (!row) throw new ApiFailure({ code: 'not_found', detail: '', violations: [] });
    const [remedy, criteria] = REMEDIES[problems.indexOf(row)] ?? ['', ''];
    const steps = stepsOf(row, judge);
    const photos = [0, 1].map((n) => ({ id: `PH${n}`, sha256: `PH${n}`, caption: '', width_px: 800, height_px: 600, at_county: true, here: true, shown: true, version: 1 }));
    const fields = ['remedy', 'person_id', 'unit_id', 'lead_unit_id', 'category', 'due_on', 'criteria', ...(row.state === 'open' ? ['content', 'source', 'kind', 'household_id', 'division_code', 'visit_id'] : [])];
    const record = view(row.id, { content: row.content, source: row.source, kind: row.kind, category: row.category, due_on: row.due_on, household_id: row.household_id, person_id: TEAM.find((p) => p.name === row.person_name)?.id ?? null, remedy, criteria, visit_id: null });
    return { problem: { ...record, conflict_fields: row.conflict ? ['state'] : [] }, row: ['held', 'returned'].includes(look.state) ? { ...row, receipt: standing() } : row, round: row.state === 'reopened' ? 2 : 1, steps, photos: steps.length ? photos : [], unit_name: row.category === '饮水安全' ? '县水利局' : '', lead_unit_name: '', fields: row.state === 'verified' ? [] : fields, may_remove: row.state === 'open', parent: null, parts: row.kind === 'common' ? problems.filter((p) => p.kind === 'single').slice(0, 2) : [], visited_on: '', created_at_ms: NOW_MS - 34 * 86_400_000, acts: actsOn(row.state), may_write: true };
  },
  'problem.step': (r) => (act(r.id, r.kind, r.note), saved(r.id)),
  'problem.merge': (r) => saved(r.id),
  'problem.remove': (r) => saved(r.id),
  'problem.choices': () => ({ villages: look.console || look.town ? ['石磨坪村', '麻坪村', '白鹭村'].map((name, i) => ({ code: `43112810420${i + 1}`, name })) : [{ code: '431128104201', name: '石磨坪村' }], people: TEAM, units: ['县水利局', '县住建局', '县卫生健康局'].map((name, i) => ({ code: `U${i}`, name })) }),
  'sync.conflicts': (r) => ({ rows: page([{ id: 'C1', record: 'household', record_id: 'H023', household_id: 'H023', title: '张德顺 · 户主信息', policy: 'newest' as const, at_ms: NOW_MS - 2 * 86_400_000, standing_by: '罗青松', standing_at_ms: NOW_MS - 3.2 * 86_400_000, losing_by: '沈知远', losing_at_ms: NOW_MS - 4 * 86_400_000, standing_is_mine: false, losing_is_mine: true, fields: [{ field: 'phone', base: '100****0011', losing: '100****0023', standing: '100****0032', sensitive: true }, { field: 'address', base: '上坪组 12 号', losing: '上坪组 14 号', standing: '上坪组 12 号（搬迁安置点）', sensitive: false }] }, { id: 'C2', record: 'measure', record_id: 'M001', household_id: null, title: '上坪、磨沟集中供水', policy: 'keep' as const, at_ms: NOW_MS - 2 * 86_400_000, standing_by: '县水利局', standing_at_ms: NOW_MS - 2.5 * 86_400_000, losing_by: '沈知远', losing_at_ms: NOW_MS - 3 * 86_400_000, standing_is_mine: false, losing_is_mine: true, fields: [{ field: 'paid_fen', base: null, losing: 27600000, standing: 23000000, sensitive: false }] }], r.limit, r.offset), total: total(2) }),
  'sync.refused': (r) => ({ rows: page([{ change_set: 'own-21', verdict: 'quarantined' as const, reason: 'not_permitted', record: 'visit', record_id: 'V0012', household_id: 'H012', title: '罗兴旺', content: '产业奖补材料已收。', at_ms: NOW_MS - 3 * 86_400_000, number: '431128–1188' }], r.limit, r.offset), total: total(1) }),
  'device.list': (r) => ({ rows: page([3, ...Array.from({ length: 24 }, (_, i) => i).filter((i) => i !== 3)].map((i) => ({ id: `D${i}`, person_name: (households[i] as HouseholdRow).head_name, role: i % 3 ? 'member' : 'first_secretary', area_name: `柳坪镇 · ${['石磨坪村', '麻坪村', '白鹭村'][i % 3]}`, machine: `ThinkPad-${i + 1}`, last_seen_at_ms: i === 20 ? null : NOW_MS - i * i * 1.2e7, pending: i % 5, version: '0.1.0', state: i === 3 ? 'lost' : i === 20 ? 'pending' : i === 23 ? 'revoked' : i > 7 ? 'stale' : 'active' })), r.limit, r.offset), total: total(24) }),
  'county.status': () => ({ villages_today: 13, villages_all: 14, stalest_name: '麻坪村', stalest_days: 5, last_receipt_at_ms: NOW_MS - 600_000 }),
};
