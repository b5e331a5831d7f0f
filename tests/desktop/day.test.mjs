// A working day of a first secretary in the real window, by keyboard alone: from the passphrase to the receipts of the
// county. At each screen axe-core is asked, and at the end the county is: what was recorded is there, each thing once.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { County, passphrase } from '../support/county.mjs'
import { answerFileDialog, pause, pictureOf, xdotool } from './display.mjs'
import { manualPicture } from './manual-pictures.mjs'
import { KEY, Window } from './window.mjs'

let county, profile, window, copier, exported, family, roster
/** Days and nights that the county knew in the morning. */
let known
const DAY_MS = 86_400_000
/** The date in China. */
const dayOf = (ms) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
/** Who was visited, in the order of the day. */
const seen = []

before(async () => {
  county = new County()
  await county.start()
  profile = county.laptop(county.account('first_secretary').name)
  family = await largest()
  exported = inFolder('exported.xlsx')
  county.zhucun(profile, 'export', 'households', exported, '--reveal')
  // Until noon the program asks for the night before if nothing is written for it; the day begins with it written.
  county.zhucun(profile, 'stay', 'add', '--on', dayOf(Date.now() - DAY_MS), '--night', 'stayed')
  county.zhucun(profile, 'sync')
  known = new Set((await stays()).map((day) => day.on))
  await county.stop()
})

after(async () => {
  copier?.kill()
  await window?.close()
  await county?.stop()
  county?.remove()
})

/** The household of the village with the most people. */
async function largest() {
  const call = await county.as('first_secretary')
  const { rows: [row] } = await call('household.list', { view: 'all', q: '', groups: [], villages: [], townships: [], states: [], causes: [], marks: [], remarks: [], sectors: [], seen_by: '', sort: 'people', descending: true, limit: 1, offset: 0 })
  const { household, members } = await call('household.card', { id: row.id })
  const son = members.find((m) => m.id !== household.fields.head_member_id && !['01', '02'].includes(m.fields.relation))
  return { ...row, son: son.fields.name }
}

/** What is on record of the days of the first secretary, this month and the one before: the night may belong to it. */
async function stays() {
  const call = await county.as('first_secretary')
  const [year, month] = dayOf(Date.now()).split('-')
  const months = [1, 2].map((back) => new Date(Date.UTC(year, month - back, 1)).toISOString().slice(0, 7))
  const days = []
  for (const month of months) days.push(...(await call('stay.month', { month, person_id: null })).days)
  return days.filter((day) => day.recorded)
}

const inFolder = (name) => join(county.folder, name)

/** The screen as it stands: a picture, and nothing for axe-core to say. */
async function looked(name) {
  await window.picture(`day-${name}`)
  assert.deepEqual(await window.complaints(), [], name)
}

/** Another program has copied a picture of this part of the screen. */
async function copied(rect) {
  const path = inFolder(`photo-${rect.width}.png`)
  writeFileSync(path, await pictureOf(rect))
  copier?.kill()
  copier = spawn('xclip', ['-quiet', '-selection', 'clipboard', '-t', 'image/png', '-i', path], { stdio: 'ignore' })
  await pause(400)
}

const photosDrawn = () => window.run(`return [...document.querySelectorAll('[role=dialog] img')].filter((i) => i.complete && i.naturalWidth > 0).length`)
async function pasted(count) {
  await copied({ x: 10 * count, y: 40, width: 300 + count, height: 200 })
  await window.press(KEY.control, 'v')
  await window.until(async () => (await photosDrawn()) === count, async () => `${await photosDrawn()} photos are drawn, not ${count}`, 30_000)
}

/** A household that nobody has seen this month, the first that is offered. */
async function picked() {
  await window.find('combobox')
  await window.find('option')
  await window.press(KEY.down)
  const name = await window.run(`return document.querySelector('[role=option][aria-selected=true] b').innerText`)
  await window.press(KEY.enter)
  await window.until(async () => (await window.focused()).tag === 'textarea', () => 'the note has not the focus')
  seen.push(name)
  return name
}

