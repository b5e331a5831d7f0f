// The main path in the real window: what was typed survives the battery being pulled, what was saved
// too, and the county's receipt is seen. Keys are counted from the home screen; a text counts as none.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { County, passphrase } from '../support/county.mjs'
import { initials } from '../support/initials.mjs'
import { answerFileDialog } from './display.mjs'
import { BY_ROLE, KEY, Window } from './window.mjs'

let county, profile, window, known

before(async () => {
  county = new County()
  await county.start()
  profile = county.laptop(county.account('first_secretary').name)
  known = somebodyKnown()
})

after(async () => {
  await window?.close()
  await county?.stop()
  county?.remove()
})

/** A household whose three initials bring it first, as for whoever knows the village. */
function somebodyKnown() {
  for (const surname of 'zlwhcysxgt') {
    for (const { id, title: name } of county.zhucun(profile, 'search', surname, '--limit', '20').rows) {
      const letters = initials(name)
      if (!/^[a-z]{3}$/.test(letters)) continue
      if (county.zhucun(profile, 'search', letters, '--limit', '3').rows[0]?.id !== id) continue
      assert.equal(county.zhucun(profile, 'show', id, '--history').older_at_county, true)
      return { id, name, letters }
    }
  }
  throw new Error('no household of the demo village comes first by its three initials')
}

async function reopened() {
  await window.kill()
  window = await Window.open(profile)
  await window.unlock(passphrase)
  await window.find('button', '记走访')
  window.keys = 0
}

const half = '灶房屋顶漏雨，'
const rest = '答应月底前找人来修。'

test('a window opens on an enrolled laptop and asks for the passphrase', async () => {
  window = await Window.open(profile)
  await window.find('textbox', '口令')
  await window.picture('01-unlock')
  await window.unlock(passphrase)
  await window.says('距年底还有')
  await window.picture('02-home')
})

test('a half-typed visit is there again after the window was killed', async () => {
  await county.stop()
  window.keys = 0
  await window.press(KEY.control, 'n')
  await window.find('dialog', '记走访')
  await window.letters(known.letters)
  await window.find('option', known.name)
  await window.picture('03-pick')
  await window.press(KEY.enter)
  await window.find('textbox', '走访情况')
  await window.type(half)
  await window.says('草稿已存本机')
  await window.picture('04-half-typed')
  await reopened()

  await window.press(KEY.control, 'n')
  await window.find('dialog', '记走访')
  await window.says('接着写上次没写完的这条')
  const note = await window.find('textbox', '走访情况')
  await window.holds(note, half)
  await window.picture('05-draft-is-back')
})

test('a saved visit is there again after the window was killed', async () => {
  await window.type(rest)
  await window.press(KEY.enter)
  await window.says('已存：走访')
  await window.picture('06-saved')
  await reopened()

  await window.press(KEY.alt, '2')
  await window.says(half + rest)
  await window.picture('07-saved-is-back')
})

test('no screen says the county has it before the county has it', async () => {
  const row = await window.find('row', half)
  await window.find('img', '本机已存', { inside: row })
  assert.equal(await window.run(BY_ROLE, 'img', '县里已收', row), null)
})

test('after a sync the receipt is seen', async () => {
  await county.start()
  await window.click(await window.find('link', '同步状态'))
  await window.find('button', '立即同步', { within: 30_000 })
  await window.picture('08-outbox')
  await window.click(await window.find('button', '立即同步'))
  await window.says('没有待同步的内容', 60_000)
  await window.picture('09-synced')
  await window.press(KEY.alt, '2')
  const row = await window.find('row', half)
  await window.find('img', '县里已收', { inside: row })
  await window.press(' ')
  await window.says('县里已收')
  await window.picture('10-receipt')
  await window.press(KEY.escape)
})

test('a visit to a known household takes at most eight keys besides its text', async () => {
  await window.press(KEY.alt, '1')
  await window.find('button', '记走访')
  window.keys = 0
  await window.press(KEY.control, 'n')
  await window.find('dialog', '记走访')
  await window.letters(known.letters)
  await window.find('option', known.name)
  await window.press(KEY.enter)
  await window.find('textbox', '走访情况')
  await window.type('送了药，人在家。')
  await window.press(KEY.enter)
  await window.says('已存：走访')
  console.log(`keys for a visit: ${window.keys}`)
  assert.ok(window.keys <= 8, `${window.keys} keys`)
})

