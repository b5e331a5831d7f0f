// What grows out of a visit, in the real window: it is put right, withdrawn and brought back; what the household asked
// for on it is followed until the household confirms; a round is ticked off by visits and by nothing else.
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

const said = '看了水管，冻裂一段。'
const put = '看了水管，冻裂两段。'
const request = '水管冻裂，想换一段'
const result = '换好了，通水。'
const confirmedBy = '儿媳'
const round = '入冬前走一遍'

/** How many households were seen this month, by the head of the list of visits. */
const seenThisMonth = async () => {
  let found = null
  await window.until(async () => (found = /本月 (\d+) 户/.exec(await window.text())), () => 'the month is not summed up')
  return Number(found[1])
}
/** How far the round is: households seen, and all of them. */
async function far() {
  const plan = await window.find('link', round)
  const [, seen, all] = /(\d+) \/ (\d+) 户/.exec(await window.run('return arguments[0].innerText', plan))
  return { seen: Number(seen), all: Number(all) }
}
const isSeen = (count) => window.until(async () => (await far()).seen === count, async () => `${(await far()).seen} are seen, not ${count}`)
const holds = (name, words) =>
  window.until(async () => (await window.run('return arguments[0].value', await window.find('textbox', name))) === words, () => `“${name}” does not hold “${words}”`)

async function visits() {
  await window.press(KEY.alt, '2')
  await window.click(await window.find('link', '走访记录'))
  await window.find('heading', '走访')
}

/** Opens the visit with these words; its pane is named by the household. */
async function opened(words) {
  await window.click(await window.find('row', words))
  await window.find('button', '再记一次')
}

async function recorded(note) {
  await window.find('textbox', '走访情况')
  await window.type(note)
}

test('a request is written down with the visit in one line', async () => {
  window = await Window.open(profile)
  await window.unlock(passphrase)
  await county.stop()
  await window.press(KEY.control, 'n')
  await window.find('option')
  await window.press(KEY.down)
  await window.press(KEY.enter)
  await recorded(said)
  await window.click(await window.find('button', '有诉求'))
  await window.type(request)
  await window.picture('visits-1-request-line')
  await window.press(KEY.enter)
  await window.says('已存：走访')
  await window.press(KEY.alt, '1')
  await window.says('诉求没办完')
  await window.says(request)
  await visits()
  await opened(said)
  await window.find('link', request)
  await window.picture('visits-2-visit-with-request')
})

test('a visit is put right, and what stood there before stands below it with the reason', async () => {
  await window.press('e')
  await window.find('dialog', '改走访')
  await window.click(await window.find('textbox', '走访情况'))
  await window.press(KEY.control, 'a')
  await window.type(put)
  await window.click(await window.find('textbox', '为什么改'))
  await window.type('数错了')
  await window.press(KEY.control, KEY.enter)
  await window.says('已改：走访')
  await window.says('改过的地方')
  await window.until(
    async () => (await window.text()).replace(/\s+/g, '').includes(`${said}→${put}为什么改：数错了`),
    () => 'the pane does not say what it was, what it is and why',
  )
  await window.find('row', put)
  await window.focusRests()
  await window.picture('visits-3-corrected')
})

test('withdrawn with a reason it is in no count, and brought back it is again', async () => {
  const before = await seenThisMonth()
  await window.click(await window.find('button', '撤回'))
  await window.find('dialog', '撤回')
  await window.press(KEY.enter)
  await window.says('写一句为什么撤回。')
  await window.type('记到了另一户')
  await window.press(KEY.enter)
  await window.says('已撤回：走访')
  await window.focusRests()
  await window.until(async () => (await seenThisMonth()) === before - 1, () => 'it is counted still')
  await window.gone('row', put)

  await window.click(await window.find('button', '已撤回'))
  await window.click(await window.find('row', put))
  await window.says('已撤回：记到了另一户')
  await window.gone('button', '改这条')
  await window.picture('visits-4-withdrawn')
  await window.click(await window.find('button', '恢复'))
  await window.says('已恢复：走访')
  await window.focusRests()
  await window.click(await window.find('button', '全部'))
  await window.find('row', put)
  await window.until(async () => (await seenThisMonth()) === before, () => 'it is not counted again')
  await window.focusRests()
})

test('a request is done and then confirmed by the household; what was typed is there after the window was killed', async () => {
  await opened(put)
  await window.click(await window.find('link', request))
  await window.find('heading', request)
  await window.click(await window.find('textbox', '办得怎样'))
  await window.type(result)
  await holds('办得怎样', result)
  // A pause writes the draft; then the battery is pulled.
  await new Promise((done) => setTimeout(done, 1_500))
  await window.kill()
  window = await Window.open(profile)
  await window.unlock(passphrase)
  await window.says('没写完 1 条')
  await visits()
  await window.click(await window.find('link', '诉求'))
  await window.click(await window.find('row', request))
  await holds('办得怎样', result)
  await window.click(await window.find('textbox', '办得怎样'))
  await window.press(KEY.control, KEY.enter)
  await window.says('办好了，等户里确认')
  await window.focusRests()

  await window.click(await window.find('button', '等户里确认'))
  await window.click(await window.find('row', request))
  await window.find('textbox', '户里谁确认的')
  await window.press(KEY.control, KEY.enter)
  await window.says('写谁确认的')
  await window.click(await window.find('textbox', '户里谁确认的'))
  await window.type(confirmedBy)
  await window.picture('visits-5-to-confirm')
  await window.press(KEY.control, KEY.enter)
  await window.says(`${confirmedBy}确认了`)
  await window.focusRests()
  await window.click(await window.find('button', '已确认'))
  await window.find('row', request)
  await window.picture('visits-6-confirmed')
})

test('a round is ticked off by a visit, and the tick goes with the visit', async () => {
  await window.click(await window.find('link', '逐户走访'))
  await window.find('heading', '逐户走访')
  await window.click(await window.find('button', '新建计划'))
  await window.find('dialog', '新建计划')
  await window.click(await window.find('textbox', '叫什么'))
  await window.type(round)
  await window.press(KEY.control, KEY.enter)
  await window.says(`已存计划：${round}`)
  const { seen, all } = await far()
  // The visit of this journey is of today, and so is the round.
  assert.ok(seen >= 1 && seen < all, `${seen} of ${all}`)
  await window.focusRests()

  await window.click(await window.run(`return arguments[0].closest('label')`, await window.find('radio', '还没走到')))
  await window.click(await window.find('row', '还没走到'))
  await window.press('v')
  await window.find('dialog', '记走访')
  await recorded('门口说了几句。')
  await window.press(KEY.enter)
  await window.says('已存：走访')
  await isSeen(seen + 1)
  await window.picture('visits-7-round')

  await visits()
  await opened('门口说了几句。')
  await window.click(await window.find('button', '撤回'))
  await window.find('dialog', '撤回')
  await window.type('记到了另一户')
  await window.press(KEY.enter)
  await window.says('已撤回：走访')
  await window.click(await window.find('link', '逐户走访'))
  await isSeen(seen)
})

test('all of it reaches the county', async () => {
  await county.start()
  await window.click(await window.find('link', '同步状态'))
  await window.click(await window.find('button', '立即同步', { within: 30_000 }))
  await window.says('没有待同步的内容', 60_000)
  await visits()
  await window.click(await window.find('link', '诉求'))
  await window.click(await window.find('button', '已确认'))
  const row = await window.find('row', request)
  await window.find('img', '县里已收', { inside: row })
})
