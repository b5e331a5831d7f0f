/** A made-up village: the same every time. Nobody in it exists; numbers begin with 99 and 100. */
import type { DayRow, HouseholdRow, InquiryRow, InquiryTally, MeasureRow, PolicyTold, PortionRow, ProblemRow, Receipt, RequestRow, TourHome, TourRow, VisitRow, WishRow } from '../../src/api/generated';
import { addDays, diffDays, monthDays, weekday } from '../../src/lib/dates';

export const TODAY = '2018-09-30';
export const NOW_MS = Date.parse('2018-09-30T11:42:00Z');
const SURNAMES = [...'张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗'];
const GIVEN = ['德顺', '长木', '世义', '大顺', '万顺', '立忠', '福水', '绍银', '万平', '开宝', '金发', '文树', '昌满', '正生', '学生', '新银', '永全', '春兰', '秀英', '桂香'];
const SPELL: Record<string, string> = { 张: 'zhang', 王: 'wang', 李: 'li', 赵: 'zhao', 刘: 'liu', 陈: 'chen', 杨: 'yang', 黄: 'huang', 周: 'zhou', 吴: 'wu', 徐: 'xu', 孙: 'sun', 马: 'ma', 朱: 'zhu', 胡: 'hu', 郭: 'guo', 何: 'he', 高: 'gao', 林: 'lin', 罗: 'luo', 德: 'de', 顺: 'shun', 长: 'chang', 木: 'mu', 世: 'shi', 义: 'yi', 大: 'da', 万: 'wan', 立: 'li', 忠: 'zhong', 福: 'fu', 水: 'shui', 绍: 'shao', 银: 'yin', 平: 'ping', 开: 'kai', 宝: 'bao', 金: 'jin', 发: 'fa', 文: 'wen', 树: 'shu', 昌: 'chang', 满: 'man', 正: 'zheng', 生: 'sheng', 学: 'xue', 新: 'xin', 永: 'yong', 全: 'quan', 春: 'chun', 兰: 'lan', 秀: 'xiu', 英: 'ying', 桂: 'gui', 香: 'xiang' };
export const GROUPS = ['上坪组', '河湾组', '老屋组', '槐树组', '磨沟组', '塘坎组', '大湾组'];
const NOTES = ['看了厨房和水缸，水压够。', '发票补开好了，明天去镇卫生院交。', '小额信贷想展期，说明了贴息政策。', '香菇棚搭好两个，还差遮阳网。', '孩子开学报到，助学金表已填。', '一切正常，没有新问题。', '房顶漏雨，约好周四一起去看。'];
export const TEAM = [
  { id: 'P1', name: '沈知远', duty: 'first_secretary' },
  { id: 'P2', name: '何立秋', duty: 'member' },
  { id: 'P3', name: '欧阳长根', duty: 'member' },
];

function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const next = seeded(30);
const pick = <T>(xs: readonly T[]): T => xs[Math.floor(next() * xs.length)] as T;
const spell = (name: string): string[] => [...name].map((c) => SPELL[c] ?? c);
export const initials = (name: string): string => spell(name).map((s) => s[0]).join('');
export const pinyin = (name: string): string => spell(name).join('');

export function receipt(state: Receipt['state'], n = 0, photos: [number, number] = [0, 0]): Receipt {
  const reason = state === 'held' ? 'row_absent' : state === 'quarantined' ? 'not_permitted' : null;
  return { state, number: state === 'receipted' || state === 'merged' ? `431128–${1000 + n}` : null, at_ms: NOW_MS - 2 * 86_400_000, reason, parked: false, photos_done: photos[0], photos_total: photos[1] };
}

