/**
 * Makes docs/images/editor-light.png and editor-dark.png of a running server, each after a run:
 * `npx tsx docs/make-screenshots.ts http://127.0.0.1:8188`
 */
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const [url = 'http://127.0.0.1:8188'] = process.argv.slice(2);
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const LONGEST_RUN_MS = 300_000;

async function picture(browser: Browser, colorScheme: 'light' | 'dark'): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1680, height: 1000 },
    deviceScaleFactor: 2,
    colorScheme,
  });
  await page.goto(url);
  await page.waitForSelector('.app[data-ready=true]');
  await page.getByRole('button', { name: 'Run' }).click();
  await page
    .locator('.results .stage img[alt=Result]')
    .waitFor({ state: 'visible', timeout: LONGEST_RUN_MS });
  await page.evaluate('Promise.all([...document.images].map((image) => image.decode()))');
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await page.screenshot({ path: join(import.meta.dirname, 'images', `editor-${colorScheme}.png`) });
  await page.close();
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
await picture(browser, 'light');
await picture(browser, 'dark');
await browser.close();
