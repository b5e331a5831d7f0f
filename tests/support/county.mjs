// A county server with made-up people, and laptops that enrol with it: real binaries, real HTTP,
// folders of their own. Used by the desktop and the web test.
import { spawn, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const passphrase = 'a long-enough phrase'

const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target')
export function program(name) {
  const path = join(target, 'debug', name)
  if (!existsSync(path)) throw new Error(`${path} is missing: cargo build --workspace --all-targets`)
  return path
}

/** Runs a command line to its end and reads its JSON. */
export function ask(name, args, env = {}) {
  const text = execFileSync(program(name), [...args, '--json'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return text.trim() === '' ? null : JSON.parse(text)
}

/** A place for pictures that stays after the test. */
export function output(name) {
  const folder = join(root, 'tests/output', name)
  mkdirSync(folder, { recursive: true })
  return folder
}

export class County {
  constructor({ households = 240, seed = 7 } = {}) {
    this.folder = mkdtempSync(join(tmpdir(), 'zhucun-test-'))
    this.data = join(this.folder, 'county')
    this.made = ask('zhucun-server', [
      '--data', this.data, 'demo', '--county', '431128',
      '--households', String(households), '--seed', String(seed),
    ])
    this.port = 0
    this.laptops = 0
  }

  account(role) {
    const found = this.made.accounts.find((account) => account.role === role)
    if (!found) throw new Error(`the demo county has no ${role}`)
    return found
  }

  async start() {
    this.server = spawn(
      program('zhucun-server'),
      ['--data', this.data, 'serve', '--listen', `127.0.0.1:${this.port}`, '--console', join(root, 'ui/dist')],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    this.url = await new Promise((ready, failed) => {
      let said = ''
      this.server.stdout.on('data', (bytes) => {
        said += bytes
        const line = /^ready (\S+)/m.exec(said)
        if (line) ready(line[1])
      })
      this.server.on('exit', (code) => failed(new Error(`the county server ended with ${code}`)))
      setTimeout(() => failed(new Error('the county server is not ready after 60 s')), 60_000).unref()
    })
    // The same port when it comes back, as laptops remember it.
    this.port = Number(new URL(this.url).port)
    return this.url
  }

  async stop(signal = 'SIGTERM') {
    if (!this.server || this.server.exitCode !== null) return
    const ended = new Promise((done) => this.server.once('exit', done))
    this.server.kill(signal)
    await ended
  }

  /** A one-time code, as the county hands it out. */
  code(account) {
    return ask('zhucun-server', ['--data', this.data, 'enrol', '--account', account]).code
  }

  /** A folder for a laptop that is not enrolled yet. */
  folderOfLaptop() {
    return join(this.folder, `laptop-${++this.laptops}`)
  }

  /** Enrols a laptop by command line; its folder. */
  laptop(account) {
    const profile = this.folderOfLaptop()
    const code = this.code(account)
    ask('zhucun', ['--profile', profile, 'enrol', '--server', this.url, '--code', code], {
      ZHUCUN_PASSPHRASE: passphrase,
    })
    return profile
  }

  /** Asks the county as this account, as the console does: `const call = await county.as(role); await call('visit.list', {…})`. */
  async as(role) {
    const { name, password } = this.account(role)
    const login = await fetch(`${this.url}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.url },
      body: JSON.stringify({ name, password }),
    })
    if (login.status !== 200) throw new Error(`the county does not let ${role} in: ${login.status}`)
    const cookie = login.headers.getSetCookie()[0].split(';')[0]
    return async (operation, request) => {
      const answer = await fetch(`${this.url}/api/${operation}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie, origin: this.url },
        body: JSON.stringify(request),
      })
      const body = await answer.json()
      if (answer.status !== 200) throw new Error(`${operation}: ${JSON.stringify(body)}`)
      return body
    }
  }

  zhucun(profile, ...args) {
    return ask('zhucun', ['--profile', profile, ...args], { ZHUCUN_PASSPHRASE: passphrase })
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
