import { ref } from 'vue';
import { describe, expect, it } from 'vitest';
import type { Cell, EventView, HistoryRow, HouseholdCard, RecordView, RemarkView } from '@/api/generated';
import { codeLabel } from '@/lib/codes';
import type { Language } from '@/lib/format';
import zh from '@/locales/zh-CN/codes.json';
import { HOUSEHOLD_FIELDS } from './editForm';
import { askedFor, blankEvent, eventSave, relationIn, shownNow } from './eventForm';
import { EVENT_GROUPS, eventText, fieldsOf, mergerWay } from './events';
import { factGroups, factText, remarksAt } from './facts';
import { historyLines } from './history';
import { changedItems, changedSince, incomeForm, netOf, readFen } from './incomeForm';

const view = (id: string, fields: Record<string, Cell>, version = 5): RecordView => ({ id, version, fields, conflict_fields: [], receipt: { state: 'receipted', number: null, at_ms: null, reason: null, parked: false, photos_done: 0, photos_total: 0 } });
const people = [view('a', { name: '张德顺', relation: '01' }), view('b', { name: '陈秀英', relation: '02' }), view('c', { name: '张明远', relation: '03' })];
const card = { household: view('h', { head_member_id: 'a' }, 7), members: people } as unknown as HouseholdCard;
const text = { language: ref<Language>('zh-CN'), t: (key: string, v: Record<string, unknown> = {}) => (key === 'family.fromTo' ? `${String(v['from'])} → ${String(v['to'])}` : key), label: (list: Parameters<typeof codeLabel>[1], code: string | number | null | undefined) => codeLabel('zh-CN', list, code) } as unknown as Parameters<typeof factText>[2];
const form = (more: object) => ({ ...blankEvent(), on: '9-20', ...more });

