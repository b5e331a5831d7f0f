// The real window, driven through WebKitWebDriver: no library between, so that it is clear what a
// key press is. Counts keys as a person would: a chord is one, a text is none.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { output, program, root } from '../support/county.mjs'
import { pause, pictureOf, xdotool } from './display.mjs'

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
export const KEY = {
  backspace: '\uE003', enter: '\uE007', escape: '\uE00C', tab: '\uE004', up: '\uE013', down: '\uE015',
  left: '\uE012', right: '\uE014', control: '\uE009', alt: '\uE00A', shift: '\uE008', end: '\uE010', home: '\uE011',
}
/** The same as X calls them. */
const KEYSYM = {
  [KEY.backspace]: 'BackSpace', [KEY.enter]: 'Return', [KEY.escape]: 'Escape', [KEY.tab]: 'Tab', [KEY.up]: 'Up', [KEY.down]: 'Down',
  [KEY.left]: 'Left', [KEY.right]: 'Right', [KEY.control]: 'ctrl', [KEY.alt]: 'alt', [KEY.shift]: 'shift', [KEY.end]: 'End', [KEY.home]: 'Home', ' ': 'space', '/': 'slash',
}

function freePort() {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => found(port))
    })
  })
}

// Finds by what an assistive program would call it. Runs in the page.
export const BY_ROLE = `
  const [role, name, inside] = arguments;
  const implicit = { button: 'button', a: 'link', textarea: 'textbox', select: 'select', dialog: 'dialog', nav: 'navigation', h1: 'heading', h2: 'heading', table: 'table', main: 'main', ul: 'list', li: 'listitem' };
  const roleOf = (e) => e.getAttribute('role') ?? (e.localName === 'input'
    ? ({ checkbox: 'checkbox', radio: 'radio', button: 'button', file: 'file' }[e.type] ?? 'textbox') : implicit[e.localName]);
  const text = (e) => (e.innerText ?? e.textContent ?? '').replace(/\\s+/g, ' ').trim();
  const nameOf = (e) => {
    const by = e.getAttribute('aria-labelledby');
    if (by) return by.split(/\\s+/).map((id) => text(document.getElementById(id) ?? document.createElement('i'))).join(' ');
    return e.getAttribute('aria-label') ?? (e.labels?.length ? text(e.labels[0]) : '') ?? '';
  };
  const shown = (e) => { const b = e.getBoundingClientRect(); return b.width > 0 && b.height > 0 && getComputedStyle(e).visibility !== 'hidden'; };
  const all = [...(inside ?? document).querySelectorAll('*')].filter((e) => roleOf(e) === role && shown(e));
  const fits = (e) => {
    const names = [nameOf(e), text(e), e.getAttribute('placeholder') ?? ''];
    return name === undefined || name === null || names.some((n) => n.includes(name));
  };
  return all.find(fits) ?? null;
`

const axe = readFileSync(join(root, 'ui/node_modules/axe-core/axe.min.js'), 'utf8')
/** A key that the page has not by then went elsewhere. */
const KEY_ARRIVES_MS = 500
let failures = 0

