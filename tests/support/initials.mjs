// Pinyin initials by the collation that Node carries: the first letter of each character is found
// between the first characters of two letters. Enough to type a common name as a person would.
const BOUNDS = '阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥仨他屲夕丫帀'
const LETTERS = 'abcdefghjklmnopqrstwxyz'
const order = new Intl.Collator('zh-CN-u-co-pinyin')

export function initials(name) {
  return [...name]
    .map((character) => {
      let at = -1
      while (at + 1 < BOUNDS.length && order.compare(BOUNDS[at + 1], character) <= 0) at++
      return LETTERS[at] ?? character
    })
    .join('')
}