describe('记变动', () => {
  it('offers every kind there is, once', () => expect(Object.values(EVENT_GROUPS).flat().sort()).toEqual(Object.keys(zh.status_event).sort()));
  it('asks what the others are to the new head only when the head goes', () => {
    expect(askedFor(card, form({ kind: 'died', member: 'b' }), []).ask).toBeNull();
    const dead = askedFor(card, form({ kind: 'died', member: 'a' }), []);
    expect([dead.ask, dead.members.map((m) => m.id)]).toEqual(['staying', ['b', 'c']]);
    expect(askedFor(card, form({ kind: 'split', leaving: ['c'] }), []).ask).toBeNull();
    expect(askedFor(card, form({ kind: 'split', leaving: ['a', 'c'] }), []).members.map((m) => m.id)).toEqual(['b']);
    expect(askedFor(card, form({ kind: 'merged', other: { id: 'o', name: '李' } }), [people[1] as RecordView]).ask).toBe('coming');
  });
  it('presumes no relation to a head who is not the one of before', () => {
    expect(relationIn(card, form({ kind: 'died', member: 'a' }), people[1] as RecordView)).toBe('');
    expect(relationIn(card, form({ kind: 'head_changed' }), people[0] as RecordView)).toBe('');
    expect(relationIn(card, form({ kind: 'head_changed', relations: { a: '11' } }), people[0] as RecordView)).toBe('11');
  });
  it('sends what the kind asks for and nothing that was typed for another kind', () => {
    const typed = form({ kind: 'regrouped', member: 'b', leaving: ['c'], number: '99', values: { group_name: ' 下坪组 ', name: '别人', address: '' } });
    expect(eventSave(card, 7, typed, [], '2018-09-30')).toEqual({ household_id: 'h', base: 7, kind: 'regrouped', happened_on: '2018-09-20', reason: '', evidence: '', member_id: null, fields: { group_name: '下坪组' }, relations: [], leaving: [], other_household_id: null, member_base: 0, other_base: 0, draft: null });
    const split = eventSave(card, 7, form({ kind: 'split', leaving: ['c'], relations: { c: '01' }, number: '0207' }), [], '2018-09-30');
    expect([split.leaving, split.fields]).toEqual([[{ member_id: 'c', base: 0, relation: '01' }], { number: '0207' }]);
  });
  it('saves over what it showed, whatever has come since', () => {
    const versions = shownNow({}, people);
    expect(shownNow(versions, [view('b', {}, 9), view('d', {}, 8)])).toEqual({ a: 5, b: 5, c: 5, d: 8 });
    const dead = eventSave({ ...card, members: people.map((m) => ({ ...m, version: 9 })) } as HouseholdCard, 7, form({ kind: 'died', member: 'a', relations: { b: '01', c: '03' }, versions }), [], '2018-09-30');
    expect([dead.member_base, dead.relations.map((r) => r.base)]).toEqual([5, [5, 5]]);
    const merged = eventSave(card, 7, form({ kind: 'merged', other: { id: 'o', name: '李' }, versions: { o: 3, b: 4 } }), [people[1] as RecordView], '2018-09-30');
    expect([merged.other_base, merged.relations.map((r) => r.base)]).toEqual([3, [4]]);
  });
  it('a day that cannot be read goes as it was typed, for the rule to answer beside it', () => expect(eventSave(card, 7, form({ kind: 'died', on: '去年冬天' }), [], '2018-09-30').happened_on).toBe('去年冬天'));
  it('tells an event in one line', () => {
    const told = (fields: Record<string, Cell>, member_name = ''): string => eventText({ event: view('e', fields), member_name, other: null }, text);
    expect(told({ kind: 'out_of_poverty', before: '0', after: '1' })).toBe('未脱贫 → 已脱贫(享受政策)');
    expect(told({ kind: 'regrouped', before: '上坪组', after: '下坪组' })).toBe('上坪组 → 下坪组');
    expect(told({ kind: 'died', before: '', after: '' }, '陈秀英')).toBe('陈秀英');
    expect(told({ kind: 'split', before: '', after: '张明远、罗小兰' })).toBe('张明远、罗小兰');
    expect(told({ kind: 'merged', before: '张明远', after: '' })).toBe('张明远');
  });
  it('says of each merger who came and who went, also where two were joined to each other', () => {
    const merger = (id: string, fields: Record<string, Cell>): EventView => ({ event: view(id, { kind: 'merged', ...fields }), member_name: '', other: { id: 'o', head_name: '李', group_name: '', village_name: '' } });
    const [came, went, old] = [merger('1', { before: '', after: '李四' }), merger('2', { before: '张三', after: '' }), merger('3', { before: '', after: '李四' })];
    expect([mergerWay(came, [came], null), mergerWay(went, [went], 'o')]).toEqual(['mergedHere', 'mergedThere']);
    expect([mergerWay(came, [came, went], 'o'), mergerWay(went, [came, went], 'o')]).toEqual(['mergedHere', 'mergedThere']);
    // Written before the way was: one is told by the household, of two nobody knows.
    expect([mergerWay(old, [old], 'o'), mergerWay(old, [old], 'x'), mergerWay(old, [old, came], 'o')]).toEqual(['mergedThere', 'mergedHere', 'mergedWith']);
  });
  it('a new person is asked for name, relation and number', () => expect(fieldsOf('adopted').map((f) => f.name)).toEqual(['name', 'relation', 'id_number', 'gender', 'born_on', 'ethnicity']));
});

describe('户情', () => {
  it('shows the groups that are in use first', () => {
    const groups = factGroups(view('h', { farmland_centimu: 325, cadre_name: '' }), HOUSEHOLD_FIELDS);
    expect(groups[0]?.group).toBe('land');
    expect(groups[0]?.filled.map((f) => f.name)).toEqual(['farmland_centimu']);
    expect(groups.flatMap((g) => [...g.filled, ...g.left])).toHaveLength(HOUSEHOLD_FIELDS.length);
  });
  it('says numbers, codes and yes or no in words', () => {
    const of = (name: string, cell: Cell): string => {
      const field = HOUSEHOLD_FIELDS.find((f) => f.name === name);
      return field ? factText(field, cell, text) : '';
    };
    expect([of('farmland_centimu', 325), of('fuel', '01'), of('causes', '["01","07"]'), of('water_safe', 0), of('note', '')]).toEqual(['3.25', '柴草', '因病、缺技术', 'household.edit.no', '']);
  });
  it('puts a remark beside its field, and none that is off', () => {
    const remark = (more: object): RemarkView => ({ rule: 'id_wrong', source: '01', fields: ['id_number'], of: 'member', member_id: 'a', off: null, others: [], ...more });
    const all = [remark({}), remark({ member_id: 'b' }), remark({ rule: 'id_length', off: { id: 'o', version: 1, reason: '' } })];
    expect(remarksAt(all, 'a', 'id_number').map((r) => r.rule)).toEqual(['id_wrong']);
    expect(remarksAt(all, null, 'id_number')).toEqual([]);
    const words = [remark({ rule: 'code_unknown', fields: ['politics', 'labour'] })];
    expect(['politics', 'labour', 'education'].map((f) => remarksAt(words, 'a', f).length)).toEqual([1, 1, 0]);
  });
});

