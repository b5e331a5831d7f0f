/**
 * Opens every screen and state of the made-up village, takes its picture, asks axe-core, and looks for what is cut off.
 * Usage: node dev/shots.mjs [name pattern]. Starts its own development server.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { chromium } from 'playwright-core';

const only = process.argv[2] ? new RegExp(process.argv[2]) : null;
/** A free one: two clones may take pictures at once. */
const port = await new Promise((done) => {
  const probe = createServer().listen(0, () => {
    const { port: free } = probe.address();
    probe.close(() => done(free));
  });
});
const out = new URL('../../tests/output/ui/', import.meta.url).pathname;
mkdirSync(out, { recursive: true });
const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

const record = async (p, take = true) => {
  await p.keyboard.press('Control+n');
  await p.getByRole('combobox').first().waitFor({ timeout: 20000 });
  await p.waitForTimeout(150);
  await p.keyboard.type('zds');
  await p.waitForTimeout(250);
  if (take) await p.keyboard.press('Enter');
  await p.waitForTimeout(300);
};
const keys = (...list) => async (p) => {
  for (const k of list) {
    await p.keyboard.press(k);
    await p.waitForTimeout(250);
  }
};
const screens = [
  { name: 'unlock', path: '/', query: { profile: 'locked' } },
  { name: 'unlock-wrong', path: '/', query: { profile: 'locked' }, act: async (p) => { await p.keyboard.type('123'); await p.keyboard.press('Enter'); await p.waitForTimeout(300); await p.getByText('忘了口令').click(); } },
  { name: 'unlock-damaged', path: '/', query: { profile: 'damaged' } },
  { name: 'enrol', path: '/', query: { profile: 'none' } },
  { name: 'enrol-code-error', path: '/', query: { profile: 'none' }, act: async (p) => { await p.keyboard.type('https://zhucun.example'); await p.keyboard.press('Tab'); await p.keyboard.type('lx7k4m29'); await p.keyboard.press('Enter'); } },
  { name: 'enrol-passphrase', path: '/', query: { profile: 'none' }, act: async (p) => { await p.keyboard.type('https://zhucun.example'); await p.keyboard.press('Tab'); await p.keyboard.type('lx7k4m29qdtr'); await p.keyboard.press('Enter'); } },
  { name: 'enrol-fetch', path: '/', query: { profile: 'fetching' }, wait: 1400 },
  { name: 'login', path: '/', query: { as: 'county', profile: 'locked' } },
  { name: 'unlock-people', path: '/', query: { profile: 'locked', others: '1' }, act: (p) => p.getByText('换人使用这台电脑').click() },
  { name: 'enrol-address-error', path: '/', query: { profile: 'none' }, act: async (p) => { await p.keyboard.type('https://10.0.0.5:8443#9f86'); await p.keyboard.press('Enter'); } },
  { name: 'today', path: '/' },
  { name: 'today-night', path: '/', act: keys('Control+j') },
  { name: 'today-town', path: '/', query: { as: 'town' } },
  { name: 'en-today-town', path: '/', query: { as: 'town', lang: 'en' } },
  { name: 'today-question', path: '/', query: { trouble: 'clock' } },
  { name: 'sync-clock', path: '/sync', query: { trouble: 'clock' }, act: keys('Escape') },
  { name: 'palette', path: '/', act: async (p) => { await p.keyboard.press('Control+k'); await p.waitForTimeout(200); await p.keyboard.type('zds'); } },
  { name: 'palette-county', path: '/households', query: { as: 'county' }, act: async (p) => { await p.keyboard.press('Control+k'); await p.waitForTimeout(200); await p.keyboard.type('smp'); } },
  { name: 'palette-empty', path: '/', act: keys('Control+k') },
  { name: 'keys', path: '/', act: keys('?') },
  { name: 'manual', path: '/visits', act: keys('F1') },
  { name: 'manual-unlock', path: '/', query: { profile: 'locked' }, act: keys('F1') },
  { name: 'en-manual', path: '/sync', query: { lang: 'en' }, act: keys('F1') },
  { name: 'menu', path: '/', act: (p) => p.locator('.who').click() },
  { name: 'feedback', path: '/', act: async (p) => { await p.locator('.who').click(); await p.waitForTimeout(150); await p.getByText('意见反馈').click(); } },
  { name: 'keys-attendance', path: '/attendance', act: keys('?') },
  { name: 'record-bad-due', path: '/visits', act: async (p) => { await record(p); await p.keyboard.type('屋顶漏雨。'); await p.getByText('发现问题，登记到台账').click(); await p.keyboard.type('屋顶漏雨'); await p.keyboard.press('Tab'); await p.keyboard.type('10月40日'); await p.keyboard.press('Enter'); } },
  { name: 'record-pick', path: '/visits', act: (p) => record(p, false) },
  { name: 'record', path: '/visits', act: async (p) => { await record(p); await p.keyboard.type('发票补开好了，明天去镇卫生院交。'); } },
  { name: 'visits', path: '/visits' },
  { name: 'visits-pane', path: '/visits', act: keys('ArrowDown', 'ArrowDown', 'Space') },
  { name: 'record-photos', path: '/visits', act: async (p) => { await record(p); await p.locator('input[type=file]').setInputFiles([['屋顶.jpg', 'image/jpeg'], ['IMG_0921.heic', 'image/heic'], ['平面图.svg', 'image/svg+xml'], ['会议记录.txt', 'text/plain']].map(([name, mimeType]) => ({ name, mimeType, buffer: Buffer.from('made up') }))); } },
  { name: 'visits-photos', path: '/visits', act: async (p) => { await p.getByRole('img', { name: '照片', exact: false }).first().click(); await p.waitForTimeout(250); await p.keyboard.press('Space'); } },
  { name: 'photo-part', path: '/measures', act: async (p) => { await keys('ArrowDown', 'Enter')(p); await p.getByRole('button', { name: '照片 2' }).click(); } },
  { name: 'photo-coming', path: '/measures', act: async (p) => { await keys('ArrowDown', 'Enter')(p); await p.getByRole('button', { name: '照片 3' }).click(); } },
  { name: 'photo-here', path: '/measures', act: async (p) => { await keys('ArrowDown', 'Enter')(p); await p.getByRole('button', { name: '照片 1' }).click(); } },
  { name: 'visits-town', path: '/visits', query: { as: 'town' }, act: keys('ArrowDown', 'Space') },
  { name: 'visits-withdrawn', path: '/visits?view=withdrawn', act: keys('ArrowDown', 'Space') },
  { name: 'visits-correct', path: '/visits', act: async (p) => { await keys('ArrowDown', 'Space', 'e')(p); await p.waitForTimeout(300); } },
  { name: 'requests', path: '/visits/requests' },
  { name: 'requests-pane', path: '/visits/requests', act: keys('ArrowDown', 'Enter') },
  { name: 'requests-confirm', path: '/visits/requests?view=solved', act: async (p) => { await keys('ArrowDown', 'Enter')(p); await p.keyboard.press('Control+Enter'); } },
  { name: 'requests-remove', path: '/visits/requests', act: async (p) => { await keys('ArrowDown', 'Enter')(p); await p.getByText('删除诉求').click(); } },
  { name: 'requests-add', path: '/visits/requests', act: async (p) => { await keys('a')(p); await p.keyboard.type('zds'); await p.waitForTimeout(250); await keys('Enter', 'Control+Enter')(p); } },
  { name: 'requests-empty', path: '/visits/requests', query: { demo: 'empty' } },
  { name: 'requests-error', path: '/visits/requests', query: { demo: 'error' } },
  { name: 'requests-none', path: '/visits/requests', act: async (p) => { await p.keyboard.press('/'); await p.keyboard.type('qqq'); } },
  { name: 'en-requests', path: '/visits/requests', query: { lang: 'en' }, act: keys('ArrowDown', 'Enter') },
  { name: 'record-request', path: '/visits', act: async (p) => { await record(p); await p.keyboard.type('水管冻裂了。'); await p.getByText('有诉求，跟到办好').click(); await p.keyboard.type('换一段水管'); } },
  { name: 'wishes', path: '/visits/wishes' },
  { name: 'wishes-edit', path: '/visits/wishes', act: keys('ArrowDown', 'Enter') },
  { name: 'wishes-remove', path: '/visits/wishes', act: async (p) => { await keys('ArrowDown', 'Enter')(p); await p.getByText('删除心愿').click(); await p.keyboard.press('Enter'); } },
  { name: 'wishes-empty', path: '/visits/wishes', query: { demo: 'empty' } },
  { name: 'distributions', path: '/visits/distributions', act: keys('ArrowDown', 'Enter') },
  { name: 'distributions-add', path: '/visits/distributions', act: keys('a') },
  { name: 'distributions-add-town', path: '/visits/distributions', query: { as: 'town' }, act: async (p) => { await keys('a')(p); await p.locator('select').last().selectOption({ index: 1 }); } },
  { name: 'distributions-empty', path: '/visits/distributions', query: { demo: 'empty' } },
  { name: 'tours', path: '/visits/tours' },
  { name: 'tours-edit', path: '/visits/tours', act: keys('e') },
  { name: 'tours-empty', path: '/visits/tours', query: { demo: 'empty' } },
  { name: 'tours-error', path: '/visits/tours', query: { demo: 'error' } },
  { name: 'en-tours', path: '/visits/tours', query: { lang: 'en' } },
  { name: 'en-distributions', path: '/visits/distributions', query: { lang: 'en' }, act: keys('ArrowDown', 'Enter') },
  { name: 'attendance', path: '/attendance' },
  { name: 'households', path: '/households' },
  { name: 'households-peek', path: '/households', act: keys('ArrowDown', 'ArrowDown', 'Space') },
  { name: 'household', path: '/households/H023' },
  { name: 'households-own-filter', path: '/households', query: { filters: '1' }, act: async (p) => { const tab = p.getByRole('button', { name: '上坪因病', exact: true }); await ((await tab.count()) ? tab.click() : p.locator('select.more').selectOption('own:上坪因病')); } },
  { name: 'households-keep-filter', path: '/households', act: async (p) => { await p.keyboard.press('/'); await p.keyboard.type('zds'); await p.waitForTimeout(200); await p.getByText('存为筛选').click(); } },
  { name: 'household-edit', path: '/households/H023', act: keys('e') },
  { name: 'household-income', path: '/households/H023', query: {}, act: (p) => p.getByText('改收入').click() },
  { name: 'household-event', path: '/households/H023', act: keys('b') },
  { name: 'household-event-split', path: '/households/H023', act: async (p) => { await keys('b')(p); await p.getByLabel('什么变动').selectOption('split'); await p.getByRole('checkbox', { name: '张明远' }).check(); } },
  { name: 'household-event-born', path: '/households/H023', act: async (p) => { await keys('b')(p); await p.getByLabel('什么变动').selectOption('born'); } },
  { name: 'household-facts', path: '/households/H023?at=facts' },
  { name: 'household-remarks', path: '/households/H023?at=remarks', act: (p) => p.getByRole('button', { name: /^不再提示/ }).first().click() },
  { name: 'household-member', path: '/households/H023', act: (p) => p.getByRole('button', { name: /的档案$/ }).nth(1).click() },
  { name: 'household-edit-member', path: '/households/H023', act: (p) => p.getByRole('button', { name: /^改 / }).nth(1).click() },
  { name: 'households-remarks', path: '/households?view=remarks' },
  { name: 'measures', path: '/measures' },
  { name: 'measures-pane', path: '/measures', act: keys('ArrowDown', 'Enter') },
  { name: 'measures-town', path: '/measures', query: { as: 'town' }, act: keys('ArrowDown', 'Enter') },
  { name: 'measures-add', path: '/measures', act: keys('a') },
  { name: 'measures-pane-bad', path: '/measures', act: async (p) => { await keys('ArrowDown', 'Enter')(p); await p.locator('.pane input').first().fill('两亩'); await p.keyboard.press('Enter'); } },
  { name: 'problems', path: '/problems' },
  { name: 'problems-owner', path: '/problems/Q3' },
  { name: 'problems-returned', path: '/problems/Q2' },
  { name: 'problems-verify', path: '/problems/Q1', query: { as: 'town' } },
  { name: 'problems-county', path: '/problems/Q1', query: { as: 'county' } },
  { name: 'problems-mute', path: '/problems/Q3', act: (p) => p.getByRole('button', { name: '记进展' }).click() },
  { name: 'problems-add', path: '/problems', act: keys('a') },
  { name: 'problems-add-town', path: '/problems', query: { as: 'town' }, act: async (p) => { await keys('a')(p); await p.getByText('一个村', { exact: true }).click(); } },
  { name: 'problems-add-bad', path: '/problems', act: keys('a', 'Control+Enter') },
  { name: 'problems-edit', path: '/problems/Q3', act: keys('e') },
  { name: 'problems-edit-open', path: '/problems/Q6', act: keys('e') },
  { name: 'problems-merge', path: '/problems/Q1', act: (p) => p.getByRole('button', { name: '并入共性' }).click() },
  { name: 'problems-remove', path: '/problems/Q6', act: (p) => p.getByRole('button', { name: '撤回' }).click() },
  { name: 'problems-conflict', path: '/problems/Q3' },
  { name: 'problems-photo', path: '/problems/Q2', act: (p) => p.locator('.chain .photo').first().click() },
  { name: 'problems-closed', path: '/problems/Q9', query: { as: 'town' } },
  { name: 'problems-absent', path: '/problems/nobody' },
  { name: 'problems-loading', path: '/problems', query: { demo: 'loading' } },
  { name: 'problems-none', path: '/problems', act: async (p) => { await p.keyboard.press('/'); await p.keyboard.type('没有的事'); } },
  { name: 'problems-empty', path: '/problems', query: { demo: 'empty' } },
  { name: 'problems-error', path: '/problems', query: { demo: 'error' } },
  { name: 'en-problems', path: '/problems/Q1', query: { lang: 'en' } },
  { name: 'measures-drop', path: '/measures', act: async (p) => { await keys('ArrowDown', 'Enter')(p); await p.getByText('取消这条措施').click(); await p.keyboard.press('Enter'); } },
  { name: 'measures-edit', path: '/measures', act: keys('ArrowDown', 'Enter', 'e') },
  { name: 'measures-history', path: '/measures', act: async (p) => { await keys('ArrowDown', 'Enter')(p); await p.getByText('变更记录').click(); } },
  { name: 'measures-suggest', path: '/measures', query: {}, act: async (p) => { await p.keyboard.press('a'); await p.getByRole('combobox').first().waitFor(); await p.waitForTimeout(200); await p.keyboard.type('zds'); await p.waitForTimeout(300); await p.keyboard.press('Enter'); await p.waitForTimeout(300); } },
  { name: 'measures-unclear', path: '/measures', act: async (p) => { await p.getByText('三不明确').click(); await p.waitForTimeout(200); await p.keyboard.press('Space'); } },
  { name: 'measures-add-town', path: '/measures', query: { as: 'town' }, act: async (p) => { await p.keyboard.press('a'); await p.waitForTimeout(300); await p.getByText('全村', { exact: true }).last().click(); } },
  { name: 'village-plan', path: '/measures/plan' },
  { name: 'village-plan-line', path: '/measures/plan', act: keys('a') },
  { name: 'village-plan-empty', path: '/measures/plan', query: { demo: 'empty' } },
  { name: 'village-plan-error', path: '/measures/plan', query: { demo: 'error' } },
  { name: 'village-plan-town', path: '/measures/plan', query: { as: 'town' } },
  { name: 'household-plan', path: '/households/H023?at=plan' },
  { name: 'household-plan-line', path: '/households/H023?at=plan&plan=new' },
  { name: 'household-plan-empty', path: '/households/H023?at=plan', query: { demo: 'empty' } },
  { name: 'household-housing', path: '/households/H023?at=housing&housing=1' },
  { name: 'household-housing-none', path: '/households/H024?at=housing' },
  { name: 'household-timeline', path: '/households/H023?at=timeline' },
  { name: 'en-measures', path: '/measures', query: { lang: 'en' }, act: keys('ArrowDown', 'Enter') },
  { name: 'en-household-plan', path: '/households/H023?at=plan', query: { lang: 'en' } },
  { name: 'en-village-plan', path: '/measures/plan', query: { lang: 'en' } },
  { name: 'sync-outbox', path: '/sync' },
  { name: 'sync-running', path: '/sync', query: { net: 'running' } },
  { name: 'sync-receipts', path: '/sync/receipts' },
  { name: 'sync-conflicts', path: '/sync/conflicts' },
  { name: 'sync-conflict-newest', path: '/sync/conflicts', act: keys('ArrowDown') },
  { name: 'sync-online', path: '/sync', query: { net: 'online' } },
  { name: 'sync-refused', path: '/sync/refused' },
  { name: 'sync-runs', path: '/sync/runs' },
  { name: 'sync-empty', path: '/sync', query: { demo: 'empty' } },
  { name: 'sync-revoked', path: '/sync', query: { trouble: 'revoked' } },
  { name: 'settings-look', path: '/settings' },
  { name: 'settings-team', path: '/settings/team' },
  { name: 'settings-team-error', path: '/settings/team', query: { demo: 'error' } },
  { name: 'settings-team-empty', path: '/settings/team', query: { demo: 'empty' } },
  { name: 'settings-security', path: '/settings/security' },
  { name: 'settings-passphrase', path: '/settings/security', act: (p) => p.getByRole('button', { name: '改口令' }).click() },
  { name: 'settings-passphrase-wrong', path: '/settings/security', act: async (p) => { await p.getByRole('button', { name: '改口令' }).click(); await p.waitForTimeout(200); await p.keyboard.type('123'); await p.keyboard.press('Tab'); await p.keyboard.type('山里的灯今晚亮着7盏'); await p.keyboard.press('Tab'); await p.keyboard.type('山里的灯今晚亮着7盏'); await p.keyboard.press('Enter'); } },
  { name: 'settings-recovery-there', path: '/settings/security', query: { recovery: '1' } },
  { name: 'settings-recovery', path: '/settings/security', act: async (p) => { await p.getByRole('button', { name: '做恢复钥匙' }).click(); await p.waitForTimeout(200); await p.keyboard.type('山里的灯今晚亮着7盏'); await p.keyboard.press('Enter'); } },
  { name: 'unlock-damaged-restore', path: '/', query: { profile: 'damaged' }, act: (p) => p.getByText('从备份恢复').click() },
  { name: 'unlock-recover', path: '/', query: { profile: 'locked', recovery: '1' }, act: (p) => p.getByText('忘了口令').click() },
  { name: 'settings-data', path: '/settings/data' },
  { name: 'settings-data-empty', path: '/settings/data', query: { demo: 'empty' } },
  { name: 'settings-copying', path: '/settings/data', query: { demo: 'copying' }, act: (p) => p.getByRole('button', { name: '备份', exact: true }).click() },
  { name: 'settings-restore', path: '/settings/data', act: async (p) => { await p.getByRole('button', { name: '选备份文件' }).click(); await p.waitForTimeout(200); await p.keyboard.type('山里的灯今晚亮着7盏'); await p.keyboard.press('Enter'); } },
  { name: 'roster-start', path: '/settings/import' },
  { name: 'roster-stayed', path: '/settings/import', act: (p) => p.getByRole('button', { name: '留着的 3 户' }).click() },
  { name: 'roster-empty', path: '/settings/import', query: { demo: 'empty' } },
  { name: 'roster-runs-error', path: '/settings/import', query: { demo: 'error' } },
  { name: 'roster-reading', path: '/settings/import', query: { demo: 'reading' }, act: keys('o') },
  { name: 'roster-refused', path: '/settings/import', query: { demo: 'refused' }, act: keys('o') },
  { name: 'roster-list', path: '/settings/import', query: { demo: 'roster' } },
  { name: 'roster-pane', path: '/settings/import', query: { demo: 'roster' }, act: keys('ArrowDown', 'Enter') },
  { name: 'roster-pane-doubt', path: '/settings/import', query: { demo: 'roster' }, act: async (p) => { await p.getByRole('button', { name: /^存疑/ }).click(); await p.waitForTimeout(200); await p.locator('[role=grid]').focus(); await keys('ArrowDown', 'Enter', 'Space')(p); } },
  { name: 'roster-none', path: '/settings/import', query: { demo: 'roster' }, act: async (p) => { await p.keyboard.press('/'); await p.keyboard.type('qqq'); } },
  { name: 'roster-done', path: '/settings/import', query: { demo: 'roster' }, act: keys('Control+Enter') },
  { name: 'roster-undone', path: '/settings/import', query: { demo: 'roster' }, act: async (p) => { await keys('Control+Enter')(p); await p.getByRole('button', { name: '撤销这次导入' }).click(); } },
  { name: 'roster-keys', path: '/settings/import', query: { demo: 'roster' }, act: keys('?') },
  { name: 'en-roster', path: '/settings/import', query: { demo: 'roster', lang: 'en' }, act: keys('ArrowDown', 'Enter') },
  { name: 'settings-leaves', path: '/settings/leaves' },
  { name: 'settings-leaves-error', path: '/settings/leaves', query: { demo: 'error' } },
  { name: 'settings-about', path: '/settings/about' },
  { name: 'settings-fault', path: '/settings/about', act: (p) => p.getByRole('button', { name: '看看里面' }).click() },
  { name: 'settings-feedback', path: '/settings/feedback' },
  { name: 'settings-feedback-empty', path: '/settings/feedback', query: { demo: 'empty' } },
  { name: 'settings-county', path: '/settings', query: { as: 'county' } },
  { name: 'en-settings-security', path: '/settings/security', query: { lang: 'en' } },
  { name: 'households-empty', path: '/households', query: { demo: 'empty' } },
  { name: 'households-error', path: '/households', query: { demo: 'error' } },
  { name: 'households-loading', path: '/households', query: { demo: 'loading' } },
  { name: 'households-none', path: '/households', act: async (p) => { await p.keyboard.press('/'); await p.keyboard.type('qqq'); } },
  { name: 'visits-print', path: '/visits', act: keys('Control+p') },
  { name: 'visits-print-none', path: '/visits', act: keys('Control+p', 'PageDown', 'Control+p') },
  { name: 'visits-print-setting', path: '/visits', query: { demo: 'setting' }, act: keys('Control+p') },
  { name: 'visits-print-glyph', path: '/visits', query: { demo: 'unprintable' }, act: keys('Control+p') },
  { name: 'household-print', path: '/households/H023', act: keys('Control+p') },
  { name: 'household-list-print', path: '/households', act: keys('Control+p') },
  { name: 'visits-error', path: '/visits', query: { demo: 'error' } },
  { name: 'county-households', path: '/households', query: { as: 'county' } },
  { name: 'county-devices', path: '/devices', query: { as: 'county' } },
  { name: 'not-yours', path: '/attendance', query: { as: 'county' } },
  { name: 'en-today', path: '/', query: { lang: 'en' } },
  { name: 'en-sync', path: '/sync/conflicts', query: { lang: 'en' } },
];
const sizes = [
  { tag: '1366', width: 1366, height: 768, query: {} },
  { tag: '1280xl', width: 1280, height: 720, query: { type: 'largest' } },
  { tag: '1920', width: 1920, height: 1080, query: {} },
];