const CHOICES_MAX = 5
/**
 * From a list that drops down, by Space, the arrows and Enter. It is the system's own and slow to come, and may pass over
 * lines that cannot be chosen: what stands is read after each Enter, and the way goes on from there.
 */
async function chosen(label, option) {
  const list = await window.tabTo('select', label)
  const ahead = () =>
    window.run(
      `const [list, wanted] = arguments;
      const at = [...list.options].findIndex((o) => o.text.trim() === wanted);
      return at < 0 ? null : at - list.selectedIndex`,
      list, option,
    )
  // A list that comes up under the pointer begins there.
  xdotool('mousemove', '0', '0')
  for (let opened = 0; opened < CHOICES_MAX; opened++) {
    const steps = await ahead()
    assert.notEqual(steps, null, `${label} has no ${option}`)
    if (steps === 0) return
    for (const key of [' ', ...Array(Math.abs(steps)).fill(steps > 0 ? KEY.down : KEY.up), KEY.enter]) {
      await window.press(key)
      await pause(key === ' ' ? 300 : 60)
    }
    await pause(200)
  }
  assert.equal(await ahead(), 0, `${option} is not chosen at ${label}`)
}

/** What is in the dialog beside household and sentence, by Tab and Space. */
async function ticked(role, name) {
  await window.tabTo(role, name)
  if (role !== 'radio') await window.press(' ')
}

/** By its words, in the list that is open. */
async function searched(words, row = words) {
  await window.press('/')
  await window.press(KEY.control, 'a')
  await window.type(words)
  await window.find('row', row)
  await window.press(KEY.enter)
}

test('in the morning the laptop is unlocked and says what is due', async () => {
  window = await Window.open(profile, { keyboard: true })
  await window.find('textbox', '口令')
  await looked('01-unlock')
  await window.unlock(passphrase)
  await window.says('距年底还有')
  await looked('02-home')
  await manualPicture(window, 'home', '#app')
  await window.press(KEY.control, 'k')
  await window.find('combobox')
  await window.type('w')
  await window.find('option')
  await looked('02-palette')
  await manualPicture(window, 'find', '[role=dialog]')
  await window.press(KEY.escape)
})

test('nine households are visited: with photos, by telephone, yesterday, one after the other', async () => {
  await window.press(KEY.control, 'n')
  for (let visit = 1; visit <= 9; visit++) {
    await window.find('dialog', '记走访')
    await picked()
    await window.type(`第${visit}户，问了冬天的菜和炭。`)
    if (visit === 1 || visit === 4) {
      await pasted(1)
      if (visit === 4) await pasted(2)
    }
    if (visit === 2) await ticked('radio', '电话')
    if (visit === 3) await ticked('radio', '昨天')
    // The next one begins on the day of the one before.
    if (visit === 4) await ticked('radio', '今天')
    if (visit === 5) {
      await ticked('button', '发现问题')
      await window.type('灶房后墙裂了一道缝')
    }
    if (visit === 6) await ticked('checkbox', '医保报销')
    if (visit === 4) {
      await looked('03-visit')
      await manualPicture(window, 'visit', '[role=dialog]')
    }
    // The last one is saved while its photo is on its way.
    if (visit === 9) {
      await copied({ x: 90, y: 40, width: 390, height: 200 })
      await window.press(KEY.control, 'v')
    }
    await window.press(KEY.control, KEY.enter)
    await window.says(`已存：走访 ${seen.at(-1)}`)
  }
  await window.press(KEY.escape)
  await window.press(KEY.alt, '2')
  await window.find('grid', '走访记录')
  await looked('04-visits')
})

test('a visit is corrected', async () => {
  await searched('第7户')
  await window.press(' ')
  await window.find('button', '改这条')
  await window.press('e')
  await window.find('dialog', '改走访')
  await window.tabTo('textbox', '走访情况')
  await window.press(KEY.control, 'a')
  await window.type('第7户，炭不够，欠两百斤。')
  await window.press(KEY.enter)
  await window.says('已改：走访')
  await window.says('炭不够')
  await looked('05-corrected')
})

