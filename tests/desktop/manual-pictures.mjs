// The pictures of the manual are taken where a journey passes by. Beside them are kept the words that stand on them, so
// that a picture whose screen says something else by now fails the journey: dates and people may differ, words may not.
//   PICTURES=write ./dev _step desktop        takes them anew
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { root } from '../support/county.mjs'
import { pause } from './display.mjs'

const SETTLED_MS = 3_000

const folder = join(root, 'docs/manual/pictures')
const list = join(folder, 'words.json')
const read = () => (existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : {})

/** What belongs to the screen and not to what is recorded on it or to the day: title, labels, columns, buttons, pages. */
const WORDS = `
  const [box] = arguments;
  const of = [...box.querySelectorAll('h1, nav a, [role=columnheader], .lab, .btn, .field > label, input[placeholder]')];
  const words = of.filter((e) => e.getClientRects().length > 0).map((e) => (e.placeholder || e.innerText).replace(/星期.|[0-9\\s]+/g, ' ').trim());
  return [...new Set(words.filter(Boolean))];
`

export async function manualPicture(window, name, selector) {
  const box = await window.run('return document.querySelector(arguments[0])', selector)
  assert.ok(box, `there is no ${selector}`)
  const words = () => window.run(WORDS, box)
  if (process.env.PICTURES === 'write') {
    mkdirSync(folder, { recursive: true })
    // What was said of the act before is none of the screen's.
    const said = (sight) => window.run(`const e = document.querySelector('.toasts'); if (e) e.style.visibility = arguments[0]`, sight)
    await said('hidden')
    writeFileSync(join(folder, `${name}.png`), await window.pictureOf(box))
    await said('')
    const all = { ...read(), [name]: await words() }
    writeFileSync(list, `${JSON.stringify(Object.fromEntries(Object.entries(all).sort()), null, 2)}\n`)
    return
  }
  assert.ok(existsSync(join(folder, `${name}.png`)), `the manual has no picture “${name}”: PICTURES=write takes it`)
  // A table has its head a moment after the page.
  const end = Date.now() + SETTLED_MS
  while (!isDeepStrictEqual(await words(), read()[name]) && Date.now() < end) await pause(100)
  assert.deepEqual(await words(), read()[name], `the picture “${name}” of the manual shows another screen by now: PICTURES=write takes it anew`)
}
