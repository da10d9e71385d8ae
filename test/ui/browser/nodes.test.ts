import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { someNode } from '../../../ui/src/model/document.ts';
import { dispatch, documentText, drag, savedDocument, slot, type SavedDocument } from './editor-page.ts';
import { editorTests, idle, reload } from './editor-tests.ts';

type SavedNode = SavedDocument['nodes'][number];

/** A place where the graph has no node. */
const GROUND = [700, 950] as const;

/** The links of the document: which output of which node feeds which input of which. */
async function links(page: Page): Promise<string[]> {
  const doc = await savedDocument(page);
  const nodes = new Map(doc.nodes.map((node) => [node.id, node]));
  return doc.links.map(([, from, slotFrom, to, slotTo]) => {
    const input = nodes.get(to as number)?.inputs?.[slotTo as number]?.name;
    return `${String(from)}.${String(slotFrom)} ${String(to)}.${String(input)}`;
  });
}

/** Adds a node of a type at a place of the page; answers its id. */
async function add(page: Page, type: string, [x, y]: readonly [number, number]): Promise<number> {
  const corner = await page.locator('.graph').boundingBox();
  const { scale, offset } = await page.evaluate(() => window.__elite.view());
  assert.ok(corner);
  const pos = [(x - corner.x) / scale - offset[0], (y - corner.y) / scale - offset[1]] as const;
  await dispatch(page, { kind: 'add', node: someNode({ id: '', type, pos }) });
  return Math.max(...(await savedDocument(page)).nodes.map((node) => Number(node.id)));
}

async function undo(page: Page): Promise<void> {
  await page.evaluate(() => window.__elite.undo());
  await idle(page);
}

describe('links in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('are taken off at their target and dropped on another slot, in one step', async () => {
    const { page, complaints } = await editor.open();
    const before = await documentText(page);
    await drag(page, await slot(page, 10, 'input', 'negative'), await slot(page, 10, 'input', 'positive'));
    const after = await links(page);
    assert.ok(after.includes('8.0 10.positive'));
    assert.ok(!after.some((link) => link.endsWith('10.negative') || link === '7.0 10.positive'));
    await undo(page);
    assert.equal(await documentText(page), before);
    assert.deepEqual(complaints, []);
  });

  it('are taken off at their target and dropped on nothing, in one step', async () => {
    const { page } = await editor.open();
    const [before, all] = [await documentText(page), await links(page)];
    await drag(page, await slot(page, 12, 'input', 'images'), GROUND);
    await page.keyboard.press('Escape');
    assert.deepEqual(
      await links(page),
      all.filter((link) => link !== '11.0 12.images'),
    );
    await undo(page);
    assert.equal(await documentText(page), before);
  });

  it('stay as they are when they are put back, near their slot at least', async () => {
    const { page } = await editor.open();
    const before = await documentText(page);
    const [x, y] = await slot(page, 12, 'input', 'images');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 90, y + 40, { steps: 5 });
    await page.mouse.move(x - 10, y, { steps: 5 });
    await page.mouse.up();
    assert.equal(await documentText(page), before);
  });

  it('go back to where they were when their new place would close a loop, whose nodes are named', async () => {
    const { page } = await editor.open();
    const [a, b] = [await add(page, 'ImageScale', [480, 860]), await add(page, 'ImageScale', [800, 860])];
    for (const [from, to, input] of [
      [11, a, 'image'],
      [a, b, 'image'],
      [b, 12, 'images'],
    ] as const)
      await dispatch(page, {
        kind: 'connect',
        from: { node: String(from), slot: 0 },
        to: { node: String(to), input },
      });
    const before = await documentText(page);
    const refused = page.getByRole('alert').filter({ hasText: 'would close a loop' });
    for (const node of [a, b]) {
      await drag(page, await slot(page, 12, 'input', 'images'), await slot(page, node, 'input', 'image'));
      await refused.first().waitFor();
      assert.equal(await documentText(page), before);
      await refused.getByRole('button').click();
      await refused.waitFor({ state: 'detached' });
    }
  });

  it('are taken up within 12 px of their slot on the screen at any zoom, within 22 by a finger', async () => {
    const { page } = await editor.open({ hasTouch: true });
    const [before, all] = [await documentText(page), await links(page)];
    const without = all.filter((link) => link !== '11.0 12.images');
    await page.mouse.move(GROUND[0], GROUND[1] - 40);
    for (const turn of [0, 300]) {
      await page.mouse.wheel(0, turn);
      const [x, y] = await slot(page, 12, 'input', 'images');
      await drag(page, [x - 14, y], [x - 60, y + 60]); // moves the view
      assert.equal(await documentText(page), before);
      const [left, top] = await slot(page, 12, 'input', 'images');
      await drag(page, [left - 10, top], [left - 60, top + 80]);
      await page.keyboard.press('Escape');
      assert.deepEqual(await links(page), without);
      await undo(page);
    }
    const session = await page.context().newCDPSession(page);
    const [x, y] = await slot(page, 12, 'input', 'images');
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: readonly [number, number]) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: at ? [{ x: at[0], y: at[1], id: 1 }] : [],
      });
    await touch('touchStart', [x - 19, y]);
    for (let step = 1; step <= 5; step += 1) await touch('touchMove', [x - 19 - 10 * step, y + 15 * step]);
    await touch('touchEnd');
    await idle(page);
    assert.deepEqual(await links(page), without);
  });

  it('of an output move all together with Shift, to another output or to nothing, in one step each', async () => {
    const { page } = await editor.open();
    const loader = await add(page, 'CheckpointLoaderSimple', [420, 860]);
    const [before, all] = [await documentText(page), await links(page)];
    const moveTo = async (place: readonly [number, number]) => {
      await page.keyboard.down('Shift');
      await drag(page, await slot(page, 1, 'output', 'CLIP'), place);
      await page.keyboard.up('Shift');
    };
    await moveTo(await slot(page, loader, 'output', 'CLIP'));
    assert.deepEqual(
      (await links(page)).sort(),
      all.map((link) => link.replace(/^1\.1 /, `${loader}.1 `)).sort(),
    );
    await undo(page);
    assert.equal(await documentText(page), before);
    await moveTo(await slot(page, loader, 'output', 'VAE'));
    assert.equal(await documentText(page), before);
    await moveTo(GROUND);
    assert.deepEqual(
      await links(page),
      all.filter((link) => !link.startsWith('1.1 ')),
    );
    await undo(page);
    assert.equal(await documentText(page), before);
  });
});

