import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { body, documentText, drag, savedDocument, valueOf } from './editor-page.ts';
import { editorTests, idle, reload } from './editor-tests.ts';
import { rampPhoto } from './pictures.ts';

/** The sampler of the graph. */
const SAMPLER = 10;

/** The photo of the graph, and its mask. */
const [PHOTO, MASK] = [2, 3];

async function undo(page: Page): Promise<void> {
  await page.evaluate(() => window.__elite.undo());
  await idle(page);
}

/** Drags the name of a number sideways, with a key held down. */
async function dragName(page: Page, name: string, by: number, key?: 'Shift' | 'Alt'): Promise<void> {
  const box = await body(page, SAMPLER).locator(`[data-row="${name}"] .drag`).boundingBox();
  assert.ok(box);
  const [x, y] = [box.x + 4, box.y + box.height / 2];
  if (key) await page.keyboard.down(key);
  await drag(page, [x, y], [x + by, y]);
  if (key) await page.keyboard.up(key);
}

/** Puts copies of the photo into the folder of the server, and opens the page anew. */
async function storePhotos(page: Page, names: readonly string[]): Promise<void> {
  await page.evaluate(async (all) => {
    const photo = await (await fetch('view?filename=toy.png&type=input')).blob();
    for (const name of all) {
      const form = new FormData();
      form.append('image', photo, `${name}.png`);
      await fetch('upload/image', { method: 'POST', body: form });
    }
  }, names);
  await reload(page);
}

