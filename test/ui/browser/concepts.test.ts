import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { packageRoot } from '../../../graph-server/config.ts';
import { saveConcept } from '../../../method/elite/concept-file.ts';
import { conceptFolder } from '../../../method/elite/concept-library.ts';
import { thumbnailOf } from '../../../method/image/thumbnail.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { filled } from '../../../method/tensor/tensor.ts';
import { body, dispatch, documentText, dropJson, idOf, savedDocument, valueOf } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';

const SAMPLE = 'sample-wolf.elite.safetensors';
const MINE = 'my mug.elite.safetensors';

/** Drags a concept of the panel to a point of the page. */
async function drag(page: Page, name: string, to: { readonly x: number; readonly y: number }): Promise<void> {
  await page.evaluate(
    ({ concept, x, y }) => {
      const dataTransfer = new DataTransfer();
      const tile = document.querySelector(`[data-concept="${concept}"] button`);
      const told = { dataTransfer, bubbles: true, cancelable: true };
      tile?.dispatchEvent(new DragEvent('dragstart', told));
      const target = document.elementFromPoint(x, y) ?? document.body;
      for (const kind of ['dragover', 'drop'])
        target.dispatchEvent(new DragEvent(kind, { ...told, clientX: x, clientY: y }));
    },
    { concept: name, ...to },
  );
  await idle(page);
}

async function openPanel(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Concepts' }).click();
  await tile(page, 'sample-wolf').waitFor();
}

const tile = (page: Page, name: string) => page.locator(`[data-concept="${name}"]`);

