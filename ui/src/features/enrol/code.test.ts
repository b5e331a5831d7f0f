import { expect, test } from 'vitest';
import { formatCode, passphraseStrength } from './code';

test('a code gets its hyphens and capitals by itself, and loses O and I', () => {
  expect(formatCode('ab3d ef7h-jk9m')).toBe('AB3D-EF7H-JK9M');
  expect(formatCode('oiABCD')).toBe('ABCD');
  expect(formatCode('ABCDEFGHJKLMNPQ')).toBe('ABCD-EFGH-JKLM');
});

test('seven characters are too short whatever they are', () => {
  expect(passphraseStrength('aB3$xyz')).toBe(0);
  expect(passphraseStrength('aaaaaaaa')).toBe(1);
  expect(passphraseStrength('山里的灯今晚亮着7盏')).toBe(3);
});
