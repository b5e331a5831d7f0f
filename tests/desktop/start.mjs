// How long until the first useful screen, and how much memory the window holds then, beside a bare
// WebKitGTK window that shows one word. For `./dev bench`; prints one JSON a window, ours and bare by turns:
//   node tests/desktop/start.mjs PROFILE PASSPHRASE PROGRAM TIMES       under an X server with evilwm
// Counted: from the start of the process to the painted unlock screen, and from Enter behind the
// passphrase to the painted home screen with its rows; the typing between is the person's own time.
import { pause } from './display.mjs'
import { bareWindow, bornAt, pssOf } from './measure.mjs'
import { KEY, Window } from './window.mjs'

const STILL_MS = 1_000

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
    if (paint) fetch('/measured', { method: 'POST', body: String(performance.timeOrigin + paint.startTime) });
  }).observe({ type: 'paint', buffered: true });
</script>`

function bare() {
  return bareWindow(WORD, async (at, pid, born) => {
    await pause(STILL_MS)
    return { of: 'bare', painted_ms: Math.round(at - born), pss_mb: pssOf(pid) }
  })
}

const [profile, passphrase, program, times] = process.argv.slice(2)
for (let time = 0; time < Number(times); time++) {
  console.log(JSON.stringify(await ours(profile, passphrase, program)))
  const beside = await bare()
  if (beside) console.log(JSON.stringify(beside))
}
process.exit(0)
