import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const only = process.argv[2] ? new RegExp(process.argv[2]) : null;
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const rec = async (p, take = true) => { await p.keyboard.press('Control+n'); await p.waitForTimeout(400); await p.keyboard.type('zds'); await p.waitForTimeout(300); if (take) await p.keyboard.press('Enter'); await p.waitForTimeout(400); };
const list = [
  ['today', '/', {}, [1366, 768]],
  ['today-xl', '/', { type: 'largest' }, [1280, 720]],
  ['today-1920', '/', {}, [1920, 1080]],
  ['today-en', '/', { lang: 'en' }, [1366, 768]],
  ['record-pick', '/visits', {}, [1366, 768], (p) => rec(p, false)],
  ['record-empty', '/visits', {}, [1366, 768], async (p) => { await p.keyboard.press('Control+n'); await p.waitForTimeout(500); }],
  ['record', '/visits', {}, [1366, 768], async (p) => { await rec(p); await p.keyboard.type('发票补开好了，明天去镇卫生院交。'); await p.waitForTimeout(600); }],
  ['record-back', '/visits', {}, [1366, 768], async (p) => { await rec(p); await p.keyboard.type('发票补开好了。'); await p.waitForTimeout(600); await p.keyboard.press('Escape'); await p.waitForTimeout(300); await p.keyboard.press('Control+n'); await p.waitForTimeout(500); }],
  ['record-xl', '/visits', { type: 'largest' }, [1280, 720], async (p) => { await rec(p); await p.keyboard.type('发票补开好了。'); await p.waitForTimeout(500); }],
  ['visits', '/visits', {}, [1366, 768], async (p) => { await p.keyboard.press('ArrowDown'); await p.keyboard.press('ArrowDown'); await p.keyboard.press('Space'); await p.waitForTimeout(500); }],
  ['visits-xl', '/visits', { type: 'largest' }, [1280, 720], async (p) => { await p.keyboard.press('ArrowDown'); await p.keyboard.press('Space'); await p.waitForTimeout(500); }],
  ['visits-none', '/visits', {}, [1366, 768], async (p) => { await p.keyboard.press('/'); await p.keyboard.type('qqq'); await p.waitForTimeout(500); }],
  ['visits-empty', '/visits', { demo: 'empty' }, [1366, 768]],
  ['visits-error', '/visits', { demo: 'error' }, [1366, 768]],
  ['visits-loading', '/visits', { demo: 'loading' }, [1366, 768]],
  ['today-empty', '/', { demo: 'empty' }, [1366, 768]],
  ['today-error', '/', { demo: 'error' }, [1366, 768]],
  ['visits-remove', '/visits', {}, [1366, 768], async (p) => { await p.keyboard.press('ArrowDown'); await p.keyboard.press('Space'); await p.waitForTimeout(400); await p.getByRole('button', { name: '删除' }).click(); await p.waitForTimeout(400); }],
];
for (const [name, path, q, [w, h], act] of list) {
  if (only && !only.test(name)) continue;
  const page = await b.newPage({ viewport: { width: w, height: h } });
  const errs = [];
  page.on('pageerror', (e) => errs.push(String(e)));
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) errs.push(m.text().slice(0, 200)); });
  const hash = process.env.HASH ? '#' : '';
  await page.goto(`http://localhost:5199/?${new URLSearchParams(q)}#${path}`);
  await page.waitForTimeout(1200);
  try { if (act) await act(page); } catch (e) { errs.push(String(e).slice(0, 300)); }
  await page.screenshot({ path: `/tmp/bshots/${name}.png` });
  await page.evaluate(axe);
  const res = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  const foc = await page.evaluate(() => document.activeElement?.tagName + '.' + (document.activeElement?.className ?? '').toString().slice(0, 30));
  console.log(name, 'focus', foc, errs.length ? errs : '', res.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(' | ')}`));
  await page.close();
}
await b.close();
