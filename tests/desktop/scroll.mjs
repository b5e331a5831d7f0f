// The longest frame while each list scrolls, how soon rows from its middle are there, and what the window
// holds in memory, beside a bare page of as many rows. For `./dev bench`; prints one JSON a list:
//   node tests/desktop/scroll.mjs PROFILE PASSPHRASE PROGRAM            under an X server with evilwm
import { pause } from './display.mjs'
import { bareWindow, pssOf } from './measure.mjs'
import { KEY, Window } from './window.mjs'

/** Five seconds of sixty frames, in each of them a whole notch of the wheel: faster than a hand turns it. */
const FRAMES = 300
const STEP_PX = 120
const STILL_MS = 1_000
/** A file of this size is opened and its index made behind the passphrase. */
const OPEN_MS = 120_000
const LISTS = [['households', '#/households'], ['visits', '#/visits'], ['measures', '#/measures'], ['problems', '#/problems']]

/** In the page: scrolls `box` a step a frame and gives the longest time between two of them. */
const SCROLL = `
  const longest = (box) => new Promise((done) => {
    let before, most = 0, left = ${FRAMES};
    const step = (now) => {
      if (before !== undefined) most = Math.max(most, now - before);
      before = now;
      if (left-- === 0) return done(most);
      box.scrollTop += ${STEP_PX};
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
`

/** Starts a measurement in the page and waits for what it leaves in window.__told. */
async function told(window, script) {
  await window.run(`window.__told = undefined; ${SCROLL} ${script}`)
  await window.until(() => window.run('return window.__told !== undefined'), () => 'nothing measured', OPEN_MS)
  return window.run('return window.__told')
}

async function list(window, name, hash) {
  await window.run(`location.hash = '${hash}'`)
  const there = `document.querySelectorAll('main [data-list] [role=row] [role=gridcell]:not(:has(> .bar))').length > 20`
  await window.until(() => window.run(`return location.hash === '${hash}' && ${there}`), () => `no rows in ${name}`, OPEN_MS)
  await pause(STILL_MS)
  const rows = Number(await window.run(`return document.querySelector('main [data-list]').getAttribute('aria-rowcount')`)) - 1
  const longest_ms = await told(window, `longest(document.querySelector('main [data-list]')).then((ms) => (window.__told = ms));`)
  const middle_ms = await told(window, `
    const box = document.querySelector('main [data-list]');
    const asked = performance.now();
    box.scrollTop = box.scrollHeight / 2;
    const first = Math.floor(${rows} / 2);
    const look = () => {
      const shown = [...box.querySelectorAll('[role=row]')].filter((row) => Math.abs(Number(row.getAttribute('aria-rowindex')) - first) < 60);
      const read = shown.length > 5 && shown.every((row) => !row.querySelector('.bar'));
      if (read) window.__told = performance.now() - asked;
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  `)
  console.log(JSON.stringify({ of: 'ours', list: name, rows, longest_ms, middle_ms }))
}

async function ours(profile, passphrase, program) {
  const window = await Window.open(profile, { program, env: { WEBKIT_DISABLE_DMABUF_RENDERER: undefined } })
  try {
    await window.find('textbox', '口令')
    await window.type(passphrase)
    const asked = Date.now()
    await window.press(KEY.enter)
    await window.until(() => window.run(`return Boolean(document.querySelector('main aside'))`), () => 'no home', OPEN_MS)
    const to_home_ms = Date.now() - asked
    for (const [name, hash] of LISTS) await list(window, name, hash)
    await pause(STILL_MS)
    console.log(JSON.stringify({ of: 'window', to_home_ms, pss_mb: pssOf(window.pid()) }))
  } finally {
    await window.close()
  }
}

const ROWS = `<!doctype html><meta charset="utf-8"><title>驻村</title>
<style>html, body { margin: 0; height: 100% } main { height: 100%; overflow: auto; position: relative } p { position: absolute; margin: 0; height: 36px; left: 0; right: 0 }</style>
<main><div style="height: 3600000px"></div></main><script>
  ${SCROLL}
  const box = document.querySelector('main');
  const draw = () => {
    const first = Math.floor(box.scrollTop / 36);
    box.querySelectorAll('p').forEach((row) => row.remove());
    for (let index = first; index < first + 24; index++) {
      const row = document.createElement('p');
      row.style.transform = 'translateY(' + index * 36 + 'px)';
      row.style.top = '0';
      row.textContent = '第' + index + '户　上屋组　张德顺　4 人';
      box.append(row);
    }
  };
  box.addEventListener('scroll', draw);
  draw();
  setTimeout(() => longest(box).then((ms) => fetch('/measured', { method: 'POST', body: String(ms) })), ${STILL_MS});
</script>`

const [profile, passphrase, program] = process.argv.slice(2)
await ours(profile, passphrase, program)
const beside = await bareWindow(ROWS, (longest_ms) => ({ of: 'bare', longest_ms }))
if (beside) console.log(JSON.stringify(beside))
process.exit(0)