export const households: HouseholdRow[] = Array.from({ length: 126 }, (_, i) => {
  const out = next() < 0.7;
  const plan = !out && next() < 0.7;
  const last = next() < 0.94 ? addDays(TODAY, -Math.floor(next() * 29)) : addDays(TODAY, -33 - Math.floor(next() * 24));
  return {
    id: `H${String(i + 1).padStart(3, '0')}`,
    number: `431128104${String(10001 + i)}`,
    head_name: i === 4 ? '阿牛木支·尔古惹哈' : i === 22 ? '张德顺' : pick(SURNAMES) + pick(GIVEN),
    group_name: GROUPS[i % 7] as string,
    village_code: '431128104201', village_name: '石磨坪村', township_name: '柳坪镇',
    people: 1 + Math.floor(next() * 6), labour: Math.floor(next() * 4),
    state: out ? (next() < 0.5 ? '1' : '4') : '0',
    state_year: out ? 2014 + Math.floor(next() * 4) : plan ? 2018 : 2019,
    cause: pick(['01', '02', '03', '07', '08', '09', '10', '11']), risks: i % 19 === 3 ? ['01', '03'] : [], monitored_kind: i % 38 === 3 ? '边缘易致贫户' : '',
    income_fen: out ? 350000 + Math.floor(next() * 4000) * 100 : 280000 + Math.floor(next() * 900) * 100,
    measures_done: Math.floor(next() * 3), measures_total: 2 + Math.floor(next() * 3), problems_open: next() < 0.06 ? 1 : 0,
    helper_name: pick(['石永福', '沈知远', '何立秋']), last_visit_on: last, receipt: receipt('receipted', i), conflict: i === 22,
    remarks: i === 22 ? ['phone_digits', 'id_double', 'learning_none'] : i % 9 === 4 ? ['health_missing'] : [], changed_on: addDays(TODAY, -(i * 7) % 500),
  };
});

// No more hands than people.
for (const h of households) h.labour = Math.min(h.labour, h.people);
// As his card, his plan and his changes tell it.
Object.assign(households[22] as HouseholdRow, { people: 3, labour: 2, group_name: '上坪组', state: '1', state_year: 2018, cause: '01' });

export const visits: VisitRow[] = Array.from({ length: 400 }, (_, i) => {
  const h = households[i < households.length ? i : Math.floor(next() * households.length)] as HouseholdRow;
  const on = i < households.length ? (h.last_visit_on as string) : addDays(TODAY, -30 - Math.floor(next() * 90));
  const who = pick(TEAM);
  const fresh = diffDays(TODAY, on) <= 1;
  return {
    id: `V${String(i + 1).padStart(4, '0')}`, household_id: h.id, head_name: h.head_name, group_name: h.group_name, village_name: h.village_name, visited_on: on,
    recorded_at_ms: Date.parse(`${on}T${String(Math.min(on === TODAY ? 10 : 12, 1 + Math.floor(next() * 12))).padStart(2, '0')}:23:00Z`), person_names: [who.name], mine: who.id === 'P1', note: pick(NOTES),
    purposes: [pick(['routine', 'policy', 'follow_up', 'check', 'errand'])], mode: 'home', satisfaction: pick(['', '', 'satisfied', 'very_satisfied', 'neutral']), photos: next() < 0.3 ? 2 : 0,
    problems: next() < 0.05 ? 1 : 0, late_days: next() < 0.06 ? 5 : 0, receipt: fresh ? receipt('stored', i, next() < 0.4 ? [1, 2] : [0, 0]) : receipt('receipted', i), conflict: false, withdrawn_at_ms: i % 131 === 77 ? NOW_MS - 1.8e7 : null, withdrawn_reason: i % 131 === 77 ? '记到了另一户' : '',
  };
}).sort((a, b) => (a.visited_on === b.visited_on ? b.recorded_at_ms - a.recorded_at_ms : a.visited_on < b.visited_on ? 1 : -1));
// What waits here is one's own, as many as the outbox says; what others recorded came from the county.
visits.forEach((v, i) => Object.assign(v, i < 2 ? { person_names: ['沈知远'], mine: true } : { receipt: receipt('receipted', i) }));

