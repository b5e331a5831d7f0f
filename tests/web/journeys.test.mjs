// The console in a browser: log in, the households, visits and measures of one's area, the laptops.
// Every screen is pictured and looked at by axe-core.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { chromium } from 'playwright-core'
import { County, output } from '../support/county.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const pictures = output('web')
let county, url, browser, page, visit
const troubles = []

before(async () => {
  county = new County({ households: 600 })
  url = await county.start()
  // One visit with words of its own, handed over by a real laptop.
  const profile = county.laptop(county.account('first_secretary').name)
  const [household] = county.zhucun(profile, 'list', 'households', '--limit', '1').rows
  visit = { note: '看了新修的水窖，水够用到开春。', household }
  county.zhucun(profile, 'visit', 'add', '--household', household.id, '--note', visit.note)
  county.zhucun(profile, 'sync')
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  page = await context.newPage()
  page.setDefaultTimeout(8_000)
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('response', (response) => {
    if (response.status() >= 500) troubles.push(`${response.status()} ${response.url()}`)
  })
})

after(async () => {
  await browser?.close()
  await county?.stop()
  county?.remove()
})

async function looked(name) {
  await page.screenshot({ path: join(pictures, `${name}.png`) })
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
  )
  const said = violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`)
  assert.deepEqual(said, [], `${name}: ${said.join('\n')}`)
}

const office = () => county.account('county_office')

async function logIn(name, password) {
  await page.getByRole('textbox', { name: '账号', exact: true }).fill(name)
  await page.getByLabel('口令').fill(password)
  await page.keyboard.press('Enter')
}

async function open(name) {
  await page.getByRole('navigation').getByRole('link', { name }).click()
}

test('whoever is not logged in sees the login and nothing else', async () => {
  await page.goto(url)
  await page.getByRole('textbox', { name: '账号', exact: true }).waitFor()
  await looked('01-login')
})

test('a wrong password is refused in words', async () => {
  await logIn(office().name, 'not the password')
  await page.getByText('账号或口令不对').waitFor()
  await looked('02-login-refused')
})

test('the office of the county is let in', async () => {
  await logIn(office().name, office().password)
  await page.getByRole('navigation').first().waitFor()
})

test('the households of the county are listed, their numbers masked', async () => {
  await open('农户')
  await page.getByText(/600 户/).first().waitFor()
  await looked('03-households')
  const text = await page.locator('body').innerText()
  assert.ok(!/(?<!\d)99\d{15}[\dX]/.test(text), 'an identity number in clear')
  assert.ok(!/(?<!\d)100\d{8}(?!\d)/.test(text), 'a phone number in clear')
})

test("an identity number is masked until it is asked for, and hides again", async () => {
  await page.getByRole('row').nth(1).dblclick()
  await page.getByRole('heading', { name: '家庭成员' }).waitFor()
  await looked('04-household')
  const show = page.getByRole('button', { name: /显示.*身份证号/ }).first()
  await show.click()
  await page.getByText(/(?<!\d)99\d{15}[\dX]/).first().waitFor()
  await page.getByRole('button', { name: /隐藏.*身份证号/ }).first().click()
  await show.waitFor()
  assert.ok(!/(?<!\d)99\d{15}[\dX]/.test(await page.locator('body').innerText()))
})

test('a visit that a laptop handed over is among the visits', async () => {
  await open('走访')
  await page.getByText(visit.note).first().waitFor()
  await looked('05-visits')
})

test('the visits are looked at as they will be printed, and come as a PDF', async () => {
  await page.keyboard.press('Control+p')
  await page.getByRole('img', { name: /第 1 页/ }).waitFor({ timeout: 30_000 })
  await looked('05-visits-print')
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+s')])
  assert.match(download.suggestedFilename(), /^走访.* H11-\d{8}-[0-9A-Z]{6}\.pdf$/)
  const pdf = readFileSync(await download.path())
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString()
  assert.ok(text.includes(visit.note.slice(0, 8)), text)
  assert.ok(text.includes('只含县里已收到的'), text)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('the measures are listed', async () => {
  await open('帮扶措施')
  await page.getByRole('heading', { name: '帮扶措施' }).waitFor()
  await page.getByRole('row').nth(3).waitFor()
  await looked('06-measures')
})

test('the laptops are listed with when they were last seen', async () => {
  await open('电脑')
  await page.getByText('上次同步').first().waitFor()
  await page.getByText(/刚刚|分钟前|今天/).first().waitFor()
  await looked('07-laptops')
})

async function logOut() {
  await page.locator('[aria-haspopup=menu]').last().click()
  await page.getByRole('menuitem', { name: '退出' }).click()
  await page.getByRole('textbox', { name: '账号', exact: true }).waitFor()
}

test('after logging out nothing of the county is on the screen', async () => {
  await logOut()
  assert.equal(await page.getByRole('row').count(), 0)
  await page.reload()
  await page.getByRole('textbox', { name: '账号', exact: true }).waitFor()
})

test('an account of a township sees the households of its township and no others', async () => {
  const township = county.account('township_reviewer')
  await logIn(township.name, township.password)
  await open('农户')
  const total = page.getByText(/\d+ 户/).first()
  await total.waitFor()
  await looked('08-township')
  const seen = Number(/([\d,]+) 户/.exec(await total.innerText())[1].replaceAll(',', ''))
  assert.ok(seen > 0 && seen < 600, `${seen} of 600 households`)
  await page.goto(`${url}/#/attendance`)
  await page.getByText('你的账号看不到这一页').first().waitFor()
  await logOut()
})

test('no page broke and no answer was a fault of the server', () => {
  assert.deepEqual(troubles, [])
})
