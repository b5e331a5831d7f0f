/**
 * Opens every screen and state of the made-up village, takes its picture, asks axe-core, and looks for what is cut off.
 * Usage: node dev/shots.mjs [name pattern]. A page mostly waits, so several are opened at once.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { county } from './screens/county.mjs';
import { households } from './screens/households.mjs';
import { measures } from './screens/measures.mjs';
import { paper } from './screens/paper.mjs';
import { problems } from './screens/problems.mjs';
import { rosters } from './screens/rosters.mjs';
import { settings } from './screens/settings.mjs';
import { shell } from './screens/shell.mjs';
import { sync } from './screens/sync.mjs';
import { visits } from './screens/visits.mjs';
import { serve } from './serve.mjs';

const AT_ONCE = 4;
const only = process.argv[2] ? new RegExp(process.argv[2]) : null;
const out = new URL('../../tests/output/ui/', import.meta.url).pathname;
mkdirSync(out, { recursive: true });
const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

const screens = [...shell, ...visits, ...measures, ...households, ...problems, ...sync, ...settings, ...rosters, ...paper, ...county];
const sizes = [
  { tag: '1366', width: 1366, height: 768, query: {} },
  { tag: '1280xl', width: 1280, height: 720, query: { type: 'largest' } },
  { tag: '1920l', width: 1920, height: 1080, query: { type: 'large' } },
];

/** What is cut without a sign of it, or stands outside the window. */
function faults() {
  const found = [];
  const main = document.scrollingElement;
  if (main.scrollHeight > innerHeight || main.scrollWidth > innerWidth) found.push('the window scrolls');
  for (const el of document.querySelectorAll('.side, .account, .side .badge, .btn.primary, [role=dialog]')) {
    const r = el.getBoundingClientRect();
    // What was scrolled past is there when it is scrolled back.
    let box = el.parentElement;
    while (box && box.scrollTop === 0) box = box.parentElement;
    if (box && r.bottom <= box.getBoundingClientRect().top) continue;
    if (r.width && (r.bottom > innerHeight + 1 || r.right > innerWidth + 1 || r.top < -1)) found.push(`outside: ${el.className || el.tagName}`);
  }
  for (const el of document.querySelectorAll('h1, h2, button, label, .chip, dt, [role=columnheader] > *, .badge span')) {
    if (el.closest('.sr') || el.classList.contains('sr')) continue;
    const s = getComputedStyle(el);
    if (el.scrollWidth > el.clientWidth + 1 && s.overflowX === 'hidden' && s.textOverflow !== 'ellipsis' && el.textContent.trim()) found.push(`cut: ${el.textContent.trim().slice(0, 24)}`);
  }
  if (document.activeElement === document.body) found.push('focus on the body');
  return found;
}

const { base, close } = await serve();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
let bad = 0;
async function shoot(context, size, s) {
  const page = await context.newPage();
  page.setDefaultTimeout(5000);
  const said = [];
  page.on('console', (m) => m.type() === 'error' && said.push(m.text()));
  page.on('pageerror', (e) => said.push(String(e)));
  try {
    await page.goto(`${base}?${new URLSearchParams({ ...size.query, ...s.query })}#${s.path}`, { timeout: 30000 });
    await page.locator('h1').first().waitFor({ timeout: 30000 });
    await page.waitForFunction(() => document.activeElement !== document.body, null, { timeout: 3000 }).catch(() => undefined);
    await page.waitForTimeout(s.wait ?? 900);
    if (s.act) await s.act(page);
    await page.waitForTimeout(400);
  } catch (e) {
    said.push(`act: ${String(e).split('\n')[0]}`);
  }
  await page.screenshot({ path: `${out}${size.tag}-${s.name}.png` });
  const cut = await page.evaluate(faults);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  const lines = [...said.map((x) => `console: ${x.slice(0, 200)}`), ...cut, ...violations.map((v) => `axe ${v.id} × ${v.nodes.length}: ${v.nodes[0].html.slice(0, 140)} | ${(v.nodes[0].any[0] ?? v.nodes[0].all[0] ?? v.nodes[0].none[0])?.message?.slice(0, 140)}`)];
  if (lines.length) bad++;
  console.log(`${size.tag}-${s.name}: ${lines.length ? `\n  ${lines.join('\n  ')}` : 'ok'}`);
  await page.close();
}
try {
  for (const size of sizes) {
    // Nothing is stored, so one context does for a size: what the server hands over is kept from page to page.
    const context = await browser.newContext({ viewport: { width: size.width, height: size.height }, locale: 'zh-CN', reducedMotion: 'reduce' });
    const left = screens.filter((x) => !only || only.test(`${size.tag}-${x.name}`));
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (let s = left.shift(); s; s = left.shift()) {
        await shoot(context, size, s).catch((e) => {
          bad++;
          console.log(`${size.tag}-${s.name}: not taken: ${String(e).split('\n')[0]}`);
        });
      }
    }));
    await context.close();
  }
} finally {
  await browser.close();
  await close();
}
console.log(`${bad} with findings`);
process.exitCode = bad ? 1 : 0;
