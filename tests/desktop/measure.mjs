// What a window costs, and a bare WebKitGTK window to measure it against. For `./dev bench`.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'

/** The kernel's clock ticks a second, the same on every Linux that this runs on. */
const TICKS = 100

const fieldsOf = (pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')

/** When a process began, as the clock of a page has it. */
export function bornAt(pid) {
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

/** In megabytes, of a process and all that it started. */
export function pssOf(pid) {
  const kilobytes = family(pid).map((one) => {
    try {
      const rollup = readFileSync(`/proc/${one}/smaps_rollup`, 'utf8')
      return Number(/^Pss:\s+(\d+)/m.exec(rollup)[1])
    } catch (error) {
      if (one === pid) throw error
      return 0 // Gone while we looked.
    }
  })
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024)
}

/** What comes with WebKitGTK: a window, a web view, nothing else. */
function miniBrowser() {
  const paths = readdirSync('/usr/lib').map((folder) => `/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`)
  return paths.find((path) => existsSync(path))
}

/**
 * Shows `page` in a bare WebKitGTK window until it posts what it measured to `/measured`; `then` is asked with that
 * and the process while the window stands. Nothing where there is no such window.
 */
export async function bareWindow(page, then) {
  const browser = miniBrowser()
  if (!browser) return null
  let tell
  const measured = new Promise((done) => (tell = done))
  const server = createServer((request, response) => {
    if (request.url === '/measured') {
      let body = ''
      request.on('data', (bytes) => (body += bytes))
      request.on('end', () => {
        response.end()
        tell(Number(body))
      })
    } else {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(request.url === '/' ? page : '')
    }
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  const child = spawn(browser, ['--private', `http://127.0.0.1:${server.address().port}/`], {
    env: { ...process.env, WEBKIT_DISABLE_DMABUF_RENDERER: '1', LANG: 'C.UTF-8', NO_AT_BRIDGE: '1' },
    stdio: 'ignore',
  })
  try {
    const born = bornAt(child.pid)
    return await then(await measured, child.pid, born)
  } finally {
    const ended = new Promise((done) => child.once('exit', done))
    child.kill('SIGKILL')
    await ended
    server.closeAllConnections()
    server.close()
  }
}