export const UNITS = ['县农业局', '县住建局', '县水利局', '县人社局', '县交通局', '县林业局', '县财政局'];
const ASKED: [string, RequestRow['state'], string | null][] = [['水管冻裂，想换一段', 'open', '2018-09-26'], ['儿子想学电焊，问有没有班', 'solved', '2018-09-20'], ['想养两箱蜂，缺蜂箱', 'open', '2018-10-05'], ['残疾证到期，想换证', 'open', null], ['屋前路灯不亮', 'confirmed', '2018-09-26'], ['想迁到安置点', 'declined', null]];
export const requests: RequestRow[] = ASKED.map(([content, state, due_on], i) => {
  const h = households[(i * 9 + 4) % households.length] as HouseholdRow;
  const solved = state === 'solved' || state === 'confirmed';
  return {
    id: `R${i + 1}`, version: 2, household_id: h.id, head_name: h.head_name, group_name: h.group_name, village_name: h.village_name, raised_on: addDays(TODAY, -20 - i), content, visit_id: 'V0003', person_id: 'P1', person_name: '沈知远', due_on, state,
    result: state === 'declined' ? '不在搬迁范围，已当面说明' : solved ? '镇里已办' : '', solved_on: solved ? '2018-09-25' : null, confirmed_on: state === 'confirmed' ? '2018-09-27' : null, confirmed_by: state === 'confirmed' ? '户主' : '',
    late_days: state === 'open' && due_on ? Math.max(0, diffDays(TODAY, due_on)) : 0, receipt: receipt(i < 2 ? 'stored' : 'receipted', i), conflict: false,
  };
});
export const policies: PolicyTold[] = ['medical', 'serious_illness', 'education', 'loan', 'industry', 'housing', 'allowance', 'pension', 'water', 'training'].map((policy, i) => ({ policy, last_on: i % 3 === 0 ? addDays(TODAY, -i * 11 - 3) : null, visit_id: i % 3 === 0 ? 'V0003' : null, times: i % 3 === 0 ? 1 + (i % 2) : 0 }));

const SAID = ['队员常来，就是走得急，话没说完。', '', '说公示贴在村部，去一趟要半天，没看过。', '低保为什么没批，问了两次没人说清楚。', '', '第一书记帮着卖了两百斤辣椒，价钱比集上好。', '', '村主任找得到，别的人没见过。'];
export const inquiries: InquiryRow[] = Array.from({ length: 24 }, (_, i) => {
  const village = (i * 5 + 1) % 7;
  const answers = Array.from({ length: 7 }, (_x, q) => ['yes', 'yes', 'no', 'yes', 'unsure', ''][(i * i + i * q + q * 5) % 6] ?? '');
  return { id: `I${i + 1}`, version: 1, division_name: '柳坪镇', village_code: `43112810420${village + 1}`, village_name: ['石磨坪村', '竹园村', '大桥村', '白泉村', '槐树湾村', '上塘村', '红岩村'][village] ?? '', township_name: '柳坪镇', asked_on: addDays(TODAY, -Math.floor(i / 3)), person_id: 'P9', person_name: i % 4 ? '方立群' : '邓青', answers, note: SAID[i % SAID.length] ?? '', receipt: receipt(i < 2 ? 'stored' : 'receipted', i), conflict: i === 4 };
});
const QUESTIONS = ['team_lives_here', 'team_came', 'team_explained', 'team_helped', 'committee_fair', 'committee_open', 'committee_there'];
export const inquiryTallies = (rows: readonly InquiryRow[]): InquiryTally[] => QUESTIONS.map((question, q) => ({ question, yes: rows.filter((r) => r.answers[q] === 'yes').length, no: rows.filter((r) => r.answers[q] === 'no').length, unsure: rows.filter((r) => r.answers[q] === 'unsure').length }));
export const wishes: WishRow[] = ['一副老花镜', '一个书包', '一床棉被', '一辆轮椅'].map((content, i) => {
  const h = households[(i * 7 + 2) % households.length] as HouseholdRow;
  return { id: `W${i + 1}`, version: 1, household_id: h.id, head_name: h.head_name, group_name: h.group_name, village_name: h.village_name, raised_on: addDays(TODAY, -12 - i), content, wished_by: ['奶奶', '孙女', '户主', '户主'][i] ?? '', donor: i === 1 ? '县妇联' : i === 3 ? '县残联' : '', fulfilled_on: i === 3 ? '2018-09-21' : null, note: '', receipt: receipt(i ? 'receipted' : 'stored', i), conflict: false };
});
export const portions: PortionRow[] = households.slice(0, 14).sort((a, b) => (a.group_name < b.group_name ? -1 : 1)).map((h, i) => ({ id: `PO${i}`, version: 1, household_id: h.id, head_name: h.head_name, group_name: h.group_name, village_name: h.village_name, conflict: false, received_on: i < 5 ? '2018-09-26' : null, received_by: i < 5 ? '户主' : '', receipt: receipt('stored') }));
export const tours: TourRow[] = [{ id: 'T1', version: 1, division_code: '431128104201', division_name: '石磨坪村', name: '国庆前走一遍', starts_on: '2018-09-20', ends_on: null, groups: [], unseen_days: null, counts: 'anyone', person_id: null, person_name: '', households: 126, seen: 41, receipt: receipt('stored'), conflict: false }, { id: 'T2', version: 1, division_code: '431128104201', division_name: '石磨坪村', name: '两个月没见的户', starts_on: '2018-09-01', ends_on: '2018-09-30', groups: ['上坪组', '河湾组'], unseen_days: 60, counts: 'first_secretary', person_id: null, person_name: '', households: 18, seen: 18, receipt: receipt('receipted', 4), conflict: false }];
export const tourHomes: TourHome[] = [...households].sort((a, b) => (a.group_name < b.group_name ? -1 : a.group_name > b.group_name ? 1 : 0)).map((h, i) => ({ household_id: h.id, head_name: h.head_name, group_name: h.group_name, village_name: h.village_name, number: h.number, people: h.people, cause: h.cause, visit_id: i % 3 === 0 ? 'V0003' : null, visited_on: i % 3 === 0 ? '2018-09-24' : null, person_names: i % 3 === 0 ? ['沈知远'] : [], before_on: i % 7 === 1 ? null : addDays(TODAY, -15 - (i % 60)) }));

