import { expect, test } from 'vitest';
import { readDay, readNumber } from './typed';

const TODAY = '2018-09-30';

test('a date that cannot be read is told and is no date', () => {
  for (const text of ['13-40', '2-30', '下周', '2018-13-01', '9月', '9-31', '明天']) expect([text, readDay(text, TODAY, true)]).toEqual([text, { value: null, bad: true }]);
});
test('nothing typed is no date and nothing bad', () => {
  expect(readDay('  ', TODAY)).toEqual({ value: null, bad: false });
});
test('a date is read as people write it', () => {
  expect(readDay('10月8日', TODAY, true)).toEqual({ value: '2018-10-08', bad: false });
  expect(readDay('9-25', TODAY)).toEqual({ value: '2018-09-25', bad: false });
});
test('a number that cannot be read is told and is no number', () => {
  for (const text of ['十箱', '12箱', '-3', '1e3', '1.', '.5', '0x1f', '1..2', '99999999999999999999']) expect([text, readNumber(text, 2)]).toEqual([text, { value: null, bad: true }]);
});
test('pieces are whole', () => {
  expect(readNumber('1.5', 0).bad).toBe(true);
  expect(readNumber('12', 0)).toEqual({ value: 12, bad: false });
});
test('money goes down to the fen, and no further', () => {
  expect(readNumber('19.85', 2).value).toBe(19.85);
  expect(readNumber('19.855', 2).bad).toBe(true);
});
test('full-width digits and commas are digits and commas', () => {
  expect(readNumber('１，２００', 0)).toEqual({ value: 1200, bad: false });
  expect(readNumber('1,200', 0).value).toBe(1200);
});