/** What is cut without a sign of it, or stands outside the window. */
function faults() {
  const found = [];
  const main = document.scrollingElement;
  if (main.scrollHeight > innerHeight || main.scrollWidth > innerWidth) found.push('the window scrolls');
  for (const el of document.querySelectorAll('.side, .account, .side .badge, .btn.primary, [role=dialog]')) {
    const r = el.getBoundingClientRect();
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

const server = spawn('npx', ['vite', '--port', String(port), '--strictPort'], { cwd: new URL('..', import.meta.url).pathname, env: { ...process.env, VITE_FAKE: '1' }, stdio: 'ignore', detached: true });
const base = `http://localhost:${port}/`;
for (let i = 0; i < 60; i++) {
  const up = await fetch(base).then((r) => r.ok, () => false);
  if (up) break;
  await new Promise((done) => setTimeout(done, 500));
}
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
// The first page makes the server bundle everything; no picture is taken of that.
const warm = await browser.newPage();
await warm.goto(base, { timeout: 60000 });
await warm.locator('h1').first().waitFor({ timeout: 60000 });
await warm.close();
let bad = 0;
try {
  for (const size of sizes) {
    for (const s of screens.filter((x) => !only || only.test(`${size.tag}-${x.name}`))) {
      const context = await browser.newContext({ viewport: { width: size.width, height: size.height }, locale: 'zh-CN', reducedMotion: 'reduce' });
      const page = await context.newPage();
      page.setDefaultTimeout(5000);
      const said = [];
      page.on('console', (m) => m.type() === 'error' && said.push(m.text()));
      page.on('pageerror', (e) => said.push(String(e)));
      try {
        await page.goto(`${base}?${new URLSearchParams({ ...size.query, ...s.query })}#${s.path}`, { timeout: 30000 });
        // On a busy machine the development server hands a page over late.
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
      await context.close();
    }
  }
} finally {
  await browser.close();
  process.kill(-server.pid);
}
console.log(`${bad} with findings`);
process.exitCode = bad ? 1 : 0;
