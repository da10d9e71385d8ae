import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { encodePng } from '../../../method/image/encode.ts';
import { tensor } from '../../../method/tensor/tensor.ts';
import { body, dispatch, documentText, dropJson, idOf, savedDocument, valueOf } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';

/** The open document with one node of a type that the server does not know. */
async function withUnknown(page: Page, type: string): Promise<number> {
  const id = await idOf(page, type);
  const text = (await documentText(page)).replaceAll(`"${type}"`, '"OfAMissingPack"');
  await dropJson(page, 'foreign.json', text);
  await page.getByText('Opened foreign').waitFor();
  assert.equal(await idOf(page, 'OfAMissingPack'), id);
  return id;
}

/** What a node keeps whatever its type is. */
async function kept(page: Page, id: number) {
  const { nodes, links } = await savedDocument(page);
  const { pos, size, widgets_values } = nodes.find((node) => node.id === id) ?? assert.fail();
  const touching = links.filter(([, from, , to]) => from === id || to === id);
  return { pos, size, widgets_values, links: touching.map((link) => link.slice(1, 4)) };
}

/** Presses Run and waits for the list of problems. */
async function problems(page: Page) {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const list = page.getByRole('region', { name: 'Problems' });
  await list.waitFor();
  return list;
}

describe('mending a graph in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('keeps an unknown node with data, links, place and size through save and load', async () => {
    const { page } = await editor.open();
    const id = await withUnknown(page, 'VAEDecode');
    const before = await kept(page, id);
    assert.ok(before.links.length >= 3);
    await page.keyboard.press('Control+s');
    await page.getByLabel('Name of the workflow').fill('with-unknown');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved with-unknown').waitFor();
    await page.getByRole('button', { name: 'New graph' }).click();
    await page.getByRole('navigation').getByRole('button', { name: 'With unknown' }).first().click();
    await page.getByText('Opened with-unknown').waitFor();
    assert.deepEqual(await kept(page, id), before);
    await dispatch(page, { kind: 'move', node: String(id), pos: [1200, 40] });
    assert.deepEqual((await kept(page, id)).pos, [1200, 40]);
  });

  it('replaces an unknown node by one that fits, with its links, in one step', async () => {
    const { page, complaints } = await editor.open();
    const id = await withUnknown(page, 'VAEDecode');
    const before = await documentText(page);
    const { links, pos } = await kept(page, id);
    const list = await problems(page);
    await list.getByRole('button', { name: 'Replace…' }).click();
    const finder = page.getByRole('dialog', { name: 'Replace…' });
    await finder.getByRole('combobox').fill('vae decode');
    await finder.getByText(`keeps ${links.length} of ${links.length} links`).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('It is a VAE Decode now').waitFor();
    assert.equal(await idOf(page, 'VAEDecode'), id);
    const after = await kept(page, id);
    assert.deepEqual(after.pos, pos);
    assert.deepEqual([...after.links].sort(), [...links].sort());
    await page.evaluate(() => window.__elite.undo());
    assert.equal(await documentText(page), before);
    assert.deepEqual(complaints, []);
  });

  it('offers the replacement in the menu of the node, the fitting types alone', async () => {
    const { page } = await editor.open();
    const id = await withUnknown(page, 'VAEDecode');
    const box = await page.evaluate((node) => window.__elite.rect(node), String(id));
    assert.ok(box);
    await page.mouse.click(box.x + 40, box.y + 10, { button: 'right' });
    await page.getByRole('menuitem', { name: 'Replace…' }).click();
    const finder = page.getByRole('dialog', { name: 'Replace…' });
    await finder.getByText('VAE Decode', { exact: true }).waitFor();
    assert.equal(await finder.getByText('Markdown Note', { exact: true }).count(), 0);
  });

  it('names a missing photo and a missing model, and has a button to pick another', async () => {
    const { page } = await editor.open();
    const [photo, loader] = [await idOf(page, 'LoadImage'), await idOf(page, 'EliteBundleLoader')];
    const set = (node: number, name: string, value: string) =>
      dispatch(page, { kind: 'setValue', node: String(node), name, value });
    await set(photo, 'image', 'lost.png');
    await set(loader, 'bundle', 'lost-model');
    const list = await problems(page);
    await list.getByText('the picture lost.png is not on the server').waitFor();
    await list.getByText('bundle lost-model is not among the choices').waitFor();
    await body(page, photo).getByRole('button', { name: 'Choose another…' }).click();
    await page.getByRole('dialog', { name: 'Choose another…' }).getByRole('combobox').fill('toy.p');
    await page.keyboard.press('Enter');
    await body(page, photo).locator('.problem').waitFor({ state: 'detached' });
    assert.equal(await valueOf(page, photo, 'image'), 'toy.png');
    await list.getByRole('button', { name: 'Choose another…' }).click();
    await page.getByRole('dialog', { name: 'Choose another…' }).waitFor(); // Enter would press the button again
    await page.keyboard.press('Enter');
    await list.waitFor({ state: 'detached' });
    assert.equal(await valueOf(page, loader, 'bundle'), 'painter');
  });

  it('takes a photo of this computer in place of a missing one', async () => {
    const { page } = await editor.open();
    const photo = await idOf(page, 'LoadImage');
    await dispatch(page, { kind: 'setValue', node: String(photo), name: 'image', value: 'lost.png' });
    const list = await problems(page);
    await list.getByRole('button', { name: 'Choose another…' }).click();
    const png = await encodePng(tensor(new Float32Array(64 * 64 * 3).fill(0.5), [1, 64, 64, 3]));
    await page
      .locator('input[data-role=another-photo]')
      .setInputFiles({ name: 'found.png', mimeType: 'image/png', buffer: Buffer.from(png) });
    await list.waitFor({ state: 'detached' });
    await idle(page);
    assert.match(String(await valueOf(page, photo, 'image')), /^found/);
  });
});
