import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { someNode } from '../../../ui/src/model/document.ts';
import { body, dispatch, dropJson, idOf, savedDocument, valueOf } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';
import { greyPng } from './pictures.ts';

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
      values: { upscale_method: 'bilinear', width: 'wide', height: 64, crop: 'disabled' },
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

  it('of a mask that the model does not see and of a number beyond its limits are mended by one button each', async () => {
    const { page, complaints } = await editor.open();
    const alpha = new Uint8Array(160 * 160);
    alpha[85 * 160 + 85] = 255; // every twentieth pixel is sampled
    await writeFile(join(editor.server().data, 'input', 'speck.png'), await greyPng(160, 160, alpha));
    const [mask, sampler] = [await idOf(page, 'LoadImageMask'), await idOf(page, 'EliteUNetSampler')];
    const set = (node: number, name: string, value: string | number) =>
      dispatch(page, { kind: 'setValue', node: String(node), name, value });
    await set(await idOf(page, 'CLIPImageFeatures'), 'framing', 'squash');
    await set(sampler, 'steps', 0);
    await set(mask, 'image', 'speck.png [input]');
    const reason = page.locator('.blocker');
    await reason.filter({ hasText: 'none lies in the mask' }).waitFor();
    await runIt(page);
    const entries = list(page).getByRole('listitem');
    assert.equal(await entries.count(), 2);
    await entries
      .filter({ hasText: 'steps is 0 (it takes 1 to' })
      .getByRole('button', { name: 'Set to 1' })
      .click();
    assert.equal(await valueOf(page, sampler, 'steps'), 1);
    await entries.filter({ hasText: '8 × 8' }).getByRole('button', { name: 'Paint the mask…' }).click();
    await page.locator('.mask-tools').waitFor();
    await page.keyboard.press('i');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await reason.waitFor({ state: 'detached' });
    await runIt(page);
    await page.getByText(/^Done in/).waitFor();
    assert.deepEqual(complaints, []);
  });

  it('of a loop that a file holds are told by the names of its nodes', async () => {
    const { page } = await editor.open();
    const file = {
      nodes: [
        {
          id: 1,
          type: 'ImageScale',
          pos: [0, 0],
          inputs: [{ name: 'image', type: 'IMAGE', link: 2 }],
          outputs: [],
        },
        {
          id: 2,
          type: 'ImageScale',
          pos: [400, 0],
          title: 'Again',
          inputs: [{ name: 'image', type: 'IMAGE', link: 1 }],
          outputs: [],
        },
      ],
      links: [
        [1, 1, 0, 2, 0, 'IMAGE'],
        [2, 2, 0, 1, 0, 'IMAGE'],
      ],
    };
    await dropJson(page, 'ring.json', JSON.stringify(file));
    await page
      .locator('.blocker')
      .filter({ hasText: /feed each other in a loop/ })
      .waitFor();
    assert.match(
      (await page.locator('.blocker').textContent()) ?? '',
      /Upscale Image → Again|Again → Upscale Image/,
    );
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
