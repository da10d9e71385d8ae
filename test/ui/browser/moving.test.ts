import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { decodePicture } from '../../../method/image/decode.ts';
import { dispatch, idOf } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';
import { rampPhoto } from './pictures.ts';

/** A place over the graph from which the view is dragged with Space held. */
const FROM = { x: 760, y: 520 };

/** Edges on half pixels may be rounded either way by what puts the page together. */
const SAME = 12 / 255;
const MOST_DIFFERENT = 0.0005;

/**
 * Where pixels are small, Chromium paints the letters of a canvas a part of a pixel higher about once in twenty times: 0.2 %
 * of the pixels. What is one pixel off differs in more than ten times as many.
 */
const MOST_LETTERS = 0.004;

const MOST_SHOTS = 20;

/** Counts the links that are painted from now on, on any canvas. */
async function countLinks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = window as unknown as { links: number };
    counted.links = 0;
    for (const { prototype } of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
      const paint: (...numbers: number[]) => void = Reflect.get(prototype, 'bezierCurveTo');
      prototype.bezierCurveTo = function (...numbers: number[]) {
        counted.links += 1;
        paint.apply(this, numbers);
      };
    }
  });
  return () => page.evaluate(() => (window as unknown as { links: number }).links);
}

/** Waits for what comes after the graph: answers of the server, and pictures, each of which is painted when it comes. */
async function withPictures(page: Page): Promise<Page> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() =>
    Promise.all(
      [...document.querySelectorAll<HTMLImageElement>('.node-body img')].map((picture) => picture.decode()),
    ),
  );
  await idle(page);
  return page;
}

/** The graph without what lies around it, once it looks the same twice: the browser may show a part later than it was painted. */
async function seen(page: Page): Promise<Buffer> {
  let last: Buffer | undefined;
  for (let tries = 0; tries < MOST_SHOTS; tries += 1) {
    await idle(page);
    const shot = await page.locator('.graph').screenshot();
    if (last?.equals(shot) === true) return shot;
    last = shot;
  }
  return assert.fail(`the graph looked different in each of ${MOST_SHOTS} pictures`);
}

/** Where and how much two pictures differ. */
interface Difference {
  /** The share of pixels, 0 … 1. */
  readonly share: number;
  /** For a message: the share, and the box that holds all those pixels. */
  readonly text: string;
}

async function difference(a: Buffer, b: Buffer): Promise<Difference> {
  const [{ image: left }, { image: right }] = [await decodePicture(a, 'a'), await decodePicture(b, 'b')];
  assert.deepEqual(left.dims, right.dims);
  const [, height = 0, width = 0] = left.dims;
  const places: [x: number, y: number][] = [];
  for (let at = 0; at < left.data.length; at += 3)
    if ([0, 1, 2].some((c) => Math.abs((left.data[at + c] ?? 0) - (right.data[at + c] ?? 0)) > SAME))
      places.push([(at / 3) % width, Math.floor(at / 3 / width)]);
  const share = places.length / (width * height);
  const range = (of: number[]) =>
    `${of.reduce((x, y) => Math.min(x, y), Infinity)} … ${of.reduce((x, y) => Math.max(x, y), -Infinity)}`;
  const box = `x ${range(places.map(([x]) => x))}, y ${range(places.map(([, y]) => y))}`;
  const text = `${(share * 100).toFixed(3)} % of ${width} × ${height} pixels differ, at ${box}`;
  return { share, text };
}

/** Drags the view and keeps hold of it, until `letGo`. */
async function hold(page: Page): Promise<{
  readonly by: (x: number, y: number) => Promise<void>;
  readonly letGo: () => Promise<void>;
}> {
  await page.evaluate(() => document.querySelector<HTMLElement>('#graph canvas')?.focus());
  await page.mouse.move(FROM.x, FROM.y);
  await page.keyboard.down('Space');
  await page.mouse.down();
  return {
    by: async (x, y) => {
      await page.mouse.move(FROM.x + x, FROM.y + y);
      await idle(page);
    },
    letGo: async () => {
      await page.mouse.up();
      await page.keyboard.up('Space');
    },
  };
}

