/** The one-time code: twelve characters, capitals and hyphens by themselves, no O and no I. */
export const codeChars = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '').replace(/[OI]/g, '');

export const formatCode = (text: string): string => (codeChars(text).slice(0, 12).match(/.{1,4}/g) ?? []).join('-');

/** 0 too short … 4 very good; length counts most, then variety. */
export function passphraseStrength(text: string): 0 | 1 | 2 | 3 | 4 {
  const length = [...text].length;
  if (length < 8) return 0;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^\w\s\u3400-\u9fff]/, /[\u3400-\u9fff]/].filter((kind) => kind.test(text)).length;
  const points = (length >= 10 ? 1 : 0) + (length >= 14 ? 1 : 0) + (kinds >= 2 ? 1 : 0) + (kinds >= 3 ? 1 : 0);
  return points >= 3 ? 4 : points === 2 ? 3 : points === 1 ? 2 : 1;
}

/** The county's own word stands in front of the detail: `code_used: …`. */
export const wordOf = (error: { code: string; detail: string }): string => /^(\w+):/.exec(error.detail)?.[1] ?? error.code;

/** An address, with or without scheme, and the fingerprint behind it. Says what is wrong with it. */
export function addressTrouble(text: string): 'empty' | 'address' | 'fingerprint' | '' {
  const [address = '', pin] = text.trim().split('#');
  if (address === '') return 'empty';
  if (pin !== undefined && !/^[0-9a-f]{64}$/i.test(pin.trim())) return 'fingerprint';
  const whole = address.includes('://') ? address : `https://${address}`;
  return /^https?:\/\/[^\s/:@?]+(:\d{1,5})?(\/[^\s?#]*)?$/i.test(whole) || /^https?:\/\/\[[0-9a-f:]+\](:\d{1,5})?\/?$/i.test(whole) ? '' : 'address';
}
