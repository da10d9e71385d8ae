import type { Browser, Page } from 'playwright-core';
import { load, quantile, report } from '../figures.ts';
import { fillGraph, manyNodes, nodeIds } from './graphs.ts';
import { atScreenRate, dispatch, idle, newProfile, openBenchPage } from './bench-page.ts';

const REPEATS = 5;
const TYPES = 200;
const FRAME_MS = 1000 / 60;

/** What the page works for something: at once, and in the frame that shows it. */
interface Work {
  readonly now: number;
  readonly frame: number;
}

/** From the start of a navigation in an empty profile to a card that takes a photo. */
export async function firstCard(browser: Browser, url: string): Promise<void> {
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const context = await newProfile(browser);
    await context.addInitScript(() => {
      const look = () => {
        const button = document.querySelector<HTMLButtonElement>('.start-card .drop-zone');
        if (button && document.activeElement === button) window.usableAt = performance.now();
        else requestAnimationFrame(look);
      };
      look();
    });
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForFunction(() => window.usableAt !== undefined);
    times.push(await page.evaluate(() => window.usableAt ?? 0));
    await context.close();
  }
  report('navigation to a usable card, median', quantile(times, 0.5), 1000, 'ms');
  console.log(`  all tries: ${times.map((ms) => ms.toFixed(0)).join(', ')}; load ${load()}`);
}

/** A value changed and taken back at 100 nodes. */
export async function commandCommitted(page: Page, url: string): Promise<void> {
  await fillGraph(page, await manyNodes(url, 100));
  const [node = ''] = await nodeIds(page);
  const medians: number[] = [];
  const frames: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const works: Work[] = [];
    for (let step = 0; step < 30; step += 1) {
      const pos = [step * 7, 40 + step] as const;
      const [made, undone] = [await workOf(page, { kind: 'move', node, pos }), await workOf(page, 'undo')];
      works.push({ now: made.now + undone.now, frame: made.frame + undone.frame });
    }
    medians.push(
      quantile(
        works.map(({ now }) => now),
        0.5,
      ),
    );
    frames.push(
      quantile(
        works.map(({ frame }) => frame),
        0.5,
      ),
    );
  }
  report('100 nodes, a command and its undo, median', Math.min(...medians), 5, 'ms');
  console.log(`  drawing them both: ${Math.min(...frames).toFixed(1)} ms; ${tries(medians)}`);
}

/** 500 nodes that come back by undo. */
export async function graphRestored(page: Page, url: string): Promise<void> {
  await fillGraph(page, await manyNodes(url, 500));
  const [totals, firsts]: [number[], number[]] = [[], []];
  for (let repeat = 0; repeat < REPEATS * 2; repeat += 1) {
    await dispatch(page, { kind: 'remove', nodes: await nodeIds(page) });
    const { now, frame } = await workOf(page, 'undo');
    totals.push(now + frame);
    firsts.push(now);
    await idle(page);
  }
  report('500 nodes restored and drawn, best', Math.min(...totals), 50, 'ms');
  console.log(`  before the drawing: ${Math.min(...firsts).toFixed(1)} ms; ${tries(totals)}`);
}

/** A letter typed into the search for nodes among 200 types. */
export async function searchTyped(browser: Browser, url: string): Promise<void> {
  const page = await openBenchPage(browser, url, manyTypes);
  await page.keyboard.press('Control+k');
  await page.locator('dialog.palette input').waitFor();
  await idle(page);
  const medians: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const times: number[] = [];
    for (const text of ['e', 'el', 'eli', 'elit', 'elite', 'elite ', 'elite s', 'elite sa', 'smp', 'smplr']) {
      const { now, frame } = await workOf(page, { typed: text });
      times.push(now + frame);
    }
    medians.push(quantile(times, 0.5));
  }
  report(`a letter in the search of ${TYPES} types, listed and drawn, median`, Math.min(...medians), 8, 'ms');
  console.log(`  ${tries(medians)}`);
  await page.context().close();
}

/** The milliseconds from a movement of the brush to the end of the frame that shows it, at 2048 × 2048. */
export async function brushPainted(page: Page): Promise<void> {
  const box = await page.locator('.mask-sheet').boundingBox();
  if (!box) throw new Error('mask: expected a sheet in sight, got none');
  await page.evaluate(() => {
    window.painted = [];
    window.addEventListener(
      'pointermove',
      () => {
        const began = performance.now();
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => window.painted?.push(performance.now() - began);
          port2.postMessage(undefined);
        });
      },
      { capture: true },
    );
  });
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const slow: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    await page.evaluate(() => (window.painted = []));
    await page.mouse.move(x, y);
    await page.mouse.down();
    await atScreenRate(2000, (share) =>
      page.mouse.move(
        x + box.width * 0.4 * Math.sin(share * 25),
        y + box.height * 0.4 * Math.sin(share * 17),
      ),
    );
    await page.mouse.up();
    await idle(page);
    slow.push(quantile(await page.evaluate(() => window.painted ?? []), 0.95));
  }
  report('2048 × 2048, brush to painted, 95 of 100 within', Math.min(...slow), FRAME_MS, 'ms');
  console.log(`  ${tries(slow)}`);
}

/** Answers what the page works for an undo, a command, or a text typed into the search. */
async function workOf(page: Page, what: object | 'undo'): Promise<Work> {
  return page.evaluate(async (text) => {
    const asked = JSON.parse(text) as 'undo' | { kind: string } | { typed: string };
    const field = document.querySelector<HTMLInputElement>('dialog.palette input');
    const nextFrame = () =>
      new Promise<number>((resolve) => {
        requestAnimationFrame(() => {
          const began = performance.now();
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - began);
          port2.postMessage(undefined);
        });
      });
    await nextFrame();
    await nextFrame();
    const frame = nextFrame(); // asked for first: it begins before the editor draws
    const began = performance.now();
    if (asked === 'undo') window.__elite.undo();
    else if ('typed' in asked && field) {
      field.value = asked.typed;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    } else window.__elite.dispatch(asked as Parameters<typeof window.__elite.dispatch>[0]);
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    const now = performance.now() - began;
    return { now, frame: await frame };
  }, JSON.stringify(what));
}

/** The answer to /object_info with copies of its nodes, so that there are many. */
function manyTypes(text: string): string {
  const types = Object.entries(JSON.parse(text) as Record<string, Record<string, unknown>>);
  const many = Array.from({ length: TYPES }, (_, index) => {
    const [name, type] = types[index % types.length] ?? ['', {}];
    const round = Math.floor(index / types.length);
    if (round === 0) return [name, type] as const;
    return [
      `${name}${round}`,
      { ...type, name: `${name}${round}`, display_name: `${String(type['display_name'])} ${round}` },
    ] as const;
  });
  return JSON.stringify(Object.fromEntries(many));
}

function tries(times: readonly number[]): string {
  return `all tries: ${times.map((ms) => ms.toFixed(1)).join(', ')}; load ${load()}`;
}