/** Whether what is seen was painted for where the view is. */
const isPainted = (page: Page) => page.waitForFunction(() => !document.querySelector('.graph > .is-away'));

describe('a view that is moved, in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('shows the graph as it is painted, and paints it where the room around it is used up', async () => {
    const page = await withPictures((await editor.open()).page);
    const links = await countLinks(page);
    await page.evaluate(() => document.querySelector<HTMLElement>('#graph canvas')?.focus());
    await page.keyboard.press('.');
    await idle(page);
    const view = await hold(page);
    await view.by(-2, -2); // may come with the press, which paints
    await view.by(-4, -4);
    const painted = await links();
    assert.ok(painted > 0);
    for (let step = 1; step <= 20; step += 1) await view.by(-4 - 3 * step, -4 - 2 * step);
    assert.equal(await links(), painted);
    await view.by(-400, 0);
    const again = await links();
    assert.ok(again > painted);
    await view.by(-380, 5);
    assert.equal(await links(), again);
    await view.letGo();
  });

  for (const colorScheme of ['light', 'dark'] as const)
    for (const deviceScaleFactor of [0.5, 1, 2])
      it(`looks as one that rests: ${colorScheme}, ratio ${deviceScaleFactor}`, async () => {
        const page = await withPictures((await editor.open({ colorScheme, deviceScaleFactor })).page);
        for (const zoom of ['.', '0']) {
          await page.evaluate(() => document.querySelector<HTMLElement>('#graph canvas')?.focus());
          await page.keyboard.press(zoom);
          await idle(page);
          const view = await hold(page);
          for (const [x, y] of [
            [-2, -2],
            [-60, 44],
            [330, -20],
          ] as const)
            await view.by(x, y);
          const moved = await seen(page);
          await view.letGo();
          await isPainted(page);
          const { share, text } = await difference(moved, await seen(page));
          assert.ok(
            share <= (deviceScaleFactor > 1 ? MOST_LETTERS : MOST_DIFFERENT),
            `zoom ${zoom}: ${text}`,
          );
        }
      });

  it('is painted once it rests where it was moved by parts of pixels', async () => {
    const page = await withPictures((await editor.open({ deviceScaleFactor: 1.5 })).page);
    const view = await hold(page);
    for (const x of [-2, -4, -5]) await view.by(x, 0);
    await isPainted(page);
    await view.letGo();
  });

  it('shows what becomes of the graph meanwhile', async () => {
    const page = await withPictures((await editor.open()).page);
    const node = String(await idOf(page, 'EliteUNetSampler'));
    await page.evaluate(() => document.querySelector<HTMLElement>('#graph canvas')?.focus());
    await page.keyboard.press('.');
    await idle(page);
    const view = await hold(page);
    await view.by(-10, -10);
    await view.by(-20, -10);
    const before = await seen(page);
    await dispatch(page, { kind: 'setTitle', node, title: 'another title' });
    const after = await seen(page);
    assert.ok((await difference(before, after)).share > 0);
    await view.by(-30, -10);
    await view.by(-20, -10);
    assert.ok((await difference(after, await seen(page))).share <= MOST_DIFFERENT);
    await view.letGo();
  });

  it('shows a picture that comes while nothing moves', async () => {
    const { page } = await editor.open();
    const node = String(await idOf(page, 'LoadImage'));
    await page.evaluate(() => document.querySelector<HTMLElement>('#graph canvas')?.focus());
    await page.mouse.move(FROM.x, FROM.y);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, 170); // as far as controls are painted
    await page.keyboard.up('Control');
    const photo = await rampPhoto(64, 64);
    let send: () => void = () => undefined;
    const sent = new Promise<void>((resolve) => (send = resolve));
    await page.route(/late\.png/, async (route) => {
      await sent;
      await route.fulfill({ body: photo, contentType: 'image/png' });
    });
    await dispatch(page, { kind: 'setValue', node, name: 'image', value: 'late.png' });
    const before = await seen(page);
    send();
    await page.waitForFunction(
      () => document.querySelector<HTMLImageElement>('.node-body img[src*="late.png"]')?.complete,
    );
    assert.ok((await difference(before, await seen(page))).share > 0);
  });
});