describe('fields in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('are numbers that are dragged by their names, within their limits, a drag being one step', async () => {
    const { page, complaints } = await editor.open();
    const before = await documentText(page);
    const steps = () => valueOf(page, SAMPLER, 'steps');
    await dragName(page, 'steps', 40);
    assert.equal(await steps(), 22);
    await undo(page);
    assert.equal(await documentText(page), before);
    await dragName(page, 'steps', 40, 'Shift');
    assert.equal(await steps(), 112);
    await dragName(page, 'steps', -400, 'Shift');
    assert.equal(await steps(), 1);
    await dragName(page, 'cfg', 40, 'Alt');
    assert.equal(await valueOf(page, SAMPLER, 'cfg'), 5.1);
    assert.deepEqual(complaints, []);
  });

  it('are numbers that the arrow keys move by a step, ten with Shift, a tenth with Alt', async () => {
    const { page } = await editor.open();
    const cfg = body(page, SAMPLER).getByLabel('cfg', { exact: true });
    for (const [keys, value] of [
      ['ArrowUp', 5.1],
      ['Shift+ArrowUp', 6.1],
      ['Alt+ArrowDown', 6.09],
      ['ArrowDown', 5.99],
      ['Shift+ArrowDown', 4.99],
    ] as const) {
      await cfg.press(keys);
      assert.equal(await valueOf(page, SAMPLER, 'cfg'), value, keys);
    }
    await cfg.fill('0.1');
    await cfg.press('Shift+ArrowDown');
    assert.equal(await valueOf(page, SAMPLER, 'cfg'), 0);
  });

  it('are sliders with a scale, a typed value, keys, and their default at a double click', async () => {
    const { page } = await editor.open();
    const [lambda, track] = ['lambda', 'lambda, slider'].map((name) =>
      body(page, SAMPLER).getByLabel(name, { exact: true }),
    );
    assert.ok(lambda && track);
    const row = body(page, SAMPLER).locator('.slider');
    const marks = await row.evaluate((element) => {
      const box = element.getBoundingClientRect();
      return [...element.querySelectorAll('.ticks i')].map((mark) => {
        const { x, height } = mark.getBoundingClientRect();
        return { value: (mark as HTMLElement).dataset['value'], share: (x - box.x) / box.width, height };
      });
    });
    assert.deepEqual(
      marks.map(({ value }) => value),
      ['0', '0.2', '0.4', '0.6', '0.8', '1', '1.2', '1.4'],
    );
    for (const { value, share, height } of marks)
      assert.ok(height > 1 && Math.abs(share - Number(value) / 1.5) < 0.01, `${value}: ${share}`);

    const value = () => valueOf(page, SAMPLER, 'lambda');
    await lambda.fill('0.37');
    await lambda.press('Enter');
    assert.equal(await value(), 0.37);
    for (const [keys, moved] of [
      ['ArrowRight', 0.47],
      ['Shift+ArrowRight', 0.48],
      ['PageUp', 0.68],
      ['ArrowLeft', 0.58],
      ['End', 1.5],
      ['ArrowRight', 1.5],
      ['Home', 0],
    ] as const) {
      await track.press(keys);
      assert.equal(await value(), moved, keys);
    }
    const box = await row.boundingBox();
    assert.ok(box);
    await page.mouse.dblclick(box.x + box.width / 3, box.y + box.height / 2, { delay: 5 });
    assert.equal(await value(), 0.8);
  });

  it('are λ, which rests on 0.60 where a drag ends near it, but not with Alt, and is shown with two decimals', async () => {
    const { page } = await editor.open();
    const row = body(page, SAMPLER).locator('.slider');
    const number = body(page, SAMPLER).getByLabel('lambda', { exact: true });
    const box = await row.boundingBox();
    assert.ok(box);
    const place = (lambda: number) => [box.x + (box.width * lambda) / 1.5, box.y + box.height - 4] as const;
    const value = () => valueOf(page, SAMPLER, 'lambda');
    await drag(page, place(0.8), place(0.7));
    assert.ok(Math.abs(Number(await value()) - 0.7) < 0.03);
    await drag(page, place(0.7), place(0.615));
    assert.equal(await value(), 0.6);
    assert.equal(await number.inputValue(), '0.60');
    await page.keyboard.down('Alt');
    await drag(page, place(0.7), place(0.615));
    await page.keyboard.up('Alt');
    const free = Number(await value());
    assert.ok(free !== 0.6 && Math.abs(free - 0.615) < 0.03, String(free));
  });

  it('are pictures of 512 px at most, whatever the size of the photo, in a node that keeps its own', async () => {
    const { page } = await editor.open();
    const sizeOf = async () => (await savedDocument(page)).nodes.find(({ id }) => id === PHOTO)?.size;
    const before = await sizeOf();
    const buffer = await rampPhoto(1000, 700);
    await body(page, PHOTO)
      .locator('input[type=file]')
      .setInputFiles({ name: 'large.png', mimeType: 'image/png', buffer });
    const image = body(page, PHOTO).locator('img[src*="large"]');
    await image.waitFor();
    const drawn = await image.evaluate((each: HTMLImageElement) =>
      each.decode().then(() => [each.naturalWidth, each.naturalHeight]),
    );
    assert.deepEqual(drawn, [512, 358]);
    assert.deepEqual(await sizeOf(), before);
  });

  it('are lists that are searched where they are long, and show what pictures look like', async () => {
    const { page, complaints } = await editor.open();
    await body(page, MASK).locator('select', { hasText: 'alpha' }).waitFor(); // short ones are plain
    await storePhotos(page, ['bear', 'boot', 'cat', 'cup', 'dog', 'duck', 'shoe', 'vase']);
    await body(page, PHOTO).getByRole('button', { name: 'image: toy.png' }).click();
    const dialog = page.getByRole('dialog');
    const options = dialog.getByRole('option');
    const chosen = dialog.locator('[aria-selected=true]');
    assert.equal(await chosen.textContent(), 'toy.png');
    const look = await chosen
      .locator('img')
      .evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth));
    assert.equal(look, 160);
    await dialog.getByRole('combobox').fill('du');
    assert.deepEqual(await options.allTextContents(), ['duck.png']);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await valueOf(page, PHOTO, 'image'), 'duck.png');
    await page.waitForFunction(() => document.activeElement?.className === 'choice');
    await undo(page);
    assert.equal(await valueOf(page, PHOTO, 'image'), 'toy.png');
    assert.deepEqual(complaints, []);
  });
});