function isThere(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

export class Window {
  keys = 0
  size = [1366, 768]

  static async open(profile, { size = [1366, 768], env = {}, keyboard = false, program: binary = program('zhucun-desktop') } = {}) {
    const window = new Window()
    window.keyboard = keyboard
    window.profile = profile
    window.binary = binary
    const port = await freePort()
    window.base = `http://127.0.0.1:${port}`
    window.driver = spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
      env: {
        ...process.env,
        TAURI_WEBVIEW_AUTOMATION: 'true',
        WEBKIT_DISABLE_DMABUF_RENDERER: '1',
        LANG: 'C.UTF-8',
        NO_AT_BRIDGE: '1',
        ...env,
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    for (let tries = 0; ; tries++) {
      try {
        await fetch(`${window.base}/status`)
        break
      } catch (error) {
        if (tries > 100) throw error
        await pause(50)
      }
    }
    const session = await window.send('POST', '/session', {
      capabilities: {
        alwaysMatch: {
          browserName: 'wry',
          'webkitgtk:browserOptions': { binary, args: ['--profile', profile] },
        },
      },
    })
    window.session = `/session/${session.sessionId}`
    await window.resize(size)
    return window
  }

  async resize([width, height]) {
    this.size = [width, height]
    await this.send('POST', `${this.session}/window/rect`, { x: 0, y: 0, width, height })
    await this.until(
      async () => (await this.run('return [innerWidth, innerHeight]')).join() === this.size.join(),
      () => `the window is not ${width} × ${height}`,
    )
  }

  /** Waits until `true` comes, or says what is wrong. */
  async until(holds, trouble, within = 10_000) {
    const end = Date.now() + within
    while (!(await holds())) {
      if (Date.now() > end) {
        await this.picture(`failed-${++failures}`)
        throw new Error(`${await trouble()} within ${within} ms; the page says: ${(await this.text()).slice(0, 800)}`)
      }
      await pause(50)
    }
  }

  async send(method, path, body) {
    const answer = await fetch(this.base + path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    })
    const { value } = await answer.json()
    if (!answer.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`)
    return value
  }

  run(script, ...args) {
    return this.send('POST', `${this.session}/execute/sync`, { script, args })
  }

  /** The element of this role whose name holds `name`; waits for it. */
  async find(role, name, { within = 10_000, inside } = {}) {
    let found = null
    await this.until(
      async () => (found = await this.run(BY_ROLE, role, name ?? null, inside ?? null)),
      () => `no ${role} “${name ?? ''}”`,
      within,
    )
    return found
  }

  async has(role, name) {
    return (await this.run(BY_ROLE, role, name ?? null, null)) !== null
  }

  /** Waits until no such element is there: an act is told before the page is drawn anew. */
  gone(role, name) {
    return this.until(
      async () => !(await this.has(role, name)),
      () => `${role} “${name ?? ''}” is there still`,
    )
  }

  text() {
    return this.run('return document.body.innerText')
  }

  /** Waits until the page says this. */
  says(words, within = 10_000) {
    return this.until(
      async () => (await this.text()).includes(words),
      () => `“${words}” is not said`,
      within,
    )
  }

  /** Waits until the field holds exactly this. */
  holds(field, words) {
    const value = () => this.run('return arguments[0].value', field)
    return this.until(
      async () => (await value()) === words,
      async () => `the field holds “${await value()}”, not “${words}”,`,
    )
  }

  /** Waits until the focus rests on something: after an act the keyboard goes on from a place, not from nowhere. */
  focusRests() {
    return this.until(
      async () => (await this.focused()).tag !== 'body',
      () => 'the focus is nowhere',
    )
  }

  async focused() {
    return this.run(`const e = document.activeElement; return { tag: e.localName, name: e.getAttribute('aria-label') ?? '', value: e.value ?? '' }`)
  }

  /** Tab until this has the focus, as one who has no mouse; of a group of chips the arrows bring it. */
  async tabTo(role, name, { most = 60 } = {}) {
    const wanted = await this.find(role, name)
    const at = () =>
      this.run(
        `const [wanted] = arguments, active = document.activeElement;
        if (active === wanted) return 'there';
        if (wanted.type !== 'radio' || active.type !== 'radio' || active.name !== wanted.name) return 'elsewhere';
        return active.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_FOLLOWING ? 'before' : 'behind';`,
        wanted,
      )
    for (let presses = 0; presses < most; presses++) {
      const where = await at()
      if (where === 'there') return wanted
      await this.press({ before: KEY.right, behind: KEY.left, elsewhere: KEY.tab }[where])
    }
    await this.picture(`failed-${++failures}`)
    throw new Error(`${most} keys do not bring the focus to ${role} “${name}”; it is on ${JSON.stringify(await this.focused())}`)
  }

  /** What axe-core finds wrong with the page as it stands: one line each, none when all is well. */
  async complaints() {
    if (!(await this.run('return Boolean(window.axe)'))) await this.run(`${axe}; return true`)
    return this.run(
      `return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then(({ violations }) => violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')))`,
    )
  }

  click(element) {
    return this.send('POST', `${this.session}/element/${element[ELEMENT]}/click`, {})
  }

  /**
   * One press, a chord counts as one: `press(KEY.control, 'n')`. By the driver, or from the keyboard of the screen, as
   * after a list that drops down: an Enter that it has had the driver does not send again.
   */
  async press(...chord) {
    this.keys++
    if (this.keyboard) return this.strike(chord)
    await this.send('POST', `${this.session}/actions`, {
      actions: [{
        type: 'key', id: 'keyboard',
        actions: [
          ...chord.map((value) => ({ type: 'keyDown', value })),
          ...chord.toReversed().map((value) => ({ type: 'keyUp', value })),
        ],
      }],
    })
  }

  /** From the keyboard of the screen. Goes on when the page has the key, or it went to a list or dialog of the system. */
  async strike(chord) {
    const had = await this.run(
      `if (window.struck === undefined) { window.struck = 0; addEventListener('keydown', () => setTimeout(() => window.struck++), true) }
      return window.struck`,
    )
    xdotool('key', chord.map((key) => KEYSYM[key] ?? key).join('+'))
    const end = Date.now() + KEY_ARRIVES_MS
    while (Date.now() < end && (await this.run('return window.struck')) < had + chord.length) await pause(10)
  }

  /** Each letter is a key of its own. */
  async letters(text) {
    for (const letter of text) await this.press(letter)
  }

  /** What a person has to say; it counts as no key. */
  async type(text) {
    const element = await this.send('GET', `${this.session}/element/active`)
    await this.send('POST', `${this.session}/element/${element[ELEMENT]}/value`, { text })
  }

  /** Gives the page a file: under a driver no file dialog of the system comes up. */
  async chooseFile(path) {
    const input = await this.send('POST', `${this.session}/element`, { using: 'css selector', value: 'input[type=file]' })
    await this.send('POST', `${this.session}/element/${input[ELEMENT]}/value`, { text: path })
  }

  async unlock(passphrase) {
    await this.find('textbox', '口令')
    await this.type(passphrase)
    await this.press(KEY.enter)
    await this.find('navigation')
  }

  /** As it stands on the screen: the driver's own picture waits for a change that an idle page has not. */
  async picture(name, group = 'desktop') {
    writeFileSync(join(output(group), `${name}.png`), await this.pictureOf())
  }

  /** PNG of the window, or of one element in it. */
  async pictureOf(element) {
    const { x, y } = await this.send('GET', `${this.session}/window/rect`)
    const [width, height] = this.size
    if (!element) return pictureOf({ x, y, width, height })
    const box = await this.run('const b = arguments[0].getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom].map(Math.round)', element)
    const [left, top, right, bottom] = [Math.max(0, box[0]), Math.max(0, box[1]), Math.min(width, box[2]), Math.min(height, box[3])]
    return pictureOf({ x: x + left, y: y + top, width: right - left, height: bottom - top })
  }

  /** What the window manager sends when the X of the window is pressed; waits until the program has gone. */
  async closeByX() {
    const pid = this.pid()
    xdotool('key', 'ctrl+alt+Escape')
    for (let tries = 0; tries < 400 && isThere(pid); tries++) await pause(25)
    if (isThere(pid)) throw new Error('the window does not close')
    this.driver.kill('SIGKILL')
  }

  /** The window's own process, found by the folder that only it has. */
  pid() {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        if (line.startsWith(this.binary) && line.includes(`\0${this.profile}\0`)) return Number(pid)
      } catch {
        // Gone while we looked.
      }
    }
    throw new Error('the window has no process')
  }

  /** As when the battery is pulled. */
  async kill() {
    const pid = this.pid()
    process.kill(pid, 'SIGKILL')
    for (let tries = 0; tries < 200 && isThere(pid); tries++) await pause(25)
    this.driver.kill('SIGKILL')
  }

  /** At the end of a test file. Not asked of the driver: it may wait for a window that waits for it. */
  async close() {
    try {
      await this.kill()
    } catch {
      // The window has gone already.
      this.driver.kill('SIGKILL')
    }
  }
}
