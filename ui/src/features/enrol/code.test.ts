import { expect, test } from 'vitest';
import { addressTrouble, formatCode, wordOf } from './code';

test('a code gets its hyphens and capitals by itself, and loses O and I', () => {
  expect(formatCode('ab3d ef7h-jk9m')).toBe('AB3D-EF7H-JK9M');
  expect(formatCode('oiABCD')).toBe('ABCD');
  expect(formatCode('ABCDEFGHJKLMNPQ')).toBe('ABCD-EFGH-JKLM');
});

test('the county’s own word is read from the front of the detail', () => {
  expect(wordOf({ code: 'not_permitted', detail: 'code_used: the code was used' })).toBe('code_used');
  expect(wordOf({ code: 'not_ready', detail: 'cut: no route to host' })).toBe('cut');
  expect(wordOf({ code: 'disk_full', detail: '' })).toBe('disk_full');
});

test('an address may carry a port and the fingerprint of the server', () => {
  const pin = '9f'.repeat(32);
  for (const ok of ['https://10.0.0.5:8443', `https://10.0.0.5:8443#${pin}`, 'http://127.0.0.1:8080', 'zhucun.example', ` https://zhucun.example/sync#${pin} `, `https://10.0.0.5:8443#${pin.toUpperCase()}`, 'https://[::1]:8443']) expect([ok, addressTrouble(ok)]).toEqual([ok, '']);
});

test('an address that cannot be one is told before it is sent', () => {
  expect(addressTrouble('  ')).toBe('empty');
  expect(addressTrouble(['https://10.0.0.5:8443', '9f86'].join('#'))).toBe('fingerprint');
  expect(addressTrouble(`https://10.0.0.5#${'9f'.repeat(32)}0`)).toBe('fingerprint');
  expect(addressTrouble('县里的 服务器')).toBe('address');
  expect(addressTrouble('ftp://10.0.0.5')).toBe('address');
});
