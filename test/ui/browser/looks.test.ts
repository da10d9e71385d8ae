import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { decodePicture } from '../../../method/image/decode.ts';
import { blankFont } from '../../support/blank-font.ts';
import { dispatch, idOf } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';

const FOLDER = join(import.meta.dirname, '..', 'looks');
/** `RENEW_LOOKS=1` stores what is seen; a person looks at it before it is committed. */
const IS_RENEWED = process.env['RENEW_LOOKS'] === '1';

/** Edges of curves differ by a little from one release of Chromium to the next. */
const SAME_COLOR = 24 / 255;
const MOST_DIFFERENT = 0.005;

/** Takes glyphs out of the picture: the fonts of machines differ, and with them width, height and edges of all text. */
async function blankText(page: Page): Promise<void> {
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    document.fonts.add(await new FontFace('Blank', bytes).load());
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      ':root { --font: Blank !important } * { font-family: Blank !important; caret-color: transparent !important; animation: none !important; transition: none !important }',
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    CanvasRenderingContext2D.prototype.fillText = () => undefined;
  }, blankFont().toString('base64'));
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await idle(page);
}

/** The share of pixels that differ, 0 … 1; 1 for pictures of different sizes. */
async function difference(a: Buffer, b: Buffer): Promise<number> {
  const [left, right] = [(await decodePicture(a, 'a')).image, (await decodePicture(b, 'b')).image];
  if (left.dims.join() !== right.dims.join()) return 1;
  const pixels = left.data.length / 3;
  let different = 0;
  for (let pixel = 0; pixel < pixels; pixel += 1)
    if ([0, 1, 2].some((c) => far(left.data[pixel * 3 + c], right.data[pixel * 3 + c]))) different += 1;
  return different / pixels;
}

const far = (a = 0, b = 0): boolean => Math.abs(a - b) > SAME_COLOR;

async function check(name: string, seen: Buffer): Promise<string[]> {
  const path = join(FOLDER, `${name}.png`);
  if (IS_RENEWED) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, seen);
    return [];
  }
  if (!existsSync(path)) return [`${name}: expected a stored picture, got none (RENEW_LOOKS=1 stores it)`];
  const share = await difference(readFileSync(path), seen);
  if (share <= MOST_DIFFERENT) return [];
  const kept = join(tmpdir(), `elite-graph-look-${name}.png`);
  writeFileSync(kept, seen);
  return [`${name}: expected at most 0.5 % of other pixels, got ${(share * 100).toFixed(2)} % (${kept})`];
}

describe('the looks of the editor', function () {
  this.timeout(900_000);
  const editor = editorTests();

  for (const colorScheme of ['light', 'dark'] as const)
    for (const deviceScaleFactor of [1, 2])
      it(`are those that a person looked at: ${colorScheme}, ratio ${deviceScaleFactor}`, async () => {
        const options = { colorScheme, deviceScaleFactor, reducedMotion: 'reduce' } as const;
        const { page } = await editor.open(options);
        await blankText(page);
        const node = String(await idOf(page, 'EliteUNetSampler'));
        await dispatch(page, { kind: 'setTitle', node, title: 'drawn anew' }); // by a canvas without text
        const clip = await page.evaluate((id) => window.__elite.rect(id), node);
        assert.ok(clip);
        const look = (part: string) => `${part}-${colorScheme}-${deviceScaleFactor}`;
        const found = [
          ...(await check(look('node'), await page.screenshot({ clip }))),
          ...(await check(
            look('toolbar'),
            await page.getByRole('toolbar', { name: 'Document' }).screenshot(),
          )),
        ];
        const first = await editor.open({ ...options, isFirst: true });
        await first.page.locator('.drop-zone').waitFor();
        await blankText(first.page);
        found.push(...(await check(look('start'), await first.page.locator('.drop-zone').screenshot())));
        assert.deepEqual(found, []);
      });
});
