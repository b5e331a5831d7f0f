// fcitx5 with pinyin, as a first secretary types: a real input method on the real keyboard of the X server.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pause, xdotool } from './display.mjs'

const PROFILE = `[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin

[GroupOrder]
0=Default
`
// On from the first key; no cloud, no box that asks.
const CONFIG = `[Behavior]
ActiveByDefault=True
ShareInputState=All
PreeditEnabledByDefault=True
ShowInputMethodInformation=False
`

/** What the window needs to find it. */
export const METHOD_ENV = { GTK_IM_MODULE: 'fcitx', XMODIFIERS: '@im=fcitx' }

export class InputMethod {
  static async start() {
    const method = new InputMethod()
    method.home = mkdtempSync(join(tmpdir(), 'zhucun-fcitx-'))
    mkdirSync(join(method.home, 'fcitx5'))
    writeFileSync(join(method.home, 'fcitx5/profile'), PROFILE)
    writeFileSync(join(method.home, 'fcitx5/config'), CONFIG)
    const env = { ...process.env, XDG_CONFIG_HOME: method.home, XDG_DATA_HOME: method.home, LANG: 'C.UTF-8' }
    method.program = spawn('fcitx5', ['--replace', '--disable=cloudpinyin,notifications,kimpanel,virtualkeyboard'], { env, stdio: 'ignore' })
    await pause(1_500)
    if (method.program.exitCode !== null) throw new Error(`fcitx5 ended with ${method.program.exitCode}`)
    return method
  }

  /** Letters on the keyboard, as slowly as quick fingers. */
  letters(text) {
    xdotool('type', '--delay', '40', text)
  }

  key(name) {
    xdotool('key', name)
  }

  stop() {
    this.program?.kill('SIGKILL')
    if (this.home) rmSync(this.home, { recursive: true, force: true })
  }
}
