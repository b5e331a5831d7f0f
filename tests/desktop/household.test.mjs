// What happens to a family, in the real window and without a network: a child is born, the grown son gets a household of
// his own, the split is undone as one, and a remark that was looked into is taken off the list and comes back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { County, passphrase } from '../support/county.mjs'
import { KEY, Window } from './window.mjs'

let county, profile, window, family

before(async () => {
  county = new County()
  await county.start()
  profile = county.laptop(county.account('first_secretary').name)
  family = await largest()
  await county.stop()
})

after(async () => {
  await window?.close()
  await county?.stop()
  county?.remove()
})

/** The household of the village with the most people. */
async function largest() {
  const ask = await county.as('first_secretary')
  const query = { view: 'all', q: '', groups: [], villages: [], townships: [], states: [], causes: [], marks: [], remarks: [], sort: 'people', descending: true, limit: 1, offset: 0 }
  const { rows: [row] } = await ask('household.list', query)
  const card = await ask('household.card', { id: row.id })
  assert.ok(card.members.length >= 3, 'a family of three at least')
  const son = card.members.find((m) => m.fields.relation === '03')
  assert.ok(son, 'a grown son among them')
  return { id: row.id, number: row.number, head: row.head_name, people: card.members.length, son: son.fields.name }
}

/** The option of this text in the list of choices of this label. */
async function choose(label, option) {
  let found = null
  await window.until(
    async () => (found = await window.run(
      `const [label, option] = arguments;
       const named = (s) => [s.getAttribute('aria-label') ?? '', ...[...s.labels].map((l) => l.innerText)].some((n) => n.includes(label));
       const select = [...document.querySelectorAll('select')].find(named);
       return [...(select?.options ?? [])].find((o) => o.text.includes(option)) ?? null;`, label, option)),
    () => `no choice “${option}” at “${label}”`,
  )
  await window.click(found)
}

async function written(label, words) {
  await window.click(await window.find('textbox', label))
  await window.type(words)
  await window.until(() => window.run(`return document.activeElement.value === arguments[0]`, words), () => `“${words}” is not typed`)
}

async function opened() {
  await window.press(KEY.alt, '4')
  await window.find('heading', '农户')
  await window.press('/')
  await window.press(KEY.control, 'a')
  await window.type(family.number)
  await window.says('共 1 户')
  await window.press(KEY.enter)
  await window.until(async () => (await window.focused()).tag !== 'input', () => 'the focus stays in the search')
  await window.press(KEY.enter)
  await window.find('heading', family.head)
}

const people = () => window.run(`return document.querySelectorAll('#card-members tbody b').length`)
const counts = (n) => window.until(async () => (await people()) === n, async () => `${await people()} people instead of ${n}`)

test('a child is born: one act makes the person and tells the event', async () => {
  window = await Window.open(profile)
  await window.unlock(passphrase)
  await opened()
  await counts(family.people)
  await window.press('b')
  await choose('什么变动', '出生')
  await written('日期', '9月12日')
  await written('姓名', '苗苗')
  await choose('与户主关系', '之女')
  await written('依据', '出生医学证明')
  await window.picture('household-1-born')
  await window.press(KEY.control, KEY.enter)
  await window.says('已记：出生')
  await counts(family.people + 1)
  await window.says('出生医学证明')
  await window.focusRests()
})

test('a household splits: who goes is counted there, both tell it, and one undo takes all of it back', async () => {
  await window.press('b')
  await choose('什么变动', '分户')
  await written('日期', '9月20日')
  await window.click(await window.find('checkbox', family.son))
  await choose(family.son, '户主')
  await written('原因', '成家')
  await window.picture('household-2-split')
  await window.press(KEY.control, KEY.enter)
  await window.says('已记：分户')
  await counts(family.people)
  await window.find('link', `分到 ${family.son} 户`)
  await window.click(await window.find('button', '变更'))
  await window.says('成家')
  await window.picture('household-3-split')
  await window.click(await window.find('link', `分到 ${family.son} 户`))
  await window.find('heading', family.son)
  await window.find('link', `从 ${family.head} 户分出`)
  await counts(1)
  await window.press(KEY.control, 'z')
  await window.says('已撤销')
  await opened()
  await counts(family.people + 1)
  await window.until(async () => !(await window.has('link', `分到 ${family.son} 户`)), () => 'the split is still told')
})

test('a remark that was looked into is taken off the list with a reason, and comes back', async () => {
  await window.click(await window.find('button', '数据提示'))
  const remarks = () => window.run(`return Number(document.querySelector('#card-remarks h2 .num').innerText)`)
  const all = await remarks()
  assert.ok(all > 0, 'a child without insurance is worth a remark')
  await window.click(await window.find('button', '不再提示 苗苗'))
  await window.type('刚出生，下月补办')
  await window.picture('household-4-remark')
  await window.press(KEY.enter)
  await window.says('不再提示：刚出生，下月补办')
  await window.until(async () => (await remarks()) === all - 1, async () => `${await remarks()} remarks instead of ${all - 1}`)
  await window.focusRests()
  await window.click(await window.find('button', '恢复提示'))
  await window.until(async () => (await remarks()) === all, async () => `${await remarks()} remarks instead of ${all}`)
})
