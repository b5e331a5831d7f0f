/** 0 too short … 4 very good; length counts most, then variety. */
export function passphraseStrength(text: string): 0 | 1 | 2 | 3 | 4 {
  const length = [...text].length;
  if (length < 8) return 0;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^\w\s\u3400-\u9fff]/, /[\u3400-\u9fff]/].filter((kind) => kind.test(text)).length;
  const points = (length >= 10 ? 1 : 0) + (length >= 14 ? 1 : 0) + (kinds >= 2 ? 1 : 0) + (kinds >= 3 ? 1 : 0);
  return points >= 3 ? 4 : points === 2 ? 3 : points === 1 ? 2 : 1;
}