test("tonight's stay takes one key", async () => {
  await window.press(KEY.alt, '1')
  await window.find('button', '记走访')
  const before = await window.text()
  assert.ok(!before.includes('今晚住村，已记') && !before.includes('昨晚住村，已记'))
  window.keys = 0
  await window.press(KEY.control, 'j')
  await window.says('已记')
  await window.picture('11-tonight')
  console.log(`keys for tonight: ${window.keys}`)
  assert.equal(window.keys, 1)
})

test('a household is found and opened by its initials in at most five keys', async () => {
  window.keys = 0
  await window.press(KEY.control, 'k')
  await window.find('combobox')
  await window.letters(known.letters)
  await window.find('option', known.name)
  await window.press(KEY.enter)
  await window.find('heading', known.name)
  await window.picture('12-household')
  console.log(`keys to find a household: ${window.keys}`)
  assert.ok(window.keys <= 5, `${window.keys} keys`)
})

test('what was written before this laptop was enrolled comes from the county when it is looked at', async () => {
  await window.says('变更记录')
  await window.until(async () => !(await window.text()).includes('更早'), () => 'the older history has not come')
})

test('the household is looked at as it will be printed, by keys, and without a printer the way on is the PDF', async () => {
  await window.press(KEY.control, 'p')
  const drawn = 'return document.querySelector("[role=dialog] img")?.naturalWidth > 0'
  await window.until(() => window.run(drawn), () => 'no page is drawn', 30_000)
  await window.says('编号 HD-')
  await window.picture('13-print')
  await window.press(KEY.control, 'p')
  await window.says('没有找到打印机')
  const held = 'return document.activeElement.textContent.includes("存成 PDF")'
  await window.until(() => window.run(held), () => 'the focus is not on 存成 PDF')
  const saved = join(profile, 'household.pdf')
  await window.press(KEY.enter)
  await answerFileDialog(saved, 'File')
  await window.says('已存：household.pdf')
  const text = execFileSync('pdftotext', ['-layout', saved, '-'], { encoding: 'utf8' }).replaceAll(/\s/g, '')
  for (const words of ['农户档案', known.name, '编号HD-', '第1页/共']) assert.ok(text.includes(words), `${words} is not in ${text}`)
  await window.press(KEY.escape)
  await window.find('heading', known.name)
})

test('wherever one is in a list, the rows of that place stand there in their order', async () => {
  const ask = await county.as('first_secretary')
  const { rows } = await ask('household.list', { view: 'all', q: '', groups: [], villages: [], townships: [], states: [], causes: [], marks: [], remarks: [], sort: '', descending: false, limit: 500, offset: 0 })
  const heads = rows.map((row) => row.head_name)
  await window.press(KEY.alt, '4')
  await window.find('heading', '农户')
  const shown = () => window.run(`
    const box = document.querySelector('main [data-list]').getBoundingClientRect();
    return [...document.querySelectorAll('main [data-list] [role=row][id]')]
      .map((row) => ({ at: Number(row.getAttribute('aria-rowindex')) - 2, top: Math.round(row.getBoundingClientRect().top - box.top), head: row.querySelector('b').innerText }))
      .filter(({ top }) => top > -36 && top < box.height);`)
  const stands = async (first) => {
    await window.until(async () => (await shown())[0]?.at === first(heads.length, (await shown()).length), async () => `in sight are ${JSON.stringify(await shown())}`)
    const found = await shown()
    assert.ok(found.length < heads.length && found.length > 5, `${found.length} of ${heads.length} rows are in sight`)
    for (const [i, { at, top, head }] of found.entries()) {
      assert.equal(at, found[0].at + i)
      assert.equal(top, found[0].top + 36 * i)
      assert.equal(head, heads[at])
    }
  }
  await window.run(`document.querySelector('main [data-list]').focus()`)
  await window.press(KEY.end)
  await stands((all, shown) => all - shown)
  await window.press(KEY.home)
  await stands(() => 0)
})

test('focus is never lost to the body', async () => {
  await window.focusRests()
})
