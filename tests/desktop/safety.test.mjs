// What keeps a profile safe, in the real window: the passphrase is changed, a forgotten one is made up for by the
// recovery key, and a backup that was made by itself is put back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { County, passphrase } from '../support/county.mjs'
import { pause } from './display.mjs'
import { KEY, Window } from './window.mjs'

const second = '山里的灯今晚亮着7盏'
const third = '雪停了路通了去赶集'
/** The program looks once a minute whether a backup is due. */
const BACKUP_WITHIN_MS = 120_000

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

async function settings(part) {
  await window.click(await window.find('link', '设置'))
  await window.click(await window.find('link', part))
}

test('a changed passphrase unlocks and the one before does not', async () => {
  window = await Window.open(profile)
  await window.unlock(passphrase)
  await settings('安全')
  await window.click(await window.find('button', '改口令'))
  await window.find('textbox', '现在的口令')
  for (const words of [passphrase, second]) {
    await window.type(words)
    await window.press(KEY.tab)
  }
  await window.type(second)
  await window.picture('safety-1-passphrase')
  await window.press(KEY.enter)
  await window.says('口令改了')
  await window.press(KEY.control, 'l')
  await window.find('textbox', '口令')
  await window.type(passphrase)
  await window.press(KEY.enter)
  await window.says('口令不对')
  await window.unlock(second)
  await window.find('button', '改口令')
})

test('a recovery key is shown once and opens when the passphrase is forgotten', async () => {
  await window.click(await window.find('button', '做恢复钥匙'))
  await window.find('textbox', '现在的口令')
  await window.type(second)
  await window.press(KEY.enter)
  await window.says('只在这里显示这一次')
  const [key] = /[0-9A-Z]{5}(-[0-9A-Z]{5}){4}/.exec(await window.text())
  await window.picture('safety-2-recovery-key')
  await window.click(await window.find('checkbox', '抄好了'))
  await window.click(await window.find('button', '收好了'))
  await window.press(KEY.control, 'l')
  await window.click(await window.find('button', '忘了口令'))
  await window.click(await window.find('textbox', '恢复钥匙'))
  await window.type(key.toLowerCase())
  for (let time = 0; time < 2; time++) {
    await window.press(KEY.tab)
    await window.type(third)
  }
  await window.picture('safety-3-recover')
  await window.press(KEY.enter)
  await window.says('上一把用过了')
  assert.ok(!(await window.text()).includes(key))
})

test('a backup that was made by itself is put back and what came after it comes from the county', async () => {
  await window.click(await window.find('link', '同步状态'))
  await window.click(await window.find('button', '立即同步', { within: 30_000 }))
  await window.says('没有待同步的内容', 60_000)
  const end = Date.now() + BACKUP_WITHIN_MS
  do {
    await pause(2_000)
    await settings('关于')
    await settings('导出和备份')
    await window.says('占用空间')
  } while (!(await window.has('button', '恢复这一份')) && Date.now() < end)
  await window.picture('safety-4-backups')
  await window.click(await window.find('button', '恢复这一份'))
  await window.find('textbox', '备份那天的口令')
  await window.type('不是这一句')
  await window.press(KEY.enter)
  await window.says('要的是备份那天的口令', 30_000)
  await window.type(third)
  await window.press(KEY.enter)
  await window.says('恢复了', 60_000)
  await window.picture('safety-5-restored')
  await window.click(await window.find('link', '同步状态'))
  await window.click(await window.find('button', '立即同步', { within: 30_000 }))
  await window.says('没有待同步的内容', 60_000)
})

test('focus is never lost to the body', async () => {
  assert.notEqual((await window.focused()).tag, 'body')
})
