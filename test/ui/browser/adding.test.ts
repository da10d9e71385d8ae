import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { documentText, drag, savedDocument, slot } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';

/** A place where the graph has no node. */
const GROUND = [700, 950] as const;

const search = (page: Page) => page.getByRole('dialog', { name: 'Add a node' });

/** What the search lists first. */
async function first(page: Page, query: string): Promise<string | undefined> {
  await search(page).getByRole('combobox').fill(query);
  await idle(page);
  return (await search(page).locator('[role=option] .name').allTextContents())[0];
}

/** The node that was added last. */
async function added(page: Page) {
  const { nodes, links } = await savedDocument(page);
  const node = nodes.reduce((a, b) => (Number(a.id) > Number(b.id) ? a : b));
  return { node, links: links.filter(([, from, , to]) => from === node.id || to === node.id) };
}

/** The point of the graph under a place of the page. */
async function pointAt(page: Page, [x, y]: readonly [number, number]): Promise<readonly [number, number]> {
  const corner = await page.locator('.graph').boundingBox();
  assert.ok(corner);
  const { scale, offset } = await page.evaluate(() => window.__elite.view());
  return [(x - corner.x) / scale - offset[0], (y - corner.y) / scale - offset[1]];
}

describe('adding nodes in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('begins with a double click, A or Mod+K, and finds by letters in their order and by aliases', async () => {
    const { page, complaints } = await editor.open();
    const begin = [
      () => page.mouse.dblclick(...GROUND, { delay: 5 }),
      () => page.keyboard.press('a'),
      () => page.keyboard.press('Control+k'),
    ];
    await page.mouse.click(...GROUND);
    for (const act of begin) {
      await act();
      await search(page).waitFor();
      assert.equal(await first(page, 'smplr'), 'ELITE Sampler');
      assert.equal(await first(page, 'elite sam'), 'ELITE Sampler');
      assert.equal(await first(page, 'elcon'), 'ELITE Text Encode');
      await page.keyboard.press('Escape');
      await search(page).waitFor({ state: 'detached' });
    }
    assert.deepEqual(complaints, []);
  });

  it('from a link that is dropped on nothing lists what fits, and the chosen node arrives connected', async () => {
    const { page } = await editor.open();
    const before = await documentText(page);
    await drag(page, await slot(page, 11, 'output', 'IMAGE'), GROUND);
    await search(page).waitFor();
    const names = await search(page).locator('[role=option] .name').allTextContents();
    assert.ok(names.includes('Save Image') && !names.includes('Load Image'), String(names));
    await first(page, 'save image');
    await page.keyboard.press('Enter');
    const { node, links } = await added(page);
    assert.equal(node.type, 'SaveImage');
    assert.deepEqual(
      links.map(([, from, output, to]) => [from, output, to]),
      [[11, 0, node.id]],
    );
    const at = await pointAt(page, GROUND);
    for (const axis of [0, 1] as const) assert.ok(Math.abs(node.pos[axis] - at[axis]) <= 1);
    await page.evaluate(() => window.__elite.undo());
    assert.equal(await documentText(page), before);
  });

  it('from the library, by category, is dragged to a place', async () => {
    const { page } = await editor.open();
    await page.getByRole('tab', { name: 'Nodes' }).click();
    const library = page.getByRole('navigation', { name: 'Library' });
    await library.getByRole('heading', { name: 'elite', exact: true }).waitFor();
    const stage = await page.locator('.graph').boundingBox();
    assert.ok(stage);
    await library
      .getByRole('button', { name: 'Global Mapper' })
      .dragTo(page.locator('.graph'), { targetPosition: { x: GROUND[0] - stage.x, y: GROUND[1] - stage.y } });
    await idle(page);
    const { node } = await added(page);
    assert.equal(node.type, 'GlobalMapper');
    const at = await pointAt(page, GROUND);
    for (const axis of [0, 1] as const) assert.ok(Math.abs(node.pos[axis] - at[axis]) <= 1);
  });
});
