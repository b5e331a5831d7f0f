// A problem from finding to closing, in the real window: found on a visit in one line, worked on and handed in
// without a network, looked at by the township in the county's own program, closed with its verdicts.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { County, passphrase } from '../support/county.mjs'
import { KEY, Window } from './window.mjs'

let county, profile, window

before(async () => {
  county = new County()
  await county.start()
  profile = county.laptop(county.account('first_secretary').name)
})

after(async () => {
  await window?.close()
  await county?.stop()
  county?.remove()
})

const problem = '灶房后墙裂了一道缝'
const progress = '请人看过，要加一道箍。'
const result = '箍打好了，缝也补了。'
const returned = '去看了，缝还透风。'
const again = '里外又抹了一遍灰。'

const everything = { q: problem, sources: [], kinds: [], states: [], persons: [], villages: [], household_id: null, limit: 10, offset: 0 }

/** What the township does about the problem at the county. */
async function atTheCounty(kind, words) {
  const call = await county.as('township_reviewer')
  const { rows } = await call('problem.list', { ...everything, view: 'waiting' })
  assert.equal(rows.length, 1)
  const { acts, row } = await call('problem.get', { id: rows[0].id })
  assert.deepEqual(acts, ['verify', 'return'])
  return call('problem.step', { id: row.id, base: row.version, kind, ...words })
}

async function sync() {
  await window.click(await window.find('link', '同步状态'))
  await window.click(await window.find('button', '立即同步', { within: 30_000 }))
  await window.says('没有待同步的内容', 60_000)
}

/** Opens the problem in the ledger by its words; the focus is in its text. */
async function opened(view) {
  await window.press(KEY.alt, '6')
  await window.find('heading', '问题整改')
  if (view) await window.click(await window.find('button', view))
  await window.press('/')
  // The list keeps what it was searched for.
  await window.press(KEY.control, 'a')
  await window.type(problem)
  await window.find('row', problem)
  await window.press(KEY.tab)
  await window.click(await window.find('row', problem))
  await window.find('heading', problem)
}

/** The text of the foot, which the page's own text does not hold. */
const holds = (words) => window.until(() => window.run(`return document.querySelector('footer textarea')?.value === ${JSON.stringify(words)}`), () => `“${words}” is not typed`)

async function written(words, act) {
  await window.click(await window.find('textbox', '做了什么'))
  await window.type(words)
  await holds(words)
  if (act) await window.click(await window.find('button', act))
  else await window.press(KEY.control, KEY.enter)
}

test('a problem found on a visit in one line stands in the ledger', async () => {
  window = await Window.open(profile)
  await window.unlock(passphrase)
  await county.stop()
  await window.press(KEY.control, 'n')
  await window.find('option')
  await window.press(KEY.down)
  await window.press(KEY.enter)
  await window.click(await window.find('button', '发现问题'))
  await window.type(problem)
  await window.click(await window.find('textbox', '走访情况'))
  await window.type('看了灶房。')
  await window.press(KEY.enter)
  await window.says('已存：走访')
  await opened()
  await window.says('待整改')
  await window.picture('problem-1-found')
})

test('progress is noted, and a word begun is there after the window was killed', async () => {
  await written(progress, '记进展')
  await window.says('已记进展')
  await window.says('整改中')
  await window.click(await window.find('textbox', '做了什么'))
  await window.type(result)
  // A pause writes the draft; then the battery is pulled.
  await holds(result)
  await new Promise((done) => setTimeout(done, 1_500))
  await window.kill()
  window = await Window.open(profile)
  await window.unlock(passphrase)
  await window.says('没写完 1 条')
  await opened()
  const note = await window.find('textbox', '做了什么')
  await window.holds(note, result)
})

test('handed in with one chord, it waits for another to look', async () => {
  await window.click(await window.find('textbox', '做了什么'))
  await window.press(KEY.control, KEY.enter)
  await window.says('已提交整改')
  await window.says('等县督查组或乡镇回头看')
  await window.gone('button', '核实无误')
  await window.focusRests()
  await window.picture('problem-2-handed-in')
})

test('sent back by the township with a word, it begins its second round', async () => {
  await county.start()
  await sync()
  await atTheCounty('return', { note: returned })
  await sync()
  await opened()
  await window.says(returned)
  await window.says('回头看未过 · 第 2 轮')
  await window.picture('problem-3-sent-back')
  await written(again)
  await window.says('已提交整改')
  await sync()
})

test('closed by the township with its three verdicts, it is closed on the laptop too', async () => {
  await atTheCounty('verify', { note: '不透风了', in_time: true, in_quality: true, in_quantity: false })
  await sync()
  await opened('已销号')
  await window.says('不透风了')
  await window.says('不按量')
  const row = await window.find('row', problem)
  await window.find('img', '已销号', { inside: row })
  await window.gone('button', '提交整改')
  await window.picture('problem-4-closed')
})
