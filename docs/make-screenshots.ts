/**
 * Makes the pictures of docs/editor.md from a running server, each after a run: the graph in both themes,
 * the first card, the mask and a sweep. `npx tsx docs/make-screenshots.ts http://127.0.0.1:8188`
 */
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

const [url = 'http://127.0.0.1:8188'] = process.argv.slice(2);
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const LONGEST_WAIT_MS = 300_000;

type Theme = 'light' | 'dark';

async function open(browser: Browser, colorScheme: Theme, isFirst: boolean, scale: number): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1680, height: 1000 },
    deviceScaleFactor: scale,
    colorScheme,
  });
  context.setDefaultTimeout(LONGEST_WAIT_MS);
  if (!isFirst) await context.addInitScript("localStorage.setItem('elite-graph.start', 'dismissed')");
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForSelector('.app[data-ready=true]');
  return page;
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate(
    'Promise.all([...document.images].filter(({ loading }) => loading !== "lazy").map((image) => image.decode()))',
  );
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await page.screenshot({ path: join(import.meta.dirname, 'images', `editor-${name}.png`) });
}

/** The graph with its result. */
async function graph(browser: Browser, theme: Theme): Promise<void> {
  const page = await open(browser, theme, false, 2);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.locator('.results .stage img[alt=Result]').waitFor({ state: 'visible' });
  await shoot(page, theme);
  await page.context().close();
}

/** The first card with an example and its picture, then the mask of the node. */
async function firstRun(browser: Browser): Promise<void> {
  const page = await open(browser, 'light', true, 1);
  await page.locator('.examples img').first().waitFor();
  await shoot(page, 'start');
  await page.locator('.examples button').first().click();
  await page.locator('.prompt-step mark.understood').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.locator('img[data-kind=start-result]').waitFor();
  await shoot(page, 'result');
  await page.getByRole('button', { name: 'Go to the graph' }).click();
  await page.getByRole('button', { name: 'Paint the mask…' }).click();
  await page.locator('.verdict').waitFor();
  await shoot(page, 'mask');
  await page.context().close();
}

/** A sweep of λ over two seeds. */
async function sweep(browser: Browser): Promise<void> {
  const page = await open(browser, 'dark', false, 1);
  await page.getByRole('button', { name: 'Sweep', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Sweep' });
  await dialog.getByLabel('Rows').selectOption('seed');
  await dialog.getByLabel('Values').fill('1, 2');
  await dialog.getByRole('button', { name: 'Start' }).click();
  await page.locator('.sweep-cell[data-state=done]').nth(9).waitFor();
  await shoot(page, 'sweep');
  await page.context().close();
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
await firstRun(browser);
await graph(browser, 'light');
await graph(browser, 'dark');
await sweep(browser);
await browser.close();
