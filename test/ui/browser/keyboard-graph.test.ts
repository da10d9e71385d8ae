import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { body, documentText, idOf, savedDocument, valueOf } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';
import { choose, command, goToField, hasFocus, press, pressButton, tabTo, take } from './keyboard.ts';

/** The node with the highest id, which was added last. */
async function newest(page: Page) {
  const { nodes } = await savedDocument(page);
  const [node] = nodes.toSorted((a, b) => Number(b.id) - Number(a.id));
  assert.ok(node);
  return { ...node, id: Number(node.id) };
}

const linkCount = async (page: Page) => (await savedDocument(page)).links.length;

describe('the graph by the keyboard alone', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('is built: nodes added, selected, moved, connected, disconnected, copied, deleted, undone', async () => {
    const { page, complaints } = await editor.open();
    await command(page, 'New graph');
    await press(page, 'a');
    await take(page, 'Add a node', 'loadimage', /Load Image/);
    const photo = await newest(page);
    await press(page, 'Control+k');
    await take(page, 'Add a node', 'imagescale', /Scale/);
    const scale = await newest(page);
    assert.notEqual(scale.id, photo.id);

    await press(page, ...Array.from({ length: 30 }, () => 'Control+ArrowRight'));
    await press(page, 'Control+Shift+ArrowDown');
    assert.deepEqual((await newest(page)).pos, [scale.pos[0] + 360, scale.pos[1] + 1]);
    await press(page, 'ArrowLeft');
    assert.equal(await page.locator('.outline button[aria-pressed=true]').getAttribute('data-node'), '1');

    await press(page, 'l');
    await take(page, 'Connect to…', `image node ${scale.id}`, /^IMAGE → .+ · image/);
    assert.equal(await linkCount(page), 1);
    await press(page, 'ArrowRight', 'Shift+L');
    await take(page, 'Take off link…', 'image', /^image ← /);
    assert.equal(await linkCount(page), 0);
    await press(page, 'Control+z');
    assert.equal(await linkCount(page), 1);
    await press(page, 'Control+Shift+Z');
    assert.equal(await linkCount(page), 0);
    await press(page, 'Control+z');

    await press(page, 'c', 'p', 'Control+m');
    const { flags, mode } = await newest(page);
    assert.deepEqual([flags, mode], [{ collapsed: true, pinned: true }, 2]);
    await press(page, 'Control+z', 'Control+z', 'Control+z');

    await press(page, 'Control+a', 'Control+c', 'Control+v');
    assert.deepEqual([(await savedDocument(page)).nodes.length, await linkCount(page)], [4, 2]);
    await press(page, 'Delete');
    assert.deepEqual([(await savedDocument(page)).nodes.length, await linkCount(page)], [2, 1]);
    await press(page, 'Control+y', 'Control+z');
    assert.equal((await savedDocument(page)).nodes.length, 4);
    await press(page, 'Control+d');
    assert.equal((await savedDocument(page)).nodes.length, 4 + (await selectedCount(page)));
    await choose(page, photo.id);
    await choose(page, scale.id, 'Shift+Enter');
    await press(page, 'Shift+F10');
    assert.equal(await selectedCount(page), 2);
    await press(page, 'ArrowUp', 'Enter');
    assert.equal(
      (await savedDocument(page)).nodes.find(({ id }) => id === photo.id),
      undefined,
    );
    assert.deepEqual(complaints, []);
  });

  it('is edited: numbers, sliders, lists, switches, seeds, texts, names', async () => {
    const { page, complaints } = await editor.open();
    const sampler = await idOf(page, 'EliteUNetSampler');
    await goToField(page, sampler, 'steps');
    await press(page, 'ArrowUp', 'Shift+ArrowUp');
    assert.equal(await valueOf(page, sampler, 'steps'), 23);
    await press(page, 'Control+a');
    await page.keyboard.type('9');
    await press(page, 'Enter');
    assert.equal(await valueOf(page, sampler, 'steps'), 9);

    await goToField(page, sampler, 'lambda, slider');
    await press(page, 'ArrowLeft', 'Shift+ArrowLeft');
    assert.equal(await valueOf(page, sampler, 'lambda'), 0.69);
    await press(page, 'Delete');
    assert.equal(await valueOf(page, sampler, 'lambda'), 0.8);

    const scheduler = body(page, sampler).getByRole('combobox', { name: 'scheduler' });
    await tabTo(page, scheduler);
    const before = await scheduler.inputValue();
    await press(page, 'ArrowDown');
    assert.notEqual(await valueOf(page, sampler, 'scheduler'), before);

    await pressButton(page, body(page, sampler).getByRole('radio', { name: 'fixed' }), 'Shift+Tab');
    await tabTo(page, body(page, sampler).getByRole('textbox', { name: 'seed' }), 'Shift+Tab');
    await page.keyboard.type('18446744073709551615');
    await press(page, 'Enter');
    assert.match(await documentText(page), /18446744073709551615/);

    await pressButton(page, body(page, sampler).locator('button.more'));
    const attention = body(page, sampler).getByRole('switch', { name: 'attention' });
    await tabTo(page, attention, 'Shift+Tab');
    await press(page, 'Space');
    assert.equal(await valueOf(page, sampler, 'attention'), true);

    const prompt = await idOf(page, 'EliteTextEncode');
    await goToField(page, prompt, 'text');
    await press(page, 'Control+a');
    await page.keyboard.type('a S* in the snow');
    await press(page, 'Escape');
    assert.ok(await hasFocus(page.getByRole('application', { name: /^Graph/ })));
    assert.equal(await valueOf(page, prompt, 'text'), 'a S* in the snow');

    await tabTo(page, page.locator(`.outline button[data-node="${prompt}"]`), 'Shift+Tab');
    await press(page, 'Shift+F10');
    await press(page, 'Enter');
    await page.getByLabel('Title of the node').waitFor();
    await page.keyboard.type('Words');
    await press(page, 'Enter');
    assert.equal((await savedDocument(page)).nodes.find(({ id }) => id === prompt)?.title, 'Words');
    assert.deepEqual(complaints, []);
  });

  it('is saved, renamed, opened again, and a template beside it', async () => {
    const { page, complaints } = await editor.open();
    await press(page, 'Control+a', 'Control+ArrowDown', 'Control+s');
    await page.getByLabel('Name of the workflow').waitFor();
    await page.keyboard.type('mine');
    await press(page, 'Enter');
    await page.getByText('Saved mine').waitFor();
    const saved = await documentText(page);
    const library = page.getByRole('navigation', { name: 'Library' });
    await pressButton(page, library.getByRole('button', { name: 'Rename mine' }));
    await page.getByLabel('New name').waitFor();
    await page.keyboard.type('ours');
    await press(page, 'Enter');
    await page.getByText('Renamed to ours').waitFor();

    await pressButton(page, library.locator('.template'), 'Shift+Tab');
    await page.getByText('Opened generate').waitFor();
    assert.notEqual(await documentText(page), saved);
    await pressButton(page, library.getByRole('button', { name: 'Ours', exact: true }).first());
    await page.getByText('Opened ours').waitFor();
    const places = (text: string) =>
      (JSON.parse(text) as { nodes: { pos: unknown }[] }).nodes.map(({ pos }) => pos);
    assert.deepEqual(places(await documentText(page)), places(saved));

    await press(page, 'Control+Shift+P');
    await take(page, 'Commands', 'keys', /^Keys/);
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await press(page, 'Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    await pressButton(page, page.getByRole('tab', { name: 'Nodes' }), 'Shift+Tab');
    await tabTo(page, page.getByRole('searchbox', { name: 'Find a node' }));
    await page.keyboard.type('ksampler');
    await pressButton(page, library.locator('.entries button').first());
    await page.getByText('13 nodes').waitFor();
    await tabTo(page, page.getByRole('button', { name: /^Theme: as the system/ }), 'Shift+Tab');
    await press(page, 'Enter');
    await page.getByRole('button', { name: /^Theme: light/ }).waitFor();
    await idle(page);
    assert.deepEqual(complaints, []);
  });
});

function selectedCount(page: Page): Promise<number> {
  return page.locator('.outline button[aria-pressed=true]').count();
}
