/** The one-time code: twelve characters, capitals and hyphens by themselves, no O and no I. */
export const codeChars = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '').replace(/[OI]/g, '');

export const formatCode = (text: string): string => (codeChars(text).slice(0, 12).match(/.{1,4}/g) ?? []).join('-');

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