type Work = [cls: string, content: string, unit: string, quantity: number, department: string, goal: string];
const WORKS: Work[] = [['industry', '香菇大棚', '亩', 3, '县农业局', '年增收 3,000 元'], ['industry', '黄牛寄养', '头', 2, '县农业局', '年增收 2,400 元'], ['housing', 'C 级危房改造', '户', 1, '县住建局', '入冬前住上安全房'], ['water', '入户供水管网', '户', 1, '县水利局', '水接到灶台'], ['public_post', '护林员公益岗位', '月', 12, '县林业局', '年增收 9,600 元'], ['employment', '实用技能培训（取证）', '人', 2, '县人社局', '两人取证'], ['finance', '小额信贷贴息', '笔', 1, '县财政局', '利息全贴']];
const VILLAGE_WORKS: Work[] = [['infrastructure', '磨沟组通组路硬化', '公里', 2, '县交通局', '通到每户门口'], ['water', '上坪、磨沟集中供水', '处', 1, '县水利局', '两个组不断水'], ['industry', '香菇烘干房', '座', 1, '县农业局', '合作社分红'], ['infrastructure', '太阳能路灯', '盏', 40, '县住建局', '主路亮到村口']];
/** Given up, and why. */
const DROPPED: Readonly<Record<number, string>> = { 9: '搬进集中安置点，不用再改', 31: '已随儿子迁出，老屋没人住', 57: '牛棚被淹，改种香菇' };
export const isOpen = (m: { state: string }): boolean => m.state !== 'done' && m.state !== 'dropped';
export const measures: MeasureRow[] = Array.from({ length: 96 }, (_, i) => {
  const village = i % 12 === 0;
  const h = households[(i * 5) % households.length] as HouseholdRow;
  const [cls, content, unit, quantity, department, goal] = (village ? VILLAGE_WORKS[(i / 12) % VILLAGE_WORKS.length] : WORKS[i % WORKS.length]) as Work;
  const drawn = next() < 0.4 ? 'done' : next() < 0.7 ? 'running' : 'planned';
  const state = DROPPED[i] ? 'dropped' : drawn;
  const due = addDays(TODAY, Math.floor(next() * 110) - 12);
  const amount = (5 + Math.floor(next() * 60)) * (village ? 600000 : 60000);
  const who = pick(TEAM);
  const [part, paid] = state === 'done' ? [quantity, amount] : state === 'planned' ? [0, 0] : [Math.floor(quantity / 2), Math.floor(amount / 2)];
  const open = isOpen({ state });
  return {
    id: `M${String(i + 1).padStart(3, '0')}`, version: 3, household_id: village ? null : h.id, division_code: h.village_code, for_name: village ? '石磨坪村' : h.head_name, village_name: h.village_name, class: cls, content,
    goal: i % 3 ? goal : '', person_id: i % 7 ? who.id : null, person_name: i % 7 ? who.name : '', unit_id: `U${UNITS.indexOf(department)}`, unit_name: department, done_on: state === 'done' ? addDays(due < TODAY ? due : TODAY, -5) : null,
    dropped_reason: DROPPED[i] ?? '', unclear: open ? [...(i % 3 ? [] : ['goal']), ...(i % 7 ? [] : ['person'])] : [], amount_fen: amount, paid_fen: paid, quantity,
    quantity_done: part, quantity_unit: unit, starts_on: '2018-03-01', due_on: due, state, late_days: open ? Math.max(0, diffDays(TODAY, due)) : 0, result: '', receipt: receipt('receipted', i), conflict: false,
  };
}).sort((a, b) => ((a.due_on ?? '') < (b.due_on ?? '') ? -1 : 1));

