import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { body, drag, idOf, valueOf } from './editor-page.ts';
import { editorTests, idle, reload } from './editor-tests.ts';
import { greyAt, rampPhoto } from './pictures.ts';

/** Draws once round the middle of the mask. */
async function drawRound(page: Page): Promise<void> {
  const box = await page.locator('.sheet').boundingBox();
  assert.ok(box);
  const place = (turn: number) =>
    [
      box.x + box.width * (0.5 + 0.3 * Math.cos(turn)),
      box.y + box.height * (0.5 + 0.3 * Math.sin(turn)),
    ] as const;
  await page.mouse.move(...place(0));
  await page.mouse.down();
  for (let step = 1; step <= 16; step += 1) await page.mouse.move(...place((step / 16) * 2 * Math.PI));
  await page.mouse.up();
}

describe('the first run in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('leads from a photo to a picture without the graph', async () => {
    const { page, complaints } = await editor.open({ isFirst: true });
    await page.locator('.examples img').first().waitFor();
    await page
      .locator('input[data-role=start-photo]')
      .setInputFiles({ name: 'mug.png', mimeType: 'image/png', buffer: await rampPhoto(200, 160) });
    await page.locator('.crop-frame').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.sheet').waitFor();
    await drawRound(page);
    await page.locator('.verdict.good').waitFor();
    await page.getByRole('button', { name: 'Use this mask' }).click();
    await page.locator('.prompt-step mark.understood').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.locator('img[data-kind=start-result]').waitFor();

    assert.match(String(await valueOf(page, await idOf(page, 'LoadImage'), 'image')), /^mug-square/);
    const mask = String(await valueOf(page, await idOf(page, 'LoadImageMask'), 'image'));
    assert.match(mask, /^masks\/[0-9a-f]{64}\.png \[input\]$/);
    assert.equal(await greyAt(page, mask, 80, 80), 255);
    assert.equal(await greyAt(page, mask, 4, 4), 0);
    const drawn = page.locator('img[data-kind=start-result]');
    assert.ok(await drawn.evaluate((image: HTMLImageElement) => image.naturalWidth > 0));
    await page.getByRole('button', { name: 'Go to the graph' }).click();
    await page.locator('.start-card').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Gallery', exact: true }).click();
    await page.locator('.gallery-tile').first().waitFor();
    assert.equal(await page.locator('.gallery-tile').count(), 1);
    assert.deepEqual(complaints, []);
  });

  it('says what is wrong with an S*, and mends it with one click', async () => {
    const { page } = await editor.open({ isFirst: true });
    await page.locator('.examples button').first().click();
    const box = page.locator('.prompt-step textarea');
    await box.fill('a S*fish');
    await page.locator('.prompt-step').getByRole('button', { name: 'Add a space' }).click();
    assert.equal(await box.inputValue(), 'a S* fish');
    await box.fill('a dog');
    await page.locator('.prompt-step').getByRole('button', { name: 'Insert S*' }).click();
    assert.equal(await box.inputValue(), 'a dog S*');
    await box.press('Escape');
    await page.locator('.start-card').waitFor({ state: 'detached' });
    await reload(page);
    assert.equal(await page.locator('.start-card').count(), 0);
  });

  it('paints the mask of a node, undoes, and saves it as a picture of its own', async () => {
    const { page } = await editor.open();
    const id = await idOf(page, 'LoadImageMask');
    const before = await valueOf(page, id, 'image');
    await body(page, id).getByRole('button', { name: 'Paint the mask…' }).click();
    const sheet = page.locator('.sheet');
    await sheet.waitFor();
    const box = await sheet.boundingBox();
    assert.ok(box);
    await page.keyboard.press('Delete');
    await page.locator('.verdict.whole').waitFor();
    await page.keyboard.press(']');
    await drag(page, [box.x + 60, box.y + 60], [box.x + box.width + 80, box.y + 60]);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height - 40);
    await page.keyboard.press('e');
    await drag(page, [box.x + 180, box.y + 20], [box.x + 180, box.y + 100]);
    await page.keyboard.press('b');
    await drag(page, [box.x + 60, box.y + 200], [box.x + 200, box.y + 200]);
    await page.keyboard.press('Control+z');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.locator('.sheet').waitFor({ state: 'detached' });
    const after = String(await valueOf(page, id, 'image'));
    assert.notEqual(after, before);
    const scale = 160 / box.width;
    const at = (x: number, y: number) => greyAt(page, after, Math.floor(x * scale), Math.floor(y * scale));
    assert.equal(await at(100, 60), 255);
    assert.equal(await at(box.width - 3, 60), 255);
    assert.equal(await at(120, 200), 0);
    assert.equal(await at(box.width / 2, box.height - 40), 255); // a tap
    assert.equal(await at(180, 60), 0); // erased
    await page.evaluate(() => window.__elite.undo());
    await idle(page);
    assert.equal(await valueOf(page, id, 'image'), before);
    await page.evaluate(() => window.__elite.redo());
    await reload(page);
    await body(page, id).getByRole('button', { name: 'Paint the mask…' }).click();
    await sheet.waitFor();
    await idle(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await sheet.waitFor({ state: 'detached' });
    assert.equal(await valueOf(page, id, 'image'), after); // it is named by its bytes
  });

  it('asks at once for all that the first card waits for', async () => {
    const { page } = await editor.openBlank();
    const first = [/assets\/start-card/, /object_info$/, /workflow_templates$/, /userdata\?dir=workflows/];
    const asked = new Set<string>();
    let release: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (release = resolve));
    for (const pattern of first)
      await page.route(pattern, async (route) => {
        asked.add(String(pattern));
        if (asked.size === first.length) release();
        await all; // an answer that another question waits for would never come
        await route.continue();
      });
    await page.goto(`${editor.server().url}/?e2e=1`);
    await page.locator('.start-card .drop-zone').waitFor();
    assert.equal(asked.size, first.length);
  });

  it('takes a photo before the graph is there', async () => {
    const { page } = await editor.openBlank();
    let release: () => void = () => undefined;
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    await page.route(/object_info$/, async (route) => {
      await isReleased;
      await route.continue();
    });
    await page.goto(`${editor.server().url}/?e2e=1`);
    await page.locator('.start-card .drop-zone').waitFor();
    assert.equal(await page.locator('.app').getAttribute('data-ready'), 'false');
    await page
      .locator('input[data-role=start-photo]')
      .setInputFiles({ name: 'mug.png', mimeType: 'image/png', buffer: await rampPhoto(200, 160) });
    release();
    await page.locator('.crop-frame').waitFor();
    await page.getByRole('button', { name: 'Go to the graph' }).click();
    assert.notEqual(await idOf(page, 'LoadImage'), undefined);
  });

  it('goes back step by step and keeps all, also while the card is away', async () => {
    const { page } = await editor.open({ isFirst: true });
    await page.getByRole('status').getByText('Small built-in model: it knows').waitFor();
    await page
      .locator('input[data-role=start-photo]')
      .setInputFiles({ name: 'cup.png', mimeType: 'image/png', buffer: await rampPhoto(200, 160) });
    await page.locator('.crop-frame').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.sheet').waitFor();
    await drawRound(page);
    await page.locator('.verdict.good').waitFor();
    const covered = await page.locator('.verdict strong').textContent();
    await page.getByRole('button', { name: 'Use this mask' }).click();
    const box = page.locator('.prompt-step textarea');
    await box.waitFor();
    const selected = await box.evaluate((area: HTMLTextAreaElement) =>
      area.value.slice(area.selectionStart, area.selectionEnd),
    );
    assert.equal(selected, 'a photo of a');
    await page.keyboard.type('a red');
    assert.equal(await box.inputValue(), 'a red S* on the beach');
    const back = page.getByRole('button', { name: 'Back' });
    await back.click();
    await page.locator('.verdict.good').waitFor();
    assert.equal(await page.locator('.verdict strong').textContent(), covered);
    await page.keyboard.press('Escape');
    await page.locator('.start-card').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Start card' }).click();
    await page.locator('.verdict.good').waitFor();
    assert.equal(await page.locator('.verdict strong').textContent(), covered);
    await back.click();
    await page.locator('.crop-frame').waitFor();
    await back.click();
    await page.getByRole('button', { name: 'Go on with cup.png' }).click();
    await page.getByRole('button', { name: 'Use this square' }).click();
    await page.locator('.verdict.good').waitFor();
    await page.getByRole('button', { name: 'Use this mask' }).click();
    assert.equal(await box.inputValue(), 'a red S* on the beach');
    await page.keyboard.press('Control+Enter');
    await page.locator('img[data-kind=start-result]').waitFor();
    await page.getByText('Saved to the gallery').waitFor();
    await back.click();
    await page.locator('.verdict.good').waitFor();
    await page.getByRole('button', { name: 'Use this mask' }).click();
    await page.locator('img[data-kind=start-result]').waitFor();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByRole('dialog', { name: 'Gallery' }).locator('.gallery-tile').first().waitFor();
  });

  it('takes the picture of the clipboard, and says so where there is none', async () => {
    const { page } = await editor.open({
      isFirst: true,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const paste = page.getByRole('button', { name: 'Paste a photo' });
    await page.evaluate(() => navigator.clipboard.writeText('no picture'));
    await paste.click();
    await page.getByText('The clipboard holds no picture').waitFor();
    const png = (await rampPhoto(120, 90)).toString('base64');
    await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      await navigator.clipboard.write([
        new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) }),
      ]);
    }, png);
    await paste.click();
    await page.locator('.crop-frame').waitFor();
  });
});
