import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { packageRoot } from '../../../graph-server/config.ts';
import { body, dispatch, drop, dropJson, idOf, savedDocument, valueOf } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';
import { press } from './keyboard.ts';
import { greyAt, greyPng, rampPhoto, sizeOf } from './pictures.ts';

async function openMask(page: Page): Promise<void> {
  await body(page, await idOf(page, 'LoadImageMask'))
    .getByRole('button', { name: 'Paint the mask…' })
    .click();
  await page.locator('.mask-tools').waitFor();
  await idle(page);
  await press(page, 'Delete');
  await page.locator('.verdict.whole').waitFor();
}

const covered = (page: Page) => page.locator('.verdict strong').textContent();

describe('the mask in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('is painted by a finger, and by two is zoomed, painting nothing', async () => {
    const { page, complaints } = await editor.open({ hasTouch: true });
    await openMask(page);
    const box = await page.locator('.sheet').boundingBox();
    assert.ok(box);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...at: (readonly [number, number])[]) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: at.map(([left, top], id) => ({ x: left, y: top, id })),
      });
    const width = () => page.locator('.mask-sheet').evaluate((each) => each.getBoundingClientRect().width);
    const before = await width();
    await touch('touchStart', [x - 40, y], [x + 40, y]);
    for (let far = 45; far <= 80; far += 5) await touch('touchMove', [x - far, y], [x + far, y]);
    await touch('touchEnd');
    await idle(page);
    assert.ok(Math.abs((await width()) / before - 2) < 0.05, `${(await width()) / before}`);
    assert.equal(await covered(page), '0 % masked');
    await press(page, '0');
    await touch('touchStart', [x - 100, y]);
    for (let step = -90; step <= 100; step += 10) await touch('touchMove', [x + step, y]);
    await touch('touchEnd');
    await idle(page);
    assert.notEqual(await covered(page), '0 % masked');
    assert.deepEqual(complaints, []);
  });

  it('tells how much is covered while a stroke goes on, and softens its edge as far as it is told', async () => {
    const { page, complaints } = await editor.open();
    await openMask(page);
    const box = await page.locator('.sheet').boundingBox();
    assert.ok(box);
    const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
    const colorOf = () =>
      page.locator('.mask-sheet').evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
          data: [],
        };
        const alphas = new Set<number>();
        for (let index = 3; index < data.length; index += 4) alphas.add(data[index] ?? 0);
        return alphas.size;
      });
    await page.mouse.move(...at(0.3, 0.5));
    await page.mouse.down();
    await page.mouse.move(...at(0.7, 0.5), { steps: 10 });
    await page
      .locator('.verdict strong')
      .filter({ hasText: /^[1-9]\d* % masked/ })
      .waitFor();
    await page.mouse.up();
    assert.equal(await colorOf(), 2); // a hard edge
    const soft = page.getByLabel('Soft edge');
    await soft.fill('0');
    await page.locator('.sheet').focus();
    await press(page, 'f');
    assert.equal(await colorOf(), 2);
    await soft.fill('12');
    await page.locator('.sheet').focus();
    await press(page, 'f');
    assert.ok((await colorOf()) > 12);
    assert.deepEqual(complaints, []);
  });

  it('is closed at once by Escape where all that was done is undone', async () => {
    const { page } = await editor.open();
    await openMask(page);
    await press(page, 'Control+z');
    await page.locator('.verdict.good').waitFor();
    await press(page, 'Escape');
    await page.locator('.mask-tools').waitFor({ state: 'detached' });
    assert.equal(await page.getByRole('dialog', { name: 'Question' }).count(), 0);
  });

  it('of which the model samples nothing cannot be saved, and says why', async () => {
    const { page } = await editor.open();
    const id = await idOf(page, 'LoadImageMask');
    const before = await valueOf(page, id, 'image');
    const features = String(await idOf(page, 'CLIPImageFeatures'));
    await dispatch(page, { kind: 'setValue', node: features, name: 'framing', value: 'squash' });
    await openMask(page);
    await press(page, ...Array.from({ length: 20 }, () => '['));
    const box = await page.locator('.sheet').boundingBox();
    assert.ok(box);
    // 160 pixels a side, of which every twentieth is sampled: 85 lies between two of them
    await page.mouse.click(box.x + (85 / 160) * box.width, box.y + (85 / 160) * box.height);
    await page.locator('.verdict.blocked').getByText('none lies in your mask').waitFor();
    const save = page.getByRole('dialog').getByRole('button', { name: 'Save' });
    assert.ok(await save.isDisabled());
    await page.keyboard.press('i');
    await page.locator('.verdict.blocked').waitFor({ state: 'detached' });
    assert.ok(await save.isEnabled());
    assert.equal(await valueOf(page, id, 'image'), before);
  });

  it('of a photo larger than what is painted on is as large as the photo', async () => {
    const { page } = await editor.open();
    const [photo, id] = [await idOf(page, 'LoadImage'), await idOf(page, 'LoadImageMask')];
    await drop(page, { name: 'large.png', type: 'image/png', bytes: await rampPhoto(2560, 1280) });
    await page.locator('.node-body img[src*="large"]').waitFor();
    const added = (await savedDocument(page)).nodes.find(
      ({ id: each, type }) => type === 'LoadImage' && each !== photo,
    );
    assert.ok(added);
    const value = String(await valueOf(page, Number(added.id), 'image'));
    await dispatch(page, { kind: 'remove', nodes: [String(added.id)] });
    await dispatch(page, { kind: 'setValue', node: String(photo), name: 'image', value });
    const problem = page
      .locator('.blocker')
      .filter({ hasText: 'the mask is 160 × 160 pixels, its photo 2560 × 1280' });
    await problem.waitFor();
    await openMask(page);
    const box = await page.locator('.sheet').boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.locator('.sheet').waitFor({ state: 'detached' });
    await idle(page);
    const mask = String(await valueOf(page, id, 'image'));
    assert.deepEqual(await sizeOf(page, mask), [2560, 1280]);
    assert.equal(await greyAt(page, mask, 1280, 640), 255);
    assert.equal(await greyAt(page, mask, 20, 20), 0);
    await problem.waitFor({ state: 'detached' });
  });

  it('shows the cells that the model samples where it looks, as the node of the features is set', async () => {
    const { page } = await editor.open();
    const features = String(await idOf(page, 'CLIPImageFeatures'));
    await openMask(page);
    const sheet = page.locator('.sheet');
    const box = await sheet.boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.getByLabel('Show what the model samples').check();
    const shown = () =>
      page.locator('.mask-cells').evaluate((canvas: HTMLCanvasElement) => ({
        grid: canvas.width,
        share: canvas.getBoundingClientRect().width / (canvas.parentElement?.clientWidth ?? 1),
      }));
    const framed = await shown();
    assert.equal(framed.grid, 8); // the patches of the bundle that ships
    assert.ok(framed.share > 0.05 && framed.share < 0.3, `${framed.share}`);
    await dispatch(page, { kind: 'setValue', node: features, name: 'framing', value: 'squash' });
    assert.ok(Math.abs((await shown()).share - 1) < 0.01);
  });

  for (const [name, [left, top, right, bottom], state, says] of [
    ['of which no cell is left', [81, 81, 99, 99], 'blocked', /none lies in your mask/],
    ['of four cells', [59, 59, 81, 81], 'doubtful', /Very small/],
    ['of 23 %', [40, 40, 117, 117], 'good', /^23 % masked/],
    ['of 90 %', [0, 0, 160, 144], 'doubtful', /Very large/],
    ['that is a thin line', [59, 0, 61, 160], 'doubtful', /Very small/],
  ] as const)
    it(`${name} is ${state}, in words and for Run`, async () => {
      const { page } = await editor.open();
      const id = await idOf(page, 'LoadImageMask');
      const features = String(await idOf(page, 'CLIPImageFeatures'));
      await dispatch(page, { kind: 'setValue', node: features, name: 'framing', value: 'squash' });
      const grey = new Uint8Array(160 * 160);
      for (let y = top; y < bottom; y += 1) grey.fill(255, y * 160 + left, y * 160 + right);
      await writeFile(
        join(editor.server().data, 'input', `${left}-${top}.png`),
        await greyPng(160, 160, grey),
      );
      const value = `${left}-${top}.png [input]`;
      await dispatch(page, { kind: 'setValue', node: String(id), name: 'image', value });
      const blocker = page.locator('.blocker');
      if (state === 'blocked') await blocker.waitFor();
      await body(page, id).getByRole('button', { name: 'Paint the mask…' }).click();
      await page.locator(`.verdict.${state}`).filter({ hasText: says }).waitFor();
      await press(page, 'Escape');
      await page.locator('.mask-tools').waitFor({ state: 'detached' });
      assert.equal(await blocker.count(), state === 'blocked' ? 1 : 0);
    });

  it('of which nothing is painted is the whole photo, and one that shows no subject is told before the run', async () => {
    const { page } = await editor.open();
    const id = await idOf(page, 'LoadImageMask');
    await writeFile(
      join(editor.server().data, 'input', 'black.png'),
      await greyPng(160, 160, new Uint8Array(160 * 160)),
    );
    await dispatch(page, { kind: 'setValue', node: String(id), name: 'image', value: 'black.png [input]' });
    const reason = page.locator('.blocker').filter({ hasText: 'the mask shows no subject' });
    await reason.waitFor();
    await openMask(page);
    await press(page, 'i', 'Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.locator('.sheet').waitFor({ state: 'detached' });
    await reason.waitFor({ state: 'detached' });
    const whole = String(await valueOf(page, id, 'image'));
    assert.equal(await greyAt(page, whole, 3, 3), 255);
  });

  it('of where to draw is painted on its own photo, and asks for a place alone', async () => {
    const { page } = await editor.open();
    const workflow = await readFile(join(packageRoot, 'workflows', 'inpaint.json'), 'utf8');
    await dropJson(page, 'inpaint.json', workflow);
    const titled = async (title: string) => {
      const found = (await savedDocument(page)).nodes.find((node) => node.title === title);
      assert.ok(found, title);
      return found.id;
    };
    await page.locator('.node-body').first().waitFor();
    await writeFile(join(editor.server().data, 'input', 'scene.png'), await rampPhoto(320, 160));
    const [scene, where] = [await titled('scene'), await titled('where')];
    await dispatch(page, {
      kind: 'setValue',
      node: String(scene),
      name: 'image',
      value: 'scene.png [input]',
    });
    await body(page, where).getByRole('button', { name: 'Paint the mask…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Paint where to draw' });
    await dialog.locator('.mask-tools').waitFor();
    await idle(page);
    assert.equal(await dialog.locator('.inset').count(), 0);
    assert.equal(await dialog.getByLabel('Show what the model samples').count(), 0);
    await press(page, 'Delete');
    await page.locator('.verdict.blocked').getByText('Paint where the picture is drawn anew').waitFor();
    const save = dialog.getByRole('button', { name: 'Save' });
    assert.ok(await save.isDisabled());
    await press(page, 'Escape');
    const question = page.getByRole('dialog', { name: 'Question' });
    await question.getByRole('button', { name: 'Discard' }).waitFor();
    assert.equal(await question.getByRole('button', { name: 'Save' }).count(), 0); // nothing to draw in
    await question.getByRole('button', { name: 'Cancel' }).click();
    const box = await page.locator('.sheet').boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + box.width / 4, box.y + box.height / 2);
    await page.locator('.verdict.good').getByText('This is drawn anew').waitFor();
    await save.click();
    await page.locator('.sheet').waitFor({ state: 'detached' });
    await idle(page);
    const mask = String(await valueOf(page, Number(where), 'image'));
    assert.deepEqual(await sizeOf(page, mask), [320, 160]);
    assert.equal(await greyAt(page, mask, 80, 80), 255);
    assert.equal(await greyAt(page, mask, 240, 80), 0);
  });
});
