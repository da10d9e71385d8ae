import type { Page } from 'playwright-core';
import { openBenchPage, openLargeMask, startBrowser } from './bench-page.ts';
import { startBenchServer } from './bench-server.ts';
import { brushStrokes, dragsOfNodes, galleryScrolled } from './frame-benches.ts';
import { fillGraph, manyNodes } from './graphs.ts';
import { brushPainted, commandCommitted, firstCard, graphRestored, searchTyped } from './time-benches.ts';
import { machine } from '../figures.ts';
import { refuse } from '../flags.ts';

/**
 * `npm run bench:editor [-- PART …]`: the speed of the editor in Debian's Chromium with software drawing, on a server started
 * as its users start it. Each line is a figure with the value that it is held against; nothing here is a test.
 */
const NODES = 300;
const MADE = 10_000;
/** The parts by the words that choose them. */
const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  card: () => firstCard(browser, server.url),
  drag: () =>
    onPage(async (page) => {
      await fillGraph(page, await manyNodes(server.url, NODES));
      await dragsOfNodes(page);
    }),
  gallery: () => onPage(galleryScrolled),
  command: () => onPage((page) => commandCommitted(page, server.url)),
  restore: () => onPage((page) => graphRestored(page, server.url)),
  search: () => searchTyped(browser, server.url),
  brush: () =>
    onPage(async (page) => {
      await openLargeMask(page);
      await brushStrokes(page);
      await brushPainted(page);
    }),
};

const asked = new Set(process.argv.slice(2));
const unknown = [...asked].find((part) => !(part in PARTS));
if (unknown !== undefined) refuse(`part: expected one of ${Object.keys(PARTS).join(', ')}, got ${unknown}`);
const server = await startBenchServer({ made: MADE });
const browser = await startBrowser();
console.log(`${machine()}, Chromium ${browser.version()}`);

try {
  for (const [name, measure] of Object.entries(PARTS))
    if (asked.size === 0 || asked.has(name)) await measure();
} finally {
  await browser.close();
  await server.close();
}

async function onPage(measure: (page: Page) => Promise<void>): Promise<void> {
  const page = await openBenchPage(browser, server.url);
  await measure(page);
  await page.context().close();
}
