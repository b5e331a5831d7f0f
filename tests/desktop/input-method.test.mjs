// Pinyin of fcitx5 in the real window, its keys from the keyboard of the X server: Enter that ends a
// composition never saves, initials find a household while they are still letters of the method.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { County, passphrase } from '../support/county.mjs'
import { pause, xdotool } from './display.mjs'
import { KEY, Window } from './window.mjs'

const PROFILE = `[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[GroupOrder]
0=Default
`
let county, window, method, note

before(async () => {
  county = new County()
  await county.start()
  const profile = county.laptop(county.account('first_secretary').name)
  const config = join(county.folder, 'config')
  mkdirSync(join(config, 'fcitx5'), { recursive: true })
  writeFileSync(join(config, 'fcitx5/profile'), PROFILE)
  method = spawn('fcitx5', ['--disable', 'cloudpinyin,notificationitem'], {
    env: { ...process.env, XDG_CONFIG_HOME: config, XDG_DATA_HOME: config },
    stdio: 'ignore',
  })
  window = await Window.open(profile, { env: { GTK_IM_MODULE: 'fcitx', XMODIFIERS: '@im=fcitx' } })
  await window.unlock(passphrase)
  await window.says('距年底还有')
})

after(async () => {
  await window?.close()
  method?.kill()
  await county?.stop()
  county?.remove()
})

/** Switches pinyin on for the field that has the focus. */
async function pinyin() {
  for (let tries = 0; tries < 50; tries++) {
    execFileSync('fcitx5-remote', ['-o'])
    execFileSync('fcitx5-remote', ['-s', 'pinyin'])
    if (execFileSync('fcitx5-remote', ['-n'], { encoding: 'utf8' }).trim() === 'pinyin') return
    await pause(100)
  }
  throw new Error('fcitx5 does not switch to pinyin')
}
const typed = () => window.run('return arguments[0].value', note)
const holds = (words) => window.until(async () => (await typed()) === words, async () => `“${words}” is not in the field but “${await typed()}”`)

test('initials find a household while the input method still composes them', async () => {
  await window.press(KEY.control, 'n')
  note = await window.find('combobox')
  await pinyin()
  const name = await window.run(`return document.querySelector('[role=option] b').textContent`)
  xdotool('type', '--delay', '60', 'w')
  await window.until(() => window.run(`return document.querySelectorAll('[role=option]').length > 0`), () => 'no option')
  await window.picture('40-composing-initials')
  assert.notEqual(name, '')
  xdotool('key', 'Escape')
  await window.find('dialog', '记走访')
})

test('Enter that takes the letters of a composition does not save, nor close anything', async () => {
  await window.find('option')
  await window.press(KEY.down)
  await window.press(KEY.enter)
  note = await window.find('textbox', '走访情况')
  await pinyin()
  xdotool('type', '--delay', '60', 'wuding')
  await window.picture('41-composing-note')
  xdotool('key', 'Return')
  await holds('wuding')
  await window.find('dialog', '记走访')
  assert.ok(!(await window.text()).includes('已存：走访'))
})

test('a candidate taken with the space bar is in the sentence, and Enter after it saves', async () => {
  for (let letter = 0; letter < 6; letter++) xdotool('key', 'BackSpace')
  await holds('')
  xdotool('type', '--delay', '60', 'wuding')
  xdotool('key', 'space')
  await window.until(async () => /^[\u4e00-\u9fff]+$/.test(await typed()), async () => `no Chinese but “${await typed()}”`)
  await window.picture('42-committed')
  xdotool('key', 'Return')
  await window.says('已存：走访')
})
