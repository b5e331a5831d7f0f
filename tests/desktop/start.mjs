// How long until the first useful screen, and how much memory the window holds then. Prints one JSON.
//   node tests/desktop/start.mjs PROFILE PASSPHRASE [PROGRAM]       under an X server
// Counted: from the start of the process to the painted unlock screen, and from Enter behind the
// passphrase to the painted home screen with its rows; the typing between is the person's own time.
import { readFileSync, readdirSync } from 'node:fs'
import { KEY, Window } from './window.mjs'

const [profile, passphrase, program] = process.argv.slice(2)
const window = await Window.open(profile, { program })
await window.find('textbox', '口令')

const ticks = 100
const stat = readFileSync(`/proc/${window.pid()}/stat`, 'utf8').split(') ').at(-1).split(' ')
const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0])
const born = Date.now() - (uptime - Number(stat[19]) / ticks) * 1000

const painted = await window.run(`return performance.timeOrigin + performance.getEntriesByType('paint').at(-1).startTime`)
await window.run(`
  addEventListener('keydown', (e) => { if (e.key === 'Enter') window.__asked ??= performance.now(); }, true);
  const look = () => requestAnimationFrame(document.querySelector('main aside') && document.querySelector('main [data-todo]') ? () => { window.__home ??= performance.now(); } : look);
  look();
`)
await window.type(passphrase)
await window.press(KEY.enter)
await window.until(() => window.run('return Boolean(window.__home)'), () => 'no home')
const [asked, home] = await window.run('return [window.__asked, window.__home]')

/** Of the program and all that it started. */
function family(pid) {
  const parents = new Map(
    readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
      try {
        return [[Number(name), Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1).split(' ')[1])]]
      } catch {
        return []
      }
    }),
  )
  const found = [pid]
  for (const at of found) for (const [child, parent] of parents) if (parent === at) found.push(child)
  return found
}
const pss = family(window.pid()).reduce((sum, pid) => sum + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]), 0)

const to_unlock_ms = Math.round(painted - born)
const to_home_ms = Math.round(home - asked)
console.log(JSON.stringify({ to_unlock_ms, to_home_ms, start_ms: to_unlock_ms + to_home_ms, pss_mb: Math.round(pss / 1024) }))
await window.close()
process.exit(0)