describe('nodes in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();
  const stateOf = ({ flags, mode }: SavedNode) => [flags?.collapsed === true, flags?.pinned === true, mode];

  it('are folded, pinned and switched off, and stay so through save, reload and undo', async () => {
    const { page, complaints } = await editor.open();
    const box = await page.evaluate(() => window.__elite.rect('12'));
    assert.ok(box);
    const state = async () => {
      const node = (await savedDocument(page)).nodes.find(({ id }) => id === 12);
      assert.ok(node);
      return stateOf(node);
    };
    await page.mouse.click(box.x + box.width / 2, box.y + 8);
    for (const key of ['c', 'p', 'Control+m']) await page.keyboard.press(key);
    assert.deepEqual(await state(), [true, true, 2]);
    await drag(page, [box.x + box.width / 2, box.y + 8], [box.x + box.width / 2 - 60, box.y + 90]);
    assert.deepEqual(await page.evaluate(() => window.__elite.rect('12')?.x), box.x);

    await page.keyboard.press('Control+s');
    await page.getByLabel('Name of the workflow').fill('states');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved states').waitFor();
    await reload(page);
    assert.deepEqual(await state(), [true, true, 2]);
    await page.getByRole('button', { name: 'New graph' }).click();
    await page.getByRole('navigation').getByRole('button', { name: 'States' }).first().click();
    await page.getByText('Opened states').waitFor();
    assert.deepEqual(await state(), [true, true, 2]);

    await page.keyboard.press('Control+a');
    await page.keyboard.press('p');
    assert.deepEqual(
      (await savedDocument(page)).nodes.map((node) => stateOf(node)[1]),
      Array.from({ length: 12 }, () => true),
    );
    await page.keyboard.press('p');
    assert.deepEqual(await state(), [true, false, 2]);
    await undo(page);
    assert.deepEqual(await state(), [true, true, 2]);
    assert.deepEqual(complaints, []);
  });

  it('are unpinned, unfolded and switched on from their menu', async () => {
    const { page } = await editor.open();
    const box = await page.evaluate(() => window.__elite.rect('12'));
    assert.ok(box);
    const before = await documentText(page);
    const choose = async (name: string) => {
      await page.mouse.click(box.x + box.width / 2, box.y + 8, { button: 'right' });
      await page.getByRole('menuitem', { name }).click();
      await idle(page);
    };
    for (const name of ['Fold', 'Pin in place', 'Switch off']) await choose(name);
    assert.notEqual(await documentText(page), before);
    for (const name of ['Unfold', 'Unpin', 'Switch on']) await choose(name);
    assert.equal(await documentText(page), before);
  });
});
