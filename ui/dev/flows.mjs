/** How many keys the everyday acts take, pressed for real. A chord is one key. Fails above what `ui.md` allows. */
import { chromium } from 'playwright-core';
import { serve } from './serve.mjs';

const { base, close } = await serve();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', reducedMotion: 'reduce' });
let keys = 0;
const press = async (k) => {
  keys += 1;
  await page.keyboard.press(k);
  await page.waitForTimeout(200);
};
const flows = [
  { name: 'a visit to a known household, beside its text', most: 8, run: async () => { for (const k of ['Control+n', 'z', 'd', 's', 'Enter']) await press(k); await page.keyboard.insertText('水电正常。'); await press('Enter'); await page.getByText(/已存：走访/).waitFor({ timeout: 3000 }); } },
  { name: 'tonight', most: 1, run: async () => { await press('Control+j'); await page.getByText('今晚住村，已记').waitFor({ timeout: 3000 }); } },
  { name: 'tonight taken back', most: 1, run: async () => { await press('Control+z'); await page.getByText('已撤销').waitFor({ timeout: 3000 }); } },
  { name: 'a household found and opened', most: 5, run: async () => { for (const k of ['Control+k', 'z', 'd', 's', 'Enter']) await press(k); await page.waitForURL(/households\/H/, { timeout: 20000 }); } },
];
let bad = 0;
try {
  await page.goto(base, { timeout: 60000 });
  await page.getByText('今晚住村吗').waitFor({ timeout: 60000 });
  await page.waitForTimeout(1500);
  for (const flow of flows) {
    keys = 0;
    let note = '';
    await flow.run().catch((e) => (note = String(e).split('\n')[0]));
    await page.waitForTimeout(600);
    const focus = await page.evaluate(() => document.activeElement?.tagName);
    if (focus === 'BODY') note += ' focus on the body';
    if (note || keys > flow.most) bad++;
    console.log(`${flow.name}: ${keys} (most ${flow.most}) ${note || 'ok'}`);
  }
} finally {
  await browser.close();
  await close();
}
process.exitCode = bad ? 1 : 0;
