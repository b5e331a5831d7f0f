// Pinyin in the real window: fields for text take what the input method commits, a picker and a search find while one
// still composes, and the Enter that ends a composition saves nothing.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { County, passphrase } from '../support/county.mjs'
import { pause } from './display.mjs'
import { InputMethod, METHOD_ENV } from './input-method.mjs'
import { KEY, Window } from './window.mjs'

let county, method, window
/** Who is found first by the letters that are typed here. */
let who
/** Of the households of the village one whose house is not safe, and one that is worth a remark. */
let unsafe, remarked

before(async () => {
  method = await InputMethod.start()
  county = new County()
  await county.start()
  const profile = county.laptop(county.account('first_secretary').name)
  who = county.zhucun(profile, 'search', 'zj', '--limit', '1').rows[0].title
  const ask = await county.as('first_secretary')
  const query = { view: 'all', q: '', groups: [], villages: [], townships: [], states: [], causes: [], marks: [], remarks: [], sort: '', descending: false, limit: 1, offset: 0 }
  const one = async (asked) => (await ask('household.list', { ...query, ...asked })).rows[0]
  unsafe = await one({ marks: ['housing_undecided'] })
  remarked = await one({ view: 'remarks' })
  await opened(profile)
})

/** Its page and no longer that of another one, which may have the same buttons. */
async function atHousehold({ id, head_name: name }) {
  await window.run(`location.hash = arguments[0]`, `#/households/${id}`)
  await window.find('heading', name)
}

async function opened(profile) {
  window = await Window.open(profile, { env: METHOD_ENV })
  await window.unlock(passphrase)
  await window.run(`
    addEventListener('compositionstart', () => (window.__composes = true), true);
    addEventListener('compositionend', () => (window.__composes = false), true);
  `)
}

after(async () => {
  await window?.close()
  method?.stop()
  await county?.stop()
  county?.remove()
})

/** The value of the field that has the focus. */
const value = async () => (await window.focused()).value
const holds = (text) => window.until(async () => (await value()) === text, async () => `the field does not hold “${text}” but “${await value()}”`)
/** Until then a key is the input method's. */
const composed = () => window.until(() => window.run('return !window.__composes'), () => 'a composition goes on')
/** With letters in the field nobody is offered but who fits them. */
const found = () =>
  window.until(
    async () => (await value()).replaceAll(' ', '') === 'zj' && (await options())[0] === who,
    async () => `“${await value()}” does not find ${who} but ${await options()}`,
  )
const options = () => window.run(`return [...document.querySelectorAll('[role=option] b')].map((e) => e.innerText)`)

test('a picker finds a household by its initials while the input method still composes', async () => {
  await window.press(KEY.control, 'n')
  await window.find('dialog', '记走访')
  await pause(300)
  method.letters('zj')
  await found()
  await window.picture('input-1-picker')
  method.key('Escape')
  await holds('')
  assert.ok(await window.has('dialog', '记走访'), 'Escape ended the composition, not the dialog')
})

test('a note takes what is chosen, and the Enter that ends a composition saves nothing', async () => {
  method.letters('zj')
  await found()
  // The letters as they are typed; the second Enter takes the household.
  method.key('Return')
  await holds('zj')
  method.key('Return')
  await window.until(async () => (await window.focused()).tag === 'textarea', () => 'the note has not the focus')
  method.letters('nihao')
  method.key('space')
  await holds('你好')
  method.letters('fapiao')
  method.key('Return')
  await holds('你好fapiao')
  assert.ok(await window.has('dialog', '记走访'))
  await window.picture('input-2-note')
  method.key('Return')
  await window.says(`已存：走访 ${who}`)
})

test('a list is searched while one composes', async () => {
  await window.click(await window.find('link', '农户'))
  await window.says('户主')
  await window.press('/')
  method.letters('zj')
  await window.until(async () => (await window.text()).split('\n').some((line) => line.startsWith(who)), () => `${who} is not in the list`)
  await window.picture('input-3-search')
  method.key('Escape')
  await holds('')
})

/** Fields for words that stand on the screen; numbers, passphrases and dates are typed without an input method. */
const FIELDS = `
  return [...document.querySelectorAll('input, textarea')].filter((e) => {
    const b = e.getBoundingClientRect();
    return b.width > 0 && !e.closest('details:not([open])') && !e.readOnly && !e.disabled && ['text', 'search', 'textarea'].includes(e.type ?? '') && !['numeric', 'decimal', 'tel'].includes(e.inputMode) && !e.hasAttribute('data-code');
  });
`

async function household() {
  await window.press(KEY.control, 'k')
  await window.until(async () => (await window.focused()).tag === 'input', () => 'the palette has not the focus')
  method.letters('zj')
  await found()
  method.key('Return')
  method.key('Return')
  await window.gone('dialog')
  await window.find('heading', who)
}

/** The first row of the list, in its pane. */
async function firstOpened() {
  const row = `document.querySelector('main [data-list] [aria-rowindex="2"]')`
  await window.until(() => window.run(`return Boolean(${row}?.id)`), () => 'no row in the list')
  await window.click(await window.run(`return ${row}`))
}

/** A list that lies under 走访. */
async function under(tab, heading = tab) {
  await window.click(await window.find('link', '走访'))
  // Not the tabs of the list that it was on before.
  await window.find('heading', '走访')
  await window.click(await window.find('link', tab))
  await window.find('heading', heading)
}

async function added(tab, act) {
  await under(tab)
  await window.click(await window.find('button', act))
  await window.find('dialog')
}

/** Of the kinds of events, by the driver. */
async function chosen(kind) {
  await window.click(await window.run(`return [...document.querySelectorAll('[role=dialog] option')].find((o) => o.text.includes(arguments[0]))`, kind))
}