const WRONGS: [string, string, string, string, number][] = [['磨沟组早晚停水', 'letter', '饮水安全', 'done', -15], ['收入明细与佐证不一致', 'upper', '动态调整', 'reopened', -10], ['产业奖补发放到卡不及时', 'county', '产业帮扶', 'running', -2], ['大病保险报销超过 40 天未到账', 'visit', '健康', 'running', 2], ['厨房后墙裂缝，鉴定等级没有更新', 'county', '住房', 'open', 5], ['通组路塌了一处', 'visit', '基础设施建设', 'open', 6], ['大病保险政策群众知晓率低', 'county', '', 'running', 8], ['培训取证人员没有留存证件', 'self_check', '', 'open', 12], ['户档没有签字', 'township', '', 'verified', -15]];
/** What is to be done about each, and when it counts as put right. */
export const REMEDIES: [string, string][] = [['换浮球阀，清池底，高峰时错开供水。', '连续 5 天水压正常'], ['逐户核对流水、合同和台账，缺的补齐。', '抽查 10 户，明细和佐证一致'], ['报县财政局催拨，到卡一户销一户。', '9 户全部到卡'], ['代办报销，缺的发票补开。', '报销款到账'], ['', ''], ['', ''], ['包户干部上门讲一遍，留一份明白纸。', '抽问 10 户，8 户说得出'], ['', ''], ['补签七个签字。', '七个签字齐全']];
/** Problems, by due date. */
export const problems: ProblemRow[] = WRONGS.map(([content, source, category, state, due], i) => {
  const h = households[23 + i] as HouseholdRow;
  const common = i % 3 === 1;
  return {
    id: `Q${i + 1}`, version: 3, household_id: common ? null : h.id, for_name: common ? '石磨坪村' : h.head_name, village_name: '石磨坪村', number: `K3Q7F${i + 1}`, content, kind: common ? 'common' : 'single', category, source, state,
    due_on: addDays(TODAY, due), person_name: i === 4 ? '' : pick(TEAM).name, late_days: state === 'done' || state === 'verified' ? 0 : Math.max(0, -due), waiting_days: state === 'done' ? 18 : 0, urged: i === 2, parent_id: null, receipt: receipt(i === 3 ? 'stored' : 'receipted', i), conflict: i === 2,
  };
});

const HOLIDAYS: Record<string, string> = { '2018-09-24': '中秋节', '2018-10-01': '国庆节' };
const isFree = (on: string): boolean => (on >= '2018-09-22' && on <= '2018-09-24') || (on >= '2018-10-01' && on <= '2018-10-07') || weekday(on) > 4;
export function month(text: string): DayRow[] {
  return monthDays(text).map((on, i) => {
    const past = on < TODAY;
    const kind = ['2018-09-29', '2018-09-30'].includes(on) ? 'shift' : isFree(on) ? 'rest' : 'work';
    const off = past && (i === 6 || i === 12 || (i > 20 && i < 24));
    const recorded = past && i !== 14;
    const trip = i === 5;
    return {
      on, id: recorded ? `S${on}` : null, version: recorded ? 1 : 0, day: !recorded ? '' : off ? 'holiday' : trip ? 'trip' : 'village', night: recorded && !off && !trip && i % 7 !== 4 ? 'stayed' : '',
      day_places: trip ? ['431128'] : [], night_place: '', note: recorded && trip ? '县里开会' : '', recorded, recorded_at_ms: recorded ? Date.parse(`${on}T13:30:00Z`) : null,
      visits: visits.filter((v) => v.visited_on === on && v.mine).length, visit_names: visits.filter((v) => v.visited_on === on && v.mine).map((v) => v.head_name), festival: HOLIDAYS[on] ?? '', kind,
      receipt: recorded ? receipt(on >= '2018-09-29' ? 'stored' : 'receipted', i) : null,
    };
  });
}
export const present = (rows: readonly DayRow[]): number => rows.filter((d) => d.night === 'stayed' || ['village', 'trip', 'meeting'].includes(d.day)).length;
