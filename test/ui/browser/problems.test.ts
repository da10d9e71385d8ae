import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { someNode } from '../../../ui/src/model/document.ts';
import { body, dispatch, dropJson, idOf, savedDocument } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';

const list = (page: Page) => page.getByRole('region', { name: 'Problems' });

async function runIt(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
}

/** How far the middle of a node is from the middle of the graph, in pixels of the page. */
async function fromMiddle(page: Page, node: number): Promise<number> {
  const [stage, box] = [
    await page.locator('.graph').boundingBox(),
    await page.evaluate((id) => window.__elite.rect(id), String(node)),
  ];
  assert.ok(stage && box);
  return Math.hypot(
    stage.x + stage.width / 2 - box.x - box.width / 2,
    stage.y + stage.height / 2 - box.y - box.height / 2,
  );
}

/** The row of the field that has the focus, and its node. */
function focusedField(page: Page): Promise<(string | undefined)[]> {
  return page.evaluate(() => {
    const at = document.activeElement;
    const host = at?.closest<HTMLElement>('.node-body');
    return [host?.dataset['node'], at?.closest<HTMLElement>('[data-row]')?.dataset['row']];
  });
}

describe('problems in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('stand all on their node and in the list, and a click centres the node and focuses the field', async () => {
    const { page, complaints } = await editor.open();
    const features = await idOf(page, 'CLIPImageFeatures');
    const set = (name: string, value: string) =>
      dispatch(page, { kind: 'setValue', node: String(features), name, value });
    await set('grid', 'spiral');
    await dispatch(page, { kind: 'disconnect', to: { node: String(features), input: 'image' } });
    await dispatch(page, { kind: 'setView', node: String(features), isCollapsed: true });
    await runIt(page);
    const choice = /grid spiral is not among the choices/;
    const sentences = [/image is not connected \(it takes IMAGE\)/, choice];
    for (const sentence of sentences) await list(page).getByText(sentence).waitFor();
    await list(page).getByRole('button', { name: choice }).click();
    await idle(page);
    await page.waitForFunction(() => document.activeElement?.closest('.node-body'));
    assert.deepEqual(await focusedField(page), [String(features), 'grid']); // of those that are shown on demand
    assert.ok((await fromMiddle(page, features)) < 40);
    for (const sentence of sentences) await body(page, features).getByText(sentence).waitFor();
    assert.deepEqual(complaints, []);
  });

  it('are taken back by what mends them and nothing else', async () => {
    const { page } = await editor.open();
    const [photo, mask] = [await idOf(page, 'LoadImage'), await idOf(page, 'LoadImageMask')];
    for (const node of [photo, mask])
      await dispatch(page, { kind: 'setValue', node: String(node), name: 'image', value: 'lost.png' });
    const [save, decode] = [await idOf(page, 'SaveImage'), await idOf(page, 'VAEDecode')];
    await dispatch(page, { kind: 'disconnect', to: { node: String(save), input: 'images' } });
    await runIt(page);
    const entries = list(page).getByRole('listitem');
    await entries.nth(2).waitFor();
    await dispatch(page, { kind: 'setValue', node: String(photo), name: 'image', value: 'toy.png' });
    assert.equal(await entries.count(), 2);
    await body(page, photo).locator('.problem').waitFor({ state: 'detached' });
    await body(page, mask).locator('.problem').waitFor();
    const to = { node: String(save), input: 'images' };
    await dispatch(page, { kind: 'connect', from: { node: String(decode), slot: 0 }, to });
    assert.match(
      (await entries.allTextContents()).join(),
      /^Mask: the picture lost\.png is not on the server/,
    );
  });

  it('that the server found in a part of the graph stand there, and the other part runs', async () => {
    const { page } = await editor.open();
    const decode = await idOf(page, 'VAEDecode');
    const scale = someNode({
      id: '',
      type: 'ImageScale',
      pos: [0, 900],
      values: { upscale_method: 'bilinear', width: -5, height: 64, crop: 'disabled' },
    });
    const shown = someNode({ id: '', type: 'PreviewImage', pos: [400, 900] });
    const [a, b] = [13, 14];
    await dispatch(page, { kind: 'batch', commands: [scale, shown].map((node) => ({ kind: 'add', node })) });
    assert.deepEqual((await savedDocument(page)).nodes.map(({ id }) => id).slice(-2), [a, b]);
    for (const [from, to, input] of [
      [decode, a, 'image'],
      [a, b, 'images'],
    ] as const)
      await dispatch(page, {
        kind: 'connect',
        from: { node: String(from), slot: 0 },
        to: { node: String(to), input },
      });
    await runIt(page);
    const problem = list(page).getByRole('button', { name: /^Upscale Image: .*width/ });
    await problem.waitFor();
    await body(page, await idOf(page, 'SaveImage'))
      .locator('img[data-kind=result]')
      .waitFor();
    await problem.click();
    await page.waitForFunction(() => document.activeElement?.closest('.node-body'));
    assert.deepEqual(await focusedField(page), [String(a), 'width']);
    await body(page, a).locator('.problem').getByText(/width/).waitFor();
    assert.ok((await fromMiddle(page, a)) < 40);
  });

  it('stay as errors until they are closed, however many notes come after them', async () => {
    const { page } = await editor.open();
    await dropJson(page, 'bad.json', 'no json at all');
    const error = page.getByRole('alert').filter({ hasText: 'bad.json' });
    await error.waitFor();
    for (let count = 0; count < 6; count += 1)
      await dropJson(page, `note-${count}.json`, '{"nodes":[{"id":4,"type":"Note","pos":[0,0]}],"links":[]}');
    await page.getByText('Opened note-5').waitFor();
    assert.equal(await error.count(), 1);
  });
});