test('a visit that was written to the wrong household is withdrawn', async () => {
  await searched('第8户')
  await window.press(' ')
  await window.tabTo('button', '撤回')
  await window.press(KEY.enter)
  await window.find('dialog', '撤回')
  await window.type('记到了另一户')
  await looked('05-withdrawn')
  await window.press(KEY.enter)
  await window.says('已撤回：走访')
})

test('a problem of the morning is worked on and handed in', async () => {
  await window.press(KEY.alt, '6')
  await window.find('grid', '问题')
  await searched('灶房后墙')
  await window.press(KEY.enter)
  await window.find('button', '提交整改')
  await window.tabTo('textbox', '做了什么')
  await window.type('抹了灰，加了一道箍。')
  await looked('06-problem')
  await manualPicture(window, 'problem', 'main')
  await window.press(KEY.control, KEY.enter)
  await window.says('等县督查组或乡镇回头看')
})

test("tonight's stay takes one key", async () => {
  await window.press(KEY.control, 'j')
  await window.says('已记')
  await window.press(KEY.alt, '3')
  await window.find('grid')
  await looked('07-attendance')
  await manualPicture(window, 'stay', 'main')
})

test('two measures are added, for a household and for the village', async () => {
  for (const [scope, content] of [['household', '送过冬的炭两百斤'], ['village', '修村口的水沟']]) {
    await window.press(KEY.alt, '5')
    await window.find('grid', '帮扶措施')
    await window.press('a')
    await window.find('dialog', '加措施')
    if (scope === 'household') {
      await window.type(seen[6])
      await window.find('option', seen[6])
      await window.press(KEY.enter)
    } else await ticked('radio', '全村')
    await chosen('类别', '产业')
    await window.tabTo('textbox', '内容')
    await window.type(content)
    await looked(`08-measure-${scope}`)
    if (scope === 'household') await manualPicture(window, 'measure', '[role=dialog]')
    await window.press(KEY.control, KEY.enter)
    await window.says(content)
  }
})

test('a newer roster is taken over, with what is in doubt said', async () => {
  const newer = inFolder('newer.xlsx')
  const script = fileURLToPath(new URL('../support/newer_roster.py', import.meta.url))
  // The system's own: openpyxl is a package of it.
  roster = JSON.parse(execFileSync('/usr/bin/python3', [script, exported, newer], { encoding: 'utf8' }))
  await window.press(KEY.control, 'k')
  await window.find('combobox')
  await window.type('导入名册')
  await window.find('option', '导入名册')
  await window.press(KEY.enter)
  await window.find('heading', '导入名册')
  await looked('09-roster')
  await window.press('o')
  await answerFileDialog(newer, 'File')
  await window.says('读到', 30_000)
  // What is in doubt is not chosen beforehand; the new household is looked at and chosen.
  await window.find('button', '导入 1 户')
  await searched(roster.fresh)
  await window.press(KEY.enter)
  await window.says('校验')
  await looked('10-roster-doubt')
  await manualPicture(window, 'roster', 'main')
  await window.press(' ')
  await window.find('button', '导入 2 户')
  await window.press(KEY.control, KEY.enter)
  await window.says('已导入：新户 1，有变化 1', 30_000)
  await looked('11-roster-taken')
})

/** By number, in the list of households; Enter opens its page. */
async function opened({ number, head_name: head }) {
  await window.press(KEY.alt, '4')
  await window.find('grid', '农户')
  await searched(number, head)
  await window.press(KEY.enter)
  await window.find('heading', head)
}

const people = () => window.run(`return document.querySelectorAll('#card-members tbody b').length`)
const counted = (n) => window.until(async () => (await people()) === n, async () => `${await people()} people instead of ${n}`)

async function written(label, words) {
  await window.tabTo('textbox', label)
  await window.type(words)
}