describe('the concepts in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();
  const mine = (name = MINE): string => join(conceptFolder(join(editor.server().data, 'models')), name);

  beforeEach(async () => {
    const folder = conceptFolder(join(editor.server().data, 'models'));
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const concept = {
      words: gaussianNoise(1, [1, 1, 6]),
      patches: gaussianNoise(2, [1, 4, 6]),
      mask: filled([1, 4, 1], 1),
      mappers: { global: 'g', local: 'l' },
    };
    await saveConcept(folder, 'my mug', concept, { thumbnail: thumbnailOf(filled([1, 8, 8, 3], 0.7)) });
  });

  it('are shown with their pictures, and those of other weights are marked', async () => {
    const { page, complaints } = await editor.open();
    await openPanel(page);
    for (const name of ['sample-wolf', 'my mug']) {
      const picture = tile(page, name).locator('img');
      await picture.waitFor();
      await page.waitForFunction(
        (image) => image instanceof HTMLImageElement && image.naturalWidth === 128,
        await picture.elementHandle(),
      );
    }
    await tile(page, 'my mug').getByText('other weights').waitFor();
    assert.equal(await tile(page, 'sample-wolf').locator('small').count(), 0);
    assert.deepEqual(complaints, []);
  });

  it('become a node that is joined with the mappers where one is dragged onto nothing, and one step undoes it', async () => {
    const { page } = await editor.open();
    const before = await documentText(page);
    await openPanel(page);
    await drag(page, 'sample-wolf', { x: 900, y: 960 });
    const id = await idOf(page, 'LoadConcept');
    assert.equal(await valueOf(page, id, 'concept'), SAMPLE);
    const { links } = await savedDocument(page);
    assert.deepEqual(
      links
        .filter((link) => link[3] === id)
        .map((link) => link[5])
        .sort(),
      ['GLOBAL_MAPPER', 'LOCAL_MAPPER'],
    );
    await body(page, id).locator('img').waitFor();
    await page.evaluate(() => window.__elite.undo());
    assert.equal(await documentText(page), before);
  });

  it('take the place of another where one is dragged or chosen onto a node that loads one', async () => {
    const { page } = await editor.open();
    await openPanel(page);
    await tile(page, 'sample-wolf').getByRole('button').first().click();
    const id = await idOf(page, 'LoadConcept');
    const list = await body(page, id).locator('select').boundingBox();
    assert.ok(list);
    await drag(page, 'my mug', { x: list.x + list.width / 2, y: list.y + list.height / 2 });
    assert.equal(await valueOf(page, id, 'concept'), MINE);
    await page.evaluate(() => window.__elite.undo());
    assert.equal(await valueOf(page, id, 'concept'), SAMPLE);
    await tile(page, 'my mug').getByRole('button').first().click(); // the node is selected
    assert.equal(await valueOf(page, id, 'concept'), MINE);
  });

  it('are S* where one is dragged into a prompt', async () => {
    const { page } = await editor.open();
    await openPanel(page);
    const id = await idOf(page, 'EliteTextEncode');
    const prompt = body(page, id).locator('textarea');
    await prompt.fill('a hat on ');
    await tile(page, 'sample-wolf').getByRole('button').first().dragTo(prompt);
    await idle(page);
    assert.match(String(await valueOf(page, id, 'text')), /S\*/);
    assert.equal((await savedDocument(page)).nodes.filter(({ type }) => type === 'LoadConcept').length, 0);
  });

  it('have a place in the prompt from their menu', async () => {
    const { page } = await editor.open();
    await openPanel(page);
    const id = await idOf(page, 'EliteTextEncode');
    await body(page, id).locator('textarea').fill('a hat on ');
    await tile(page, 'my mug').getByRole('button', { name: 'my mug: more' }).click();
    await page.getByRole('menuitem', { name: 'Put S* into the prompt' }).click();
    assert.equal(await valueOf(page, id, 'text'), 'a hat on S*');
  });

  it('get another name, which the node that loads one follows', async () => {
    const { page } = await editor.open();
    await openPanel(page);
    await tile(page, 'my mug').getByRole('button').first().click();
    const id = await idOf(page, 'LoadConcept');
    await tile(page, 'my mug').getByRole('button', { name: 'my mug: more' }).click();
    await page.getByRole('menuitem', { name: 'Rename…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Rename my mug' });
    await dialog.getByRole('textbox').fill('cup');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await tile(page, 'cup').waitFor();
    assert.equal(await valueOf(page, id, 'concept'), 'cup.elite.safetensors');
    assert.ok(existsSync(mine('cup.elite.safetensors')) && !existsSync(mine()));
    await tile(page, 'sample-wolf').getByRole('button', { name: 'sample-wolf: more' }).click();
    assert.ok(await page.getByRole('menuitem', { name: 'Rename…' }).isDisabled());
    assert.ok(await page.getByRole('menuitem', { name: 'Delete…' }).isDisabled());
  });

  it('are deleted after a question, and can be had back, at a second try too', async () => {
    const { page } = await editor.open();
    await openPanel(page);
    const bytes = readFileSync(mine());
    await tile(page, 'my mug').getByRole('button', { name: 'my mug: more' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByRole('dialog', { name: 'Question' }).getByRole('button', { name: 'Delete' }).click();
    await tile(page, 'my mug').waitFor({ state: 'detached' });
    assert.ok(!existsSync(mine()));
    await page.route('**/elite/restore-concept', (route) => route.abort(), { times: 1 });
    const back = page.locator('.toasts').getByRole('button', { name: 'Undo', exact: true });
    await back.click();
    await page.locator('.toast.error').waitFor();
    await back.click();
    await tile(page, 'my mug').waitFor();
    assert.ok(readFileSync(mine()).equals(bytes));
  });

  it('are told where they are used, in graphs that are not open as well', async () => {
    const { page } = await editor.open();
    await openPanel(page);
    const ask = async () => {
      await tile(page, 'my mug').getByRole('button', { name: 'my mug: more' }).click();
      await page.getByRole('menuitem', { name: 'Delete…' }).click();
      const question = page.getByRole('dialog', { name: 'Question' });
      const told = await question.textContent();
      await question.getByRole('button', { name: 'Cancel' }).click();
      return told ?? '';
    };
    assert.match(await ask(), /Delete my mug\? No graph of yours loads it\./);
    const graph = readFileSync(join(packageRoot, 'workflows', 'saved-concept.json'), 'utf8');
    const loading = graph.replace('sample-wolf.elite.safetensors', 'my mug.elite.safetensors');
    const saved = join(editor.server().data, 'user', 'default', 'workflows');
    mkdirSync(saved, { recursive: true });
    writeFileSync(join(saved, 'mugs.json'), loading);
    writeFileSync(join(saved, 'other.json'), graph);
    writeFileSync(join(saved, 'broken.json'), '{"my mug.elite.safetensors');
    await page.reload();
    await page.waitForSelector('.app[data-ready=true]');
    await openPanel(page);
    assert.match(
      await ask(),
      /Delete my mug\? 1 saved graph that loads it will ask for another\. 1 saved graph could not be read\./,
    );
    await dropJson(page, 'mine.json', loading);
    await tile(page, 'my mug').waitFor();
    assert.match(
      await ask(),
      /\? 1 node of this graph and 1 saved graph that load it will ask for another\./,
    );
    await dispatch(page, { kind: 'rename', title: 'my draft' });
    await dropJson(page, 'next.json', graph);
    await tile(page, 'my mug').waitFor();
    assert.match(await ask(), /\? 1 saved graph and 1 draft that load it will ask for another\./);
    await page.evaluate(() => (location.hash = '#/w/mugs')); // the open graph's own file is not counted twice
    await page.getByText('Opened mugs').waitFor();
    assert.match(await ask(), /\? 1 node of this graph and 1 draft that load it will ask for another\./);
  });

  it('come in as files, and what is none is said and stops no other', async () => {
    const { page } = await editor.open();
    await openPanel(page);
    const [sound, web] = [mine(), join(editor.server().data, 'web.elite.safetensors')];
    writeFileSync(web, '<!doctype html>');
    const copy = join(editor.server().data, 'a friend’s.elite (1).safetensors');
    writeFileSync(copy, readFileSync(sound));
    await page.locator('.library input[type=file]').setInputFiles([web, copy]);
    await tile(page, 'a friend’s').waitFor();
    await page
      .getByRole('alert')
      .filter({ hasText: /^web: expected/ })
      .waitFor();
    assert.ok(!existsSync(mine('web.elite.safetensors')));
  });
});
