import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { editorTests, idle, reload } from './editor-tests.ts';
import { idOf, slot } from './editor-page.ts';

const card = (page: Page) => page.locator('.hint-card');

/** Where the mark of a hint is, on the page. */
async function mark(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.locator('.hint-mark').boundingBox();
  assert.ok(box);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The first output of the graph. */
async function firstDot(page: Page): Promise<{ x: number; y: number }> {
  const [x, y] = await slot(page, await idOf(page, 'EliteBundleLoader'), 'output', 'MODEL');
  return { x, y };
}

const near = (a: { x: number; y: number }, b: { x: number; y: number }): void =>
  assert.ok(Math.hypot(a.x - b.x, a.y - b.y) < 2, JSON.stringify([a, b]));

describe('hints in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('come once, at the things themselves, when the first card is put away', async () => {
    const { page, complaints } = await editor.open({ isFirst: true });
    await page.locator('.examples img').first().waitFor();
    assert.equal(await card(page).count(), 0);
    await page.getByRole('button', { name: 'Go to the graph' }).click();
    await card(page).getByText('Double-click an empty place to add a node.').waitFor();
    await page.getByRole('button', { name: 'Next hint' }).click();

    await card(page).getByText('Drag a dot to another one').waitFor();
    await reload(page); // what was seen does not come again, what was not does
    await card(page).getByText('Drag a dot to another one').waitFor();
    await idle(page);
    near(await mark(page), await firstDot(page));
    await page.mouse.move(600, 700);
    await page.mouse.wheel(30, 20);
    await idle(page);
    near(await mark(page), await firstDot(page));
    await page.getByRole('button', { name: 'Next hint' }).click();

    await card(page).getByText('Press ? to see every key.').waitFor();
    const keys = await page.getByRole('button', { name: 'Keys (?)' }).boundingBox();
    assert.ok(keys);
    near(await mark(page), { x: keys.x + keys.width / 2, y: keys.y + keys.height / 2 });
    await page.getByRole('button', { name: 'Got it' }).click();
    await card(page).waitFor({ state: 'detached' });
    await reload(page);
    await idle(page);
    assert.equal(await card(page).count(), 0);
    assert.deepEqual(complaints, []);
  });

  it('do not come to who knows the editor, but by a command, and go by Escape', async () => {
    const { page } = await editor.open();
    assert.equal(await card(page).count(), 0);
    await page.keyboard.press('F1');
    await page.locator('dialog').getByRole('combobox').fill('hints');
    await page.keyboard.press('Enter');
    await card(page).getByText('Double-click').waitFor();
    await page.getByRole('button', { name: 'No more hints' }).press('Escape');
    await card(page).waitFor({ state: 'detached' });
    await reload(page);
    assert.equal(await card(page).count(), 0);
  });
});
