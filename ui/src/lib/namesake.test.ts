import { expect, test } from 'vitest';
import { namesake } from './namesake';

const home = (id: string, part: object = {}) => ({ id, head_name: '王德顺', group_name: '上坪组', village_name: '石磨坪村', number: `4311281041${id.padStart(4, '0')}`, ...part });

test('only heads of one name in one group of one village say the end of their number', () => {
  const [a, b] = [home('3'), home('27')];
  expect([namesake(a, [a, b]), namesake(b, [a, b])]).toEqual(['…0003', '…0027']);
  expect(namesake(a, [a])).toBe('');
  expect(namesake(a, [a, home('27', { group_name: '河湾组' }), home('28', { village_name: '竹园村' }), home('29', { head_name: '王大顺' })])).toBe('');
  expect(namesake(home('', { number: '' }), [b])).toBe('');
});