describe('改收入', () => {
  const rows = [view('i1', { year: 2018, item: 'AAC073', amount_fen: 480_050 }), view('i2', { year: 2017, item: 'AAC073', amount_fen: 1 })];
  const opened = incomeForm(rows, 2018);
  it('an untouched form changes nothing; an emptied item goes; a new one comes', () => {
    expect(opened.typed).toEqual({ AAC073: '4800.5' });
    expect(changedItems(opened)).toEqual([]);
    expect(changedItems({ ...opened, typed: { AAC073: '', AAC074: '1,200' } })).toEqual([{ id: 'i1', base: 5, item: 'AAC073', amount_fen: null }, { id: null, base: 0, item: 'AAC074', amount_fen: 120_000 }]);
  });
  it('what others entered since it was opened is neither overwritten nor taken out, and is said', () => {
    const since = [view('i1', { year: 2018, item: 'AAC073', amount_fen: 500_000 }, 9), view('i3', { year: 2018, item: 'AAC071', amount_fen: 70_000 })];
    expect(changedItems({ ...opened, typed: { ...opened.typed, AAC085: '300' } })).toEqual([{ id: null, base: 0, item: 'AAC085', amount_fen: 30_000 }]);
    expect(changedItems({ ...opened, typed: { AAC073: '4900' } })).toEqual([{ id: 'i1', base: 5, item: 'AAC073', amount_fen: 490_000 }]);
    expect(changedSince(opened.opened, since, 2018)).toEqual(['AAC073', 'AAC071']);
    expect(changedSince(opened.opened, rows, 2018)).toEqual([]);
  });
  it('an item that no field shows stays as it is', () => {
    const more = incomeForm([...rows, view('i4', { year: 2018, item: '老项目', amount_fen: 9 }), view('i5', { year: 2018, item: 'AAC072', amount_fen: null })], 2018);
    expect(changedItems({ ...more, typed: { AAC073: '1' } }).map((i) => i.item)).toEqual(['AAC073']);
  });
  it('two rows of one item are one sum, and one row once it was typed over', () => {
    const twice = incomeForm([...rows, view('i6', { year: 2018, item: 'AAC073', amount_fen: 20_000 }, 6)], 2018);
    expect(twice.typed['AAC073']).toBe('5000.5');
    expect(changedItems(twice)).toEqual([]);
    expect(changedItems({ ...twice, typed: { AAC073: '5100' } })).toEqual([{ id: 'i1', base: 5, item: 'AAC073', amount_fen: 510_000 }, { id: 'i6', base: 6, item: 'AAC073', amount_fen: null }]);
  });
  it('reads money, also a loss', () => expect(['3,600', '３６００.5', '-20', '两千', ''].map(readFen)).toEqual([360_000, 360_050, -2000, null, null]));
  it('works out the figure per head while it is typed, transfers not twice', () => {
    expect(netOf({ AAC073: '12000', AAC085: '800', AAC077: '500', AAC074: '1500' }, 4)).toEqual({ gains: 1_280_000, expense: 150_000, perHead: 282_500 });
    expect(netOf({ AAC074: '1.01' }, 2)?.perHead).toBe(-51);
    expect(netOf({ AAC073: '5' }, 0)?.perHead).toBeNull();
    expect(netOf({ 理赔收入: '5' }, 1)).toBeNull();
  });
});

it('an act is one line of the history, what it wrote behind it; another act of the same person is a line of its own', () => {
  const row = (record: string, field: string, at_ms: number): HistoryRow => ({ at_ms, by_name: '沈一', record, record_title: 'split', record_year: null, field, from: null, to: null, reason: '', receipt: { state: 'stored', number: null, at_ms: null, reason: null, parked: false, photos_done: 0, photos_total: 0 } });
  const lines = historyLines([row('member', 'household_id', 5), row('status_event', 'created', 5), row('member', 'relation', 5), row('member', 'phone', 3)]);
  expect(lines.map((l) => [l.row.record, l.row.field, l.more.map((m) => m.field)])).toEqual([['status_event', 'created', ['household_id', 'relation']], ['member', 'phone', []]]);
});
