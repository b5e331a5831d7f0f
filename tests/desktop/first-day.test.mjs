// The first day with the program, in the real window: enrolled with a one-time code, a photo from a
// file, the window closed in the middle of a sentence, a passphrase mistyped.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { County, output, passphrase } from '../support/county.mjs'
import { pictureOf } from './display.mjs'
import { manualPicture } from './manual-pictures.mjs'
import { KEY, Window } from './window.mjs'

let county, profile, window, account

before(async () => {
  county = new County()
  await county.start()
  account = county.account('first_secretary').name
  profile = county.folderOfLaptop()
})

after(async () => {
  await window?.close()
  await county?.stop()
  county?.remove()
})

async function enter(label, text) {
  await window.click(await window.find('textbox', label))
  await window.type(text)
}

async function newVisit(note) {
  await window.press(KEY.control, 'n')
  await window.find('combobox')
  // The first of those offered: whom nobody has seen this month.
  await window.find('option')
  await window.press(KEY.down)
  await window.press(KEY.enter)
  await window.find('textbox', '走访情况')
  await window.type(note)
}

test('a new laptop asks for address and code, and says what is wrong with a code', async () => {
  window = await Window.open(profile)
  await window.find('heading', '登记这台电脑')
  await window.picture('20-enrol')
  await manualPicture(window, 'enrol', '#app')
  await enter('县服务器地址', county.url)
  await enter('一次性登记码', 'AB12')
  await window.press(KEY.enter)
  await window.says('登记码是 12 位，现在 4 位')
  await window.picture('21-enrol-short-code')
})

test('with a code of the county the laptop enrols and arrives at its own village', async () => {
  for (let wrong = 4; wrong > 0; wrong--) await window.press(KEY.backspace)
  // As it is read out on the telephone: small letters, no hyphens.
  await window.type(county.code(account).toLowerCase().replaceAll('-', ''))
  await window.press(KEY.enter)
  await window.find('textbox', '再输一次')
  await enter('口令', passphrase)
  await enter('再输一次', `${passphrase}!`)
  await window.press(KEY.enter)
  await window.says('两次输入不一样')
  await window.picture('22-enrol-passphrase')
  await window.press(KEY.backspace)
  await window.press(KEY.enter)
  await window.says('距年底还有', 60_000)
  await window.says('本月还没走访')
  await window.picture('23-first-home')
})

test('a photo from a file is kept with the visit', async () => {
  const photo = join(output('desktop'), 'photo.png')
  writeFileSync(photo, await pictureOf({ x: 210, y: 60, width: 800, height: 600 }))
  await newVisit('屋顶换了新瓦，拍了照。')
  await window.chooseFile(photo)
  await window.find('button', '照片 1')
  await window.until(
    () => window.run(`return [...document.querySelectorAll('[role=dialog] img')].some((i) => i.complete && i.naturalWidth > 0)`),
    () => 'the photo is not drawn',
  )
  await window.picture('24-photo')
  await window.press(KEY.enter)
  await window.says('已存：走访')
  await window.press(KEY.alt, '2')
  const row = await window.find('row', '屋顶换了新瓦')
  await window.find('img', '照片', { inside: row })
  await window.press(' ')
  await window.until(
    () => window.run(`return [...document.querySelectorAll('aside img')].some((i) => i.complete && i.naturalWidth > 0)`),
    () => 'the photo is not drawn beside the visit',
  )
  await window.picture('25-photo-kept')
  await window.press(KEY.escape)
})

test('a sentence begun is there after the window was closed in the middle of it', async () => {
  await newVisit('说到一半，')
  await window.type('电话来了')
  await window.closeByX()
  window = await Window.open(profile)
})

test('a wrong passphrase is said, counted, and opens nothing', async () => {
  await window.find('textbox', '口令')
  await window.type('not the passphrase')
  await window.press(KEY.enter)
  await window.says('口令不对，还能试 4 次')
  await window.gone('navigation')
  const { tag, value } = await window.focused()
  assert.deepEqual([tag, value], ['input', ''])
  await window.picture('26-wrong-passphrase')
  await window.unlock(passphrase)
  await window.says('没写完 1 条')
  await window.picture('27-unfinished')
  await window.press(KEY.control, 'n')
  await window.says('接着写上次没写完的这条')
  const note = await window.find('textbox', '走访情况')
  await window.holds(note, '说到一半，电话来了')
})

test('a photo reaches the county with its visit', async () => {
  await window.press(KEY.escape)
  await window.press(KEY.alt, '7')
  await window.click(await window.find('button', '立即同步'))
  await window.says('没有待同步的内容', 60_000)
  await window.press(KEY.alt, '2')
  const row = await window.find('row', '屋顶换了新瓦')
  await window.find('img', '照片 1/1', { inside: row })
  await window.find('img', '县里已收', { inside: row })
})
