import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright-core';
import type { Command } from '../../ui/src/model/command.ts';
import type { TestWindow } from '../../ui/src/shell/e2e.ts';

declare global {
  interface Window {
    readonly __elite: TestWindow;
    /** The times at which frames of the page began, while they are noted. */
    frameTimes?: number[];
    /** When the first card could be used, from the start of the navigation. */
    usableAt?: number;
    /** Milliseconds from each movement of the pointer to the end of its frame, while they are noted. */
    painted?: number[];
  }
}

const LONGEST_WAIT_MS = 120_000;

/** Starts Debian's Chromium with software drawing, as the tests do. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  });
}

/** A new profile, in which functions that are sent to the page find what the compiler wraps their names with. */
export async function newProfile(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  context.setDefaultTimeout(LONGEST_WAIT_MS);
  await context.addInitScript('globalThis.__name = (named) => named');
  return context;
}

/** Opens an editor whose first card was put away, in a new profile; the node types can be changed on the way. */
export async function openBenchPage(
  browser: Browser,
  url: string,
  changeTypes?: (text: string) => string,
): Promise<Page> {
  const context = await newProfile(browser);
  await context.addInitScript("localStorage.setItem('elite-graph.start', 'dismissed')");
  const page = await context.newPage();
  if (changeTypes)
    await page.route('**/object_info', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: changeTypes(await response.text()) });
    });
  await page.goto(`${url}/?e2e=1`);
  await page.waitForSelector('.app[data-ready=true]');
  await idle(page);
  return page;
}

/** Waits until what was done is drawn. */
export async function idle(page: Page): Promise<void> {
  await page.evaluate(() => window.__elite.idle());
}

/** Does what a gesture would. */
export async function dispatch(page: Page, command: Command): Promise<void> {
  const text = JSON.stringify(command);
  await page.evaluate((each) => window.__elite.dispatch(JSON.parse(each) as Command), text);
  await idle(page);
}

/** The frames of the page while something was done. */
export interface Frames {
  /** Milliseconds from each frame to the next. */
  readonly gaps: readonly number[];
  /** Milliseconds of processor that the page's main thread took for each, which others on the machine do not change. */
  readonly work: number;
}

/** Notes the frames of the page while something is done. */
export async function framesDuring(page: Page, act: () => Promise<void>): Promise<Frames> {
  const meter = await page.context().newCDPSession(page);
  await meter.send('Performance.enable');
  await page.evaluate(() => {
    const times: number[] = (window.frameTimes = []);
    const note = (time: number) => {
      if (window.frameTimes !== times) return;
      times.push(time);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  const before = await threadSeconds(meter);
  await act();
  const after = await threadSeconds(meter);
  await meter.detach();
  const times = await page.evaluate(() => {
    const noted = window.frameTimes ?? [];
    delete window.frameTimes;
    return noted;
  });
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return { gaps, work: ((after - before) * 1000) / Math.max(1, gaps.length) };
}

/** Seconds of processor that the main thread of a page has taken so far. */
async function threadSeconds(meter: CDPSession): Promise<number> {
  const { metrics } = await meter.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ThreadTime')?.value ?? 0;
}

/** Calls for some time, as often as a screen draws; late calls are not made up for. */
export async function atScreenRate(ms: number, act: (share: number) => Promise<void>): Promise<void> {
  const began = performance.now();
  for (let now = began; now - began < ms; now = performance.now()) {
    await act((now - began) / ms);
    const rest = 1000 / 60 - (performance.now() - now);
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
  }
}

/** Opens the mask of the workflow's photo, which is made one of 2048 × 2048. */
export async function openLargeMask(page: Page): Promise<void> {
  const saved = JSON.parse(await page.evaluate(() => window.__elite.doc())) as {
    nodes: { id: number | string; type: string }[];
  };
  const photo = saved.nodes.find(({ type }) => type === 'LoadImage');
  await dispatch(page, { kind: 'setValue', node: String(photo?.id), name: 'image', value: 'large.png' });
  await page.getByRole('button', { name: 'Paint the mask…' }).click();
  await page.locator('.verdict').waitFor();
  await idle(page);
}