test('a child is born', async () => {
  await opened(family)
  const before = await people()
  await window.press('b')
  await chosen('什么变动', '出生')
  await written('日期', '11-2')
  await written('姓名', '苗苗')
  await chosen('与户主关系', '之女')
  await written('依据', '出生医学证明')
  await looked('09-born')
  await window.press(KEY.control, KEY.enter)
  await window.says('已记：出生')
  await counted(before + 1)
})

test('a son gets a household of his own', async () => {
  const before = await people()
  await window.press('b')
  await chosen('什么变动', '分户')
  await written('日期', '11-20')
  await ticked('checkbox', family.son)
  await chosen(family.son, '户主')
  await written('原因', '成家')
  await looked('09-split')
  await window.press(KEY.control, KEY.enter)
  await window.says('已记：分户')
  await counted(before - 1)
  await looked('09-family')
})

test('the log of the month is printed, and saved as PDF', async () => {
  await window.press(KEY.alt, '2')
  await window.find('heading', '走访')
  await window.press('/')
  await window.press(KEY.control, 'a')
  await window.press(KEY.backspace)
  await window.find('row', '问了冬天的菜和炭')
  await window.press(KEY.enter)
  await window.press(KEY.control, 'p')
  await window.until(() => window.run('return document.querySelector("[role=dialog] img")?.naturalWidth > 0'), () => 'no page is drawn', 30_000)
  await looked('11-print')
  await manualPicture(window, 'print', '[role=dialog]')
  const saved = inFolder('log.pdf')
  await window.tabTo('button', '存成 PDF')
  await window.press(KEY.enter)
  await answerFileDialog(saved, 'File')
  await window.says('已存：log.pdf')
  const text = execFileSync('pdftotext', ['-layout', saved, '-'], { encoding: 'utf8' }).replaceAll(/\s/g, '')
  for (const name of seen.toSpliced(7, 1)) assert.ok(text.includes(name), `${name} is not on paper`)
  await window.press(KEY.escape)
})

test('in the evening the laptop syncs, and the county has each thing once', async () => {
  // Before the county is there: a laptop that finds it syncs by itself.
  await window.press(KEY.alt, '7')
  await window.find('button', '立即同步')
  await looked('12-outbox')
  await manualPicture(window, 'sync', 'main')
  await county.start()
  await window.press('s')
  await window.says('没有待同步的内容', 60_000)
  await looked('13-synced')
  const call = await county.as('county_office')
  const everything = { view: 'all', persons: [], groups: [], purposes: [], marks: [], household_id: null, month: null, limit: 50, offset: 0 }
  const plain = await call('visit.list', { ...everything, q: '问了冬天的菜和炭' })
  // The seventh says something else by now, the eighth is withdrawn.
  assert.deepEqual(plain.rows.map((row) => row.head_name).sort(), seen.toSpliced(6, 2).sort())
  assert.equal(plain.rows.filter((row) => row.mode === 'phone').length, 1)
  const corrected = await call('visit.list', { ...everything, q: '炭不够' })
  assert.deepEqual(corrected.rows.map((row) => [row.head_name, row.note]), [[seen[6], '第7户，炭不够，欠两百斤。']])
})

const households = { view: 'all', groups: [], villages: [], townships: [], states: [], causes: [], marks: [], remarks: [], sectors: [], seen_by: '', sort: 'name', descending: false, limit: 50, offset: 0 }
const measures = { view: 'open', classes: [], persons: [], dues: [], groups: [], unclear: [], sort: 'due', descending: false, household_id: null, limit: 10, offset: 0 }

test('the county has the photos, each with its bytes', async () => {
  const call = await county.as('county_office')
  const everything = { view: 'all', persons: [], groups: [], purposes: [], marks: [], household_id: null, month: null, limit: 50, offset: 0 }
  for (const [visit, count] of [[1, 1], [4, 2], [2, 0], [9, 1]]) {
    const { rows } = await call('visit.list', { ...everything, q: `第${visit}户` })
    const [row, ...more] = rows.filter((row) => row.note.startsWith(`第${visit}户，问了`))
    assert.deepEqual(more, [])
    assert.equal(row.photos, count, `photos of visit ${visit}`)
    let photos
    await window.until(async () => {
      photos = (await call('photo.list', { owner_kind: 'visit', owner_id: row.id })).rows
      return photos.every((photo) => photo.at_county)
    }, () => `the county lacks bytes of visit ${visit}`, 60_000)
    assert.equal(photos.length, count)
    assert.equal(new Set(photos.map((photo) => photo.sha256)).size, count)
  }
})

