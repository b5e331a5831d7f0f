// Every screen of a village's laptop in the real window, at the sizes of the laptops that are handed
// out and with the largest type: pictured, and looked at for what a person would call broken.
import assert from 'node:assert/strict'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { County, output, passphrase } from '../support/county.mjs'
import { KEY, Window } from './window.mjs'

const SIZES = [[1280, 720], [1366, 768], [1920, 1080]]
const GROUP = 'screens'
let county, window, household

before(async () => {
  county = new County({ households: 600 })
  await county.start()
  const profile = county.laptop(county.account('first_secretary').name)
  household = county.zhucun(profile, 'list', 'households', '--limit', '12').rows.at(-1).id
  window = await Window.open(profile)
})

after(async () => {
  await window?.close()
  await county?.stop()
  county?.remove()
})

// Runs in the page.
const FAULTS = `
  const found = [];
  const page = document.scrollingElement;
  if (page.scrollHeight > innerHeight || page.scrollWidth > innerWidth) found.push('the window scrolls');
  const shown = (e) => { const r = e.getBoundingClientRect(); return r.width > 1 && r.height > 1; };
  for (const e of document.querySelectorAll('nav, .badge, .account, .btn.primary, .tab, [role=columnheader], [role=dialog]')) {
    const r = e.getBoundingClientRect();
    if (shown(e) && (r.right > innerWidth + 1 || r.left < -1 || r.top < -1 || (r.bottom > innerHeight + 1 && !e.closest('.scroll')))) found.push('outside: ' + (e.textContent.trim().slice(0, 20) || e.className));
  }
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('.sr') || !shown(e) || ![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    const s = getComputedStyle(e);
    if (s.overflowX === 'hidden' && s.textOverflow !== 'ellipsis' && e.scrollWidth > e.clientWidth + 1) found.push('cut: ' + e.textContent.trim().slice(0, 24));
  }
  if (document.activeElement === document.body) found.push('focus on the body');
  return [...new Set(found)];
`
const faults = []

async function pictured(name) {
  for (const size of SIZES) {
    await window.resize(size)
    const named = `${size[0]}-${name}`
    await window.picture(named, GROUP)
    for (const fault of await window.run(FAULTS)) faults.push(`${named}: ${fault}`)
  }
}

const go = (path) => window.run(`location.hash = arguments[0]`, `#${path}`)

/** Each screen: how to come there, what it says when it is ready, how to leave it. */
const SCREENS = [
  ['home', async () => go('/'), '距年底还有'],
  ['palette', async () => window.press(KEY.control, 'k'), '记走访', KEY.escape],
  ['record', async () => { await window.press(KEY.control, 'n'); await window.find('option') }, '记走访', KEY.escape],
  ['record-filled', async () => {
    await window.press(KEY.control, 'n')
    await window.find('option')
    await window.press(KEY.down)
    await window.press(KEY.enter)
    await window.find('textbox', '走访情况')
    await window.type('灶房屋顶漏雨，答应月底前找人来修；问了药，够用到年底。')
    await window.says('草稿已存本机')
  }, '做了什么', KEY.escape],
  ['visits', async () => go('/visits'), '走访情况'],
  ['visits-pane', async () => { await window.find('row', '月'); await window.press(KEY.down); await window.press(' '); await window.find('complementary') }, '记录时间', KEY.escape],
  ['month', async () => go('/attendance'), '住村'],
  ['households', async () => go('/households'), '农户'],
  ['households-preview', async () => { await window.find('row', '组'); await window.press(KEY.down); await window.press(' ') }, '家庭成员', KEY.escape],
  ['household', async () => go(`/households/${household}`), '家庭成员'],
  ['household-measures', async () => window.click(await window.find('button', '措施')), '家庭成员'],
  ['household-history', async () => window.click(await window.find('button', '变更记录')), '家庭成员'],
  ['edit', async () => { await window.press('e'); await window.find('dialog') }, '为什么改', KEY.escape],
  ['measures', async () => go('/measures'), '帮扶措施'],
  ['measure-pane', async () => { await window.find('row', '户'); await window.press(KEY.down); await window.press(' ') }, '更新进度', KEY.escape],
  ['measure-add', async () => { await window.click(await window.find('button', '加措施')); await window.find('dialog') }, '加措施', KEY.escape],
  ['sync', async () => go('/sync'), '同步中心'],
  ['sync-receipts', async () => go('/sync/receipts'), '回执'],
  ['sync-runs', async () => go('/sync/runs'), '成功'],
  ['sync-conflicts', async () => go('/sync/conflicts'), '冲突'],
]

async function tour(prefix) {
  for (const [name, come, says, leave] of SCREENS) {
    await come()
    await window.says(says)
    await pictured(`${prefix}${name}`)
    if (leave) await window.press(leave)
  }
}

test('the lock before the passphrase', async () => {
  await window.find('textbox', '口令')
  await pictured('unlock')
})

test('every screen, at every size of a window', async () => {
  await window.unlock(passphrase)
  // Something of today that still waits, so that the outbox has a row.
  await county.stop()
  await window.says('距年底还有')
  await window.press(KEY.control, 'j')
  await window.says('已记')
  await tour('')
  copyFileSync(join(output(GROUP), '1366-home.png'), join(output(GROUP), 'picture.png'))
})

test('every screen with the largest type', async () => {
  await go('/')
  await window.says('距年底还有')
  for (let size = 0; size < 2; size++) await window.press(KEY.control, '+')
  SIZES.splice(1)
  await tour('largest-')
})

test('nothing is cut without a sign, outside the window or without focus', () => {
  assert.deepEqual(faults, [])
})
