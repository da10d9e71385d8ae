import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { body, dispatch, documentText, drag, drop, valueOf } from './editor-page.ts';
import { editorTests, reload } from './editor-tests.ts';
import { greyAt, rampPhoto } from './pictures.ts';

/** The photo of the graph. */
const PHOTO = 2;
const [WIDTH, HEIGHT] = [200, 160] as const;

/** The square over the picture that is cut, in pixels of the picture, and how large the picture is. */
async function squareOnScreen(page: Page) {
  await page.locator('.crop-square').waitFor();
  return page.locator('.crop-frame').evaluate((frame) => {
    const [picture, square] = [frame.querySelector('canvas'), frame.querySelector('.crop-square')];
    if (!picture || !square) throw new Error('crop: expected a picture with a square, got none');
    const [whole, part] = [picture.getBoundingClientRect(), square.getBoundingClientRect()];
    const scale = picture.width / whole.width;
    return {
      of: [picture.width, picture.height],
      x: Math.round((part.x - whole.x) * scale),
      y: Math.round((part.y - whole.y) * scale),
      side: Math.round(part.width * scale),
    };
  });
}

/** Opens the photo of the graph to cut it. */
async function openCrop(page: Page) {
  await body(page, PHOTO).getByRole('button', { name: 'Cut to a square…' }).click();
  return squareOnScreen(page);
}

async function use(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Use this square' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  return String(await valueOf(page, PHOTO, 'image'));
}

/** Drops a photo that is not square on the photo of the graph. */
async function dropPhoto(page: Page): Promise<void> {
  const box = await body(page, PHOTO).locator('.thumbnail').boundingBox();
  assert.ok(box);
  const file = { name: 'ramp.png', type: 'image/png', bytes: await rampPhoto(WIDTH, HEIGHT) };
  await drop(page, file, { x: box.x + 20, y: box.y + 20 });
  await body(page, PHOTO).locator('img[src*="filename=ramp.png"]').waitFor();
}

describe('squares of photos in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('are cut, and cut again from the original with the last square, through undo and reload', async () => {
    const { page, complaints } = await editor.open();
    await dropPhoto(page);
    const before = await documentText(page);
    assert.deepEqual(await openCrop(page), { of: [WIDTH, HEIGHT], x: 20, y: 0, side: HEIGHT });
    await page.getByRole('dialog').getByRole('slider').fill('100');
    const frame = await page.locator('.crop-frame').boundingBox();
    assert.ok(frame);
    const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
    await drag(page, [x, y], [x - frame.width, y]); // as far to the left as it goes
    const left = await squareOnScreen(page);
    assert.deepEqual([left.x, left.side], [0, 100]);
    const first = await use(page);
    assert.match(first, /^ramp-square/);
    await page.evaluate(() => window.__elite.undo());
    assert.equal(await documentText(page), before);
    await page.evaluate(() => window.__elite.redo());
    assert.equal(await valueOf(page, PHOTO, 'image'), first);
    assert.ok(((await greyAt(page, first, 0, 50)) ?? 99) <= 3);
    assert.ok(Math.abs(((await greyAt(page, first, 99, 50)) ?? 0) - (99 / WIDTH) * 255) <= 3);

    await reload(page);
    assert.deepEqual(await openCrop(page), left);
    await page.locator('.crop-frame').focus();
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('Shift+ArrowRight');
    const right = await squareOnScreen(page);
    assert.equal(right.x, 100);
    const second = await use(page);
    assert.ok(Math.abs(((await greyAt(page, second, 0, 50)) ?? 0) - 127.5) <= 3);
    assert.deepEqual(await openCrop(page), right);
    await page.keyboard.press('Escape');

    await page.evaluate(() => window.__elite.undo());
    assert.equal(await valueOf(page, PHOTO, 'image'), first);
    assert.deepEqual(await openCrop(page), left);
    await page.keyboard.press('Escape');
    await dropPhoto(page); // another picture has no square yet
    assert.deepEqual(await openCrop(page), { of: [WIDTH, HEIGHT], x: 20, y: 0, side: HEIGHT });
    assert.deepEqual(complaints, []);
  });

  it('of the first card can be cut again from the original too, where Back keeps the square', async () => {
    const { page, complaints } = await editor.open({ isFirst: true });
    await page
      .locator('input[data-role=start-photo]')
      .setInputFiles({ name: 'ramp.png', mimeType: 'image/png', buffer: await rampPhoto(WIDTH, HEIGHT) });
    await squareOnScreen(page);
    await page.locator('.crop-frame').press('Shift+ArrowRight');
    const square = await squareOnScreen(page);
    assert.equal(square.x, WIDTH - HEIGHT);
    await page.keyboard.press('Enter');
    await page.locator('.sheet').waitFor();
    await page.getByRole('button', { name: 'Back' }).click();
    assert.deepEqual(await squareOnScreen(page), square);
    await page.locator('.crop-frame').press('Enter');
    await page.getByRole('button', { name: 'Skip: the whole picture' }).click();
    await page.locator('.prompt-step').waitFor();
    await page.getByRole('button', { name: 'Go to the graph' }).click();
    await page.locator('.start-card').waitFor({ state: 'detached' });
    assert.deepEqual(await openCrop(page), square);
    assert.deepEqual(complaints, []);
  });

  it('are cut from what is left where the original is gone, which is said', async () => {
    const { page } = await editor.open();
    const crop = { made: 'toy.png', of: 'gone.png', square: { x: 0, y: 0, side: 80 } };
    await dispatch(page, { kind: 'setCrop', node: String(PHOTO), name: 'image', crop });
    assert.deepEqual(await openCrop(page), { of: [160, 160], x: 0, y: 0, side: 160 });
    await page.getByText('gone.png is no longer on the server').waitFor();
  });
});