const ROOMS = [
  ['the palette', async () => window.press(KEY.control, 'k')],
  ['feedback', async () => {
    await window.click(await window.find('link', '设置'))
    await window.click(await window.find('link', '意见反馈'))
    await window.click(await window.find('button', '写意见'))
    await window.find('dialog', '意见反馈')
  }],
  ['the visits', async () => window.click(await window.find('link', '走访'))],
  ['the measures', async () => window.click(await window.find('link', '帮扶措施'))],
  ['a new measure', async () => {
    await window.click(await window.find('link', '帮扶措施'))
    await window.click(await window.find('button', '加措施'))
    await window.find('dialog', '加措施')
  }],
  ['a household being changed', async () => {
    await household()
    await window.press('e')
    await window.find('dialog', '改户档')
    // The groups that are folded have fields for words too.
    await window.run(`document.querySelectorAll('[role=dialog] details').forEach((e) => (e.open = true))`)
  }],
  ['a split', async () => {
    await household()
    await window.press('b')
    await window.find('dialog', '记变动')
    await chosen('分户')
    await window.find('textbox', '新户编号')
  }],
  ['a birth', async () => {
    await household()
    await window.press('b')
    await window.find('dialog', '记变动')
    await chosen('出生')
    await window.find('textbox', '姓名')
  }],
  ['the income', async () => {
    await household()
    await window.click(await window.find('button', '改收入'))
    await window.find('dialog')
  }],
  ['a step of the household’s plan', async () => {
    await household()
    await window.click(await window.find('button', '加一条'))
    await window.find('dialog')
  }],
  ['a visit with what was found and what was asked', async () => {
    await window.press(KEY.control, 'n')
    await window.find('dialog', '记走访')
    await pause(300)
    method.letters('zj')
    await found()
    method.key('Return')
    method.key('Return')
    await window.find('textbox', '走访情况')
    await window.click(await window.find('button', '有诉求'))
    await window.click(await window.find('button', '发现问题'))
  }],
  ['a visit being changed', async () => {
    await under('走访记录', '走访')
    await firstOpened()
    await window.find('button', '再记一次')
    await window.press('e')
    await window.find('dialog', '改走访')
  }],
  ['a visit being withdrawn', async () => {
    await under('走访记录', '走访')
    await firstOpened()
    await window.click(await window.find('button', '撤回'))
    await window.find('dialog', '撤回')
  }],
  ['a filter that gets a name', async () => {
    await under('走访记录', '走访')
    await window.click(await window.find('button', '待同步'))
    await window.click(await window.find('button', '存为筛选'))
    await window.find('textbox', '筛选的名字')
  }],
  ['a member being changed', async () => {
    await household()
    await window.click(await window.find('button', '改'))
    await window.find('dialog')
  }],
  ['a solution for housing', async () => {
    await atHousehold(unsafe)
    await window.click(await window.find('button', '定方案'))
    await window.find('dialog')
  }],
  ['a remark that is no longer shown', async () => {
    await atHousehold(remarked)
    await window.click(await window.find('button', '不再提示'))
  }],
  ['a day of leave', async () => {
    await window.click(await window.find('link', '驻村考勤'))
    await window.find('heading', '驻村考勤')
    await window.press('q')
    await window.find('textbox', '事由')
  }],
  ['the plan of the village', async () => {
    await window.click(await window.find('link', '帮扶措施'))
    await window.click(await window.find('button', '村年度计划'))
    await window.find('heading', '村年度计划')
    await window.click(await window.find('button', '加目标'))
    await window.find('dialog')
  }],
  ['a measure in its pane', async () => {
    await window.click(await window.find('link', '帮扶措施'))
    await window.find('heading', '帮扶措施')
    await firstOpened()
    await window.click(await window.find('button', '取消这条措施'))
  }],
  ['a problem in its pane', async () => {
    await window.click(await window.find('link', '问题整改'))
    await window.find('heading', '问题整改')
    await firstOpened()
    await window.find('textbox', '做了什么')
  }],
  ['the licences', async () => {
    await window.click(await window.find('link', '设置'))
    await window.click(await window.find('link', '关于'))
    await window.find('textbox', '找名字或许可证')
  }],
  ['the requests', async () => under('诉求')],
  ['a new request', async () => added('诉求', '记诉求')],
  ['a new wish', async () => added('微心愿', '记心愿')],
  ['things given out', async () => added('物资发放', '记发放')],
  ['a new round', async () => added('逐户走访', '新建计划')],
  ['a new problem', async () => {
    await window.click(await window.find('link', '问题整改'))
    await window.click(await window.find('button', '登记问题'))
    await window.find('dialog', '登记问题')
  }],
]
for (const [name, enter] of ROOMS) everyField(name, enter)

test('a township writes in its own window', async () => {
  await window.close()
  await opened(county.laptop(county.account('township_reviewer').name))
})
everyField('what was heard of the team', async () => added('班子队伍', '记一户说的'))

function everyField(name, enter) {
  test(`every field for words takes pinyin: ${name}`, async () => {
    await enter()
    await pause(400)
    const fields = await window.run(FIELDS)
    assert.ok(fields.length > 0, 'there is a field')
    // The search of a list last: what it finds takes a pane away.
    for (const field of fields.reverse()) {
      await window.run(`arguments[0].focus(); arguments[0].select?.();`, field)
      method.letters('nihao')
      method.key('space')
      await holds('你好')
      await composed()
      await window.run(`const e = arguments[0]; e.select(); document.execCommand('delete');`, field)
    }
    await window.press(KEY.escape)
    await window.gone('dialog')
  })
}