test('the county has the night, and both measures', async () => {
  const fresh = (await stays()).filter((day) => !known.has(day.on))
  assert.deepEqual(fresh.map((day) => day.night), ['stayed'])
  const call = await county.as('county_office')
  const { rows: coal } = await call('measure.list', { ...measures, q: '送过冬的炭两百斤' })
  assert.deepEqual(coal.map((row) => [row.for_name, row.household_id !== null, row.state]), [[seen[6], true, 'planned']])
  const { rows: ditch } = await call('measure.list', { ...measures, q: '修村口的水沟' })
  assert.deepEqual(ditch.map((row) => [row.household_id, row.state]), [[null, 'planned']])
})

test('the county has the birth, and the household that split off', async () => {
  const call = await county.as('county_office')
  const home = await call('household.card', { id: family.id })
  const child = home.members.filter((member) => member.fields.name === '苗苗')
  assert.deepEqual(child.map((member) => member.fields.born_on.slice(4)), ['-11-02'])
  const events = (card, kind) => card.events.filter(({ event }) => event.fields.kind === kind)
  assert.deepEqual(events(home, 'born').map((born) => [born.member_name, born.event.fields.evidence]), [['苗苗', '出生医学证明']])
  const [split, ...more] = events(home, 'split')
  assert.deepEqual(more, [])
  assert.equal(split.other.head_name, family.son)
  // One came, one went.
  assert.equal(home.row.people, family.people)
  assert.ok(home.members.every((member) => member.fields.name !== family.son))
  const young = await call('household.card', { id: split.other.id })
  assert.deepEqual(young.members.map((member) => [member.fields.name, member.fields.relation]), [[family.son, '01']])
  assert.equal(young.household.fields.split_from, family.id)
})

test('the county has what was taken of the roster, and nothing of what was left in doubt', async () => {
  const call = await county.as('county_office')
  const named = async (q) => {
    const { rows } = await call('household.list', { ...households, q })
    return Promise.all(rows.filter((row) => row.head_name === q).map((row) => call('household.card', { id: row.id })))
  }
  const made = await named(roster.fresh)
  assert.deepEqual(made.map((card) => card.members.map((member) => member.fields.name)), [[roster.fresh, '高晚秀']])
  const phones = (await named(roster.phoned)).map((card) => card.household.fields.phone)
  assert.equal(phones.filter((phone) => phone === '100****0101').length, 1)
  const found = async (q) => (await call('household.search', { q, limit: 8 })).hits.length
  assert.equal(await found('高晚秀'), 1)
  // The older member of the household in doubt.
  assert.equal(await found('高来娣'), 0, `somebody was added to ${roster.grown}`)
})

test('closed by the township, the problem is closed on the laptop', async () => {
  const call = await county.as('township_reviewer')
  const waiting = await call('problem.list', { view: 'waiting', q: '灶房后墙', sources: [], kinds: [], states: [], persons: [], villages: [], household_id: null, limit: 10, offset: 0 })
  assert.equal(waiting.rows.length, 1)
  const { row } = await call('problem.get', { id: waiting.rows[0].id })
  await call('problem.step', { id: row.id, base: row.version, kind: 'verify', note: '不透风了', in_time: true, in_quality: true, in_quantity: true })
  await window.press('s')
  await window.press(KEY.alt, '6')
  await window.press('/')
  await window.press(KEY.control, 'a')
  await window.type('灶房后墙')
  await window.tabTo('button', '已销号')
  await window.press(' ')
  await window.find('row', '灶房后墙')
  await looked('14-closed')
})
