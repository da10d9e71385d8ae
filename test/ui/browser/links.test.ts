import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { someNode } from '../../../ui/src/model/document.ts';
import { dispatch, documentText, savedDocument } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';

/** The links of the document: which output of which node feeds which input of which. */
async function links(page: Page): Promise<string[]> {
  const doc = await savedDocument(page);
  const nodes = new Map(doc.nodes.map((node) => [node.id, node]));
  return doc.links
    .map(([, from, slotFrom, to, slotTo]) => {
      const input = nodes.get(to as number)?.inputs?.[slotTo as number]?.name;
      return `${String(from)}.${String(slotFrom)} ${String(to)}.${String(input)}`;
    })
    .sort();
}

/** Steps back until the focus is on a node of the outline. */
async function walkTo(page: Page, id: number): Promise<void> {
  for (let step = 0; step < 200; step += 1) {
    await page.keyboard.press('Shift+Tab');
    if ((await focused(page)) === String(id)) return;
  }
  assert.fail(`node ${id}: expected it on the way of the Tab key, got 200 other places`);
}

/** The node of the outline that has the focus. */
function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const at = document.activeElement;
    return at instanceof HTMLElement && at.closest('.outline') ? at.dataset['node'] : undefined;
  });
}

/** Chooses an entry of the menu that opens at what has the focus. */
async function chooseInMenu(page: Page, label: string): Promise<void> {
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu', { name: 'Node' });
  await menu.waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menuitem');
  for (let step = 0; step < 20; step += 1) {
    if ((await page.locator(':focus').textContent())?.startsWith(label)) {
      await page.keyboard.press('Enter');
      return;
    }
    await page.keyboard.press('ArrowDown');
  }
  assert.fail(`menu: expected ${label}, got ${String(await menu.textContent())}`);
}

/** Types into the list that opened, and takes what is first. */
async function take(page: Page, dialog: string, query: string, first: RegExp): Promise<void> {
  const list = page.getByRole('dialog', { name: dialog });
  await list.waitFor();
  await page.keyboard.type(query);
  assert.match(String(await list.getByRole('option').first().textContent()), first);
  await page.keyboard.press('Enter');
  await list.waitFor({ state: 'detached' });
  await idle(page);
}

async function undo(page: Page): Promise<void> {
  await page.keyboard.press('Control+z');
  await idle(page);
}

describe('links by the keyboard alone', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('are made from the menu of a node of the outline, in one step, and the focus goes back there', async () => {
    const { page, complaints } = await editor.open();
    const [before, all] = [await documentText(page), await links(page)];
    await walkTo(page, 8);
    await chooseInMenu(page, 'Connect to…');
    await take(page, 'Connect to…', 'node 10 positive', /^CONDITIONING → .+ · positive/);
    await page.getByRole('status').filter({ hasText: 'Connected: CONDITIONING → ' }).waitFor();
    assert.deepEqual(await links(page), all.map((link) => link.replace('7.0 10.pos', '8.0 10.pos')).sort());
    assert.equal(await focused(page), '8');
    await undo(page);
    assert.equal(await documentText(page), before);
    assert.deepEqual(complaints, []);
  });

  it('are taken off by a key or a command, in one step', async () => {
    const { page } = await editor.open();
    const [before, all] = [await documentText(page), await links(page)];
    const without = all.filter((link) => link !== '11.0 12.images');
    await walkTo(page, 12);
    await page.keyboard.press('Shift+L');
    await take(page, 'Take off link…', 'images', /^images ← .+ · IMAGE/);
    assert.deepEqual(await links(page), without);
    assert.equal(await focused(page), '12');
    await undo(page);
    assert.equal(await documentText(page), before);
    await page.keyboard.press('F1');
    await page.getByRole('combobox', { name: 'Find a command' }).fill('take off');
    await page.keyboard.press('Enter');
    await take(page, 'Take off link…', 'images', /^images ← /);
    assert.deepEqual(await links(page), without);
    assert.equal(await focused(page), '12');
  });

  it('are reached from the canvas through the node that is selected, from nowhere with a sentence', async () => {
    const { page } = await editor.open();
    await page.keyboard.press('l');
    await page.getByRole('status').filter({ hasText: 'Select one node first' }).waitFor();
    await walkTo(page, 12);
    await page.keyboard.press('Enter');
    await page.getByRole('application', { name: 'Graph' }).focus();
    await chooseInMenu(page, 'Take off link…');
    await take(page, 'Take off link…', 'images', /^images ← /);
    assert.ok(!(await links(page)).includes('11.0 12.images'));
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'CANVAS');
  });

  it('are refused with the names of the nodes where they would close a loop', async () => {
    const { page } = await editor.open();
    const add = { kind: 'add', node: someNode({ id: '', type: 'ImageScale', pos: [0, 900] }) } as const;
    await dispatch(page, { kind: 'batch', commands: [add, add] });
    const [b = 0, a = 0] = (await savedDocument(page)).nodes
      .map(({ id }) => Number(id))
      .sort((x, y) => y - x);
    const [from, to] = [
      { node: String(a), slot: 0 },
      { node: String(b), input: 'image' },
    ];
    await dispatch(page, { kind: 'connect', from, to });
    const before = await documentText(page);
    await walkTo(page, b);
    await page.keyboard.press('l');
    await take(page, 'Connect to…', `node ${a} loop`, /^IMAGE → .+ · image/);
    await page.getByRole('alert').filter({ hasText: 'This link would close a loop' }).waitFor();
    assert.equal(await documentText(page), before);
    assert.equal(await focused(page), String(b));
  });

  it('go to a new node, of which those that fit are listed, in one step', async () => {
    const { page } = await editor.open();
    const [before, all] = [await documentText(page), await links(page)];
    await walkTo(page, 12);
    await page.keyboard.press('l');
    await take(page, 'Connect to…', 'images new', /^images ← a new node…/);
    const search = page.getByRole('dialog', { name: 'Add a node' });
    await search.waitFor();
    await page.keyboard.type('ksampler');
    assert.equal(
      await search
        .getByRole('option')
        .filter({ hasText: /^KSampler/ })
        .count(),
      0,
    );
    await page.keyboard.press('Control+a');
    await take(page, 'Add a node', 'imagescale', /Scale/);
    const added = (await links(page)).filter((link) => !all.includes(link));
    assert.match(String(added), /^\d+\.0 12\.images$/);
    assert.equal(await focused(page), '12');
    await undo(page);
    assert.equal(await documentText(page), before);
  });

  it('move all together from an output to another, and one by one from an input to another', async () => {
    const { page } = await editor.open();
    const node = someNode({ id: '', type: 'CheckpointLoaderSimple', pos: [0, 900] });
    await dispatch(page, { kind: 'add', node });
    const loader = Math.max(...(await savedDocument(page)).nodes.map(({ id }) => Number(id)));
    const [before, all] = [await documentText(page), await links(page)];
    await walkTo(page, 10);
    await page.keyboard.press('m');
    await take(page, 'Move link…', 'negative: positive', /^negative: its link → .+ · positive/);
    const rest = all.filter((link) => !/^7\.0|negative$/.test(link));
    assert.deepEqual(await links(page), [...rest, '8.0 10.positive'].sort());
    await undo(page);
    await walkTo(page, 1);
    await page.keyboard.press('m');
    await take(page, 'Move link…', `clip node ${loader}`, /^CLIP: /);
    assert.deepEqual(await links(page), all.map((link) => link.replace(/^1\.1 /, `${loader}.1 `)).sort());
    await undo(page);
    assert.equal(await documentText(page), before);
  });
});
