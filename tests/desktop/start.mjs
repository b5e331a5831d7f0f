// How long until the first useful screen, and how much memory the window holds then, beside a bare
// WebKitGTK window that shows one word. For `./dev bench`; prints one JSON a window, ours and bare by turns:
//   node tests/desktop/start.mjs PROFILE PASSPHRASE PROGRAM TIMES       under an X server with evilwm
// Counted: from the start of the process to the painted unlock screen, and from Enter behind the
// passphrase to the painted home screen with its rows; the typing between is the person's own time.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { pause } from './display.mjs'
import { KEY, Window } from './window.mjs'

/** The kernel's clock ticks a second, the same on every Linux that this runs on. */
const TICKS = 100
const STILL_MS = 1_000

const fieldsOf = (pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')

/** When a process began, as the clock of a page has it. */
function bornAt(pid) {
  const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0])
  return Date.now() - (uptime - Number(fieldsOf(pid)[19]) / TICKS) * 1000
}

/** A process and all that it started. */
function family(first) {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [[Number(pid), Number(fieldsOf(pid)[1])]]
      } catch {
        return [] // Gone while we looked.
      }
    })
  const found = [first]
  for (const at of found) for (const [child, parent] of parents) if (parent === at) found.push(child)
  return found
}

function pssOf(pid) {
  const kilobytes = family(pid).map((one) => {
    const rollup = readFileSync(`/proc/${one}/smaps_rollup`, 'utf8')
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)[1])
  })
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024)
}

async function ours(profile, passphrase, program) {
  // As a person starts it: the variable that the program wants is not set yet.
  const window = await Window.open(profile, { program, env: { WEBKIT_DISABLE_DMABUF_RENDERER: undefined } })
  try {
    await window.find('textbox', '口令')
    const pid = window.pid()
    // What is in the page is not painted yet.
    const paint = `performance.getEntriesByType('paint').at(-1)`
    await window.until(() => window.run(`return Boolean(${paint})`), () => 'nothing painted')
    const painted = await window.run(`return performance.timeOrigin + ${paint}.startTime`)
    await window.run(`
      addEventListener('keydown', (e) => { if (e.key === 'Enter') window.__asked ??= performance.now(); }, true);
      const isHome = () => document.querySelector('main aside') && document.querySelector('main [data-todo]');
      const look = () => requestAnimationFrame(isHome() ? () => { window.__home ??= performance.now(); } : look);
      look();
    `)
    await window.type(passphrase)
    await window.press(KEY.enter)
    await window.until(() => window.run('return Boolean(window.__home)'), () => 'no home')
    const [asked, home] = await window.run('return [window.__asked, window.__home]')
    await pause(STILL_MS)
    const to_unlock_ms = Math.round(painted - bornAt(pid))
    const to_home_ms = Math.round(home - asked)
    return { of: 'ours', to_unlock_ms, to_home_ms, pss_mb: pssOf(pid) }
  } finally {
    await window.close()
  }
}

const WORD = `<!doctype html><meta charset="utf-8"><title>驻村</title><p>驻村</p><script>
  new PerformanceObserver((seen) => {
    const paint = seen.getEntries().find((entry) => entry.name === 'first-contentful-paint');
    if (paint) fetch('/painted', { method: 'POST', body: String(performance.timeOrigin + paint.startTime) });
  }).observe({ type: 'paint', buffered: true });
</script>`

/** What comes with WebKitGTK: a window, a web view, nothing else. */
function miniBrowser() {
  const paths = readdirSync('/usr/lib').map((folder) => `/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`)
  return paths.find((path) => existsSync(path))
}

async function bare(browser) {
  let tell
  const painted = new Promise((done) => (tell = done))
  const server = createServer((request, response) => {
    if (request.url === '/painted') {
      let body = ''
      request.on('data', (bytes) => (body += bytes))
      request.on('end', () => {
        response.end()
        tell(Number(body))
      })
    } else {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(request.url === '/' ? WORD : '')
    }
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  const child = spawn(browser, ['--private', `http://127.0.0.1:${server.address().port}/`], {
    env: { ...process.env, WEBKIT_DISABLE_DMABUF_RENDERER: '1', LANG: 'C.UTF-8', NO_AT_BRIDGE: '1' },
    stdio: 'ignore',
  })
  try {
    const born = bornAt(child.pid)
    const at = await painted
    await pause(STILL_MS)
    return { of: 'bare', painted_ms: Math.round(at - born), pss_mb: pssOf(child.pid) }
  } finally {
    const ended = new Promise((done) => child.once('exit', done))
    child.kill('SIGKILL')
    await ended
    server.closeAllConnections()
    server.close()
  }
}

const [profile, passphrase, program, times] = process.argv.slice(2)
const browser = miniBrowser()
for (let time = 0; time < Number(times); time++) {
  console.log(JSON.stringify(await ours(profile, passphrase, program)))
  if (browser) console.log(JSON.stringify(await bare(browser)))
}
process.exit(0)
