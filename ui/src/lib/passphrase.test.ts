import { expect, test } from 'vitest';
import { passphraseStrength } from './passphrase';

test('seven characters are too short whatever they are', () => {
  expect(passphraseStrength('aB3$xyz')).toBe(0);
  expect(passphraseStrength('aaaaaaaa')).toBe(1);
  expect(passphraseStrength('山里的灯今晚亮着7盏')).toBe(3);
});
