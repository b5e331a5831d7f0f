import { expect, test } from 'vitest';
import { ago, bytes, count, date, dated, due, ended, firstGrapheme, list, moment, percent, seconds, span, stamp, wan, yuan } from './format';

const NOW = Date.parse('2018-09-30T11:42:00Z');

test('yesterday is one day ago, whatever the hour', () => {
  expect(ago(Date.parse('2018-09-29T15:59:00Z'), NOW, 'zh-CN')).toBe('1 天前');
  expect(ago(Date.parse('2018-09-29T16:01:00Z'), NOW, 'zh-CN')).toBe('今天 00:01');
  expect(ago(NOW - 22 * 60_000, NOW, 'zh-CN')).toBe('22 分钟前');
  expect(ago(NOW - 5_000, NOW, 'zh-CN')).toBe('刚刚');
});
test('a clock that ran ahead is not in the future', () => {
  expect(ago(NOW + 90_000, NOW, 'zh-CN')).toBe('刚刚');
});
test('money in a list is never rounded', () => {
  expect(yuan(360_000)).toBe('3,600');
  expect(yuan(360_050)).toBe('3,600.50');
  expect(yuan(null)).toBe('—');
  expect(wan(232_200_000)).toBe('232.2');
});
test('thousands are grouped whatever the system speaks', () => {
  expect(count(6150)).toBe('6,150');
  expect(percent(8, 9)).toBe('89%');
});
test('another year is said', () => {
  expect(date('2018-09-30', 'zh-CN', '2018-10-01')).toBe('9月30日');
  expect(date('2017-09-29', 'zh-CN', '2018-10-01')).toBe('2017年9月29日');
  expect(moment(NOW, 'zh-CN')).toBe('9月30日 19:42');
  expect(stamp(NOW)).toBe('2018-09-30 19:42');
});
test('beyond thirty days a date stands for the days left', () => {
  expect(due('2018-09-22', '2018-09-30', 'zh-CN')).toBe('过期 8 天');
  expect(due('2018-09-30', '2018-09-30', 'zh-CN')).toBe('今天到期');
  expect(due('2018-10-05', '2018-09-30', 'zh-CN')).toBe('还有 5 天');
  expect(due('2018-12-31', '2018-09-30', 'zh-CN')).toBe('12月31日');
});
test('sizes and lengths', () => {
  expect([bytes(310), bytes(812_000), seconds(38, 'zh-CN'), seconds(62, 'zh-CN')]).toEqual(['310 B', '793.0 KB', '38 秒', '1 分 02 秒']);
});
test('how far two clocks are apart is said in one figure', () => {
  const hour = 3_600_000;
  expect([span(11 * 60_000, 'zh-CN'), span(-3 * hour, 'zh-CN'), span(50 * hour, 'zh-CN'), span(-4 * 365 * 24 * hour, 'zh-CN'), span(3 * hour, 'en')]).toEqual(['11 分钟', '3 小时', '2 天', '4 年', '3 h']);
});
test('a name outside the basic plane keeps its first letter whole', () => {
  expect(firstGrapheme('𬱖川')).toBe('𬱖');
  expect(firstGrapheme('')).toBe('');
});

test('a day with its weekday, a list and a due date are said in the order and with the marks of each language', () => {
  expect([dated('2018-09-30', 'zh-CN'), dated('2018-09-30', 'en')]).toEqual(['9月30日 星期日', 'Sun 30 Sep']);
  expect([list(['例行走访', '', '问题核查'], 'zh-CN'), list(['Routine call', 'Errand'], 'en')]).toEqual(['例行走访、问题核查', 'Routine call, Errand']);
  expect(['2018-09-29', '2018-09-30', '2018-10-13'].map((day) => due(day, '2018-09-30', 'en'))).toEqual(['1 day overdue', 'due today', '13 days left']);
});
test('a sentence that stands by itself has one full stop', () => {
  expect([ended('磁盘满了', 'zh-CN'), ended('排好了。', 'zh-CN'), ended('Disk full', 'en'), ended('Try again.', 'en')]).toEqual(['磁盘满了。', '排好了。', 'Disk full.', 'Try again.']);
});
