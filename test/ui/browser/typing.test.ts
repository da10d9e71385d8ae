import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { body, documentText, idOf, valueOf } from './editor-page.ts';
import { editorTests, idle, reload } from './editor-tests.ts';
import { press } from './keyboard.ts';

/** Keys that act on the graph where no text is typed. */
const KEYS = [
  ...['a', 'c', 'p', 'l', 'm', '.', '0', '+', '-', '?', 'Shift+L', 'Enter', 'Backspace', 'Delete'],
  ...['Control+a', 'Control+d', 'Control+m', 'Control+b', 'Control+z', 'Control+Shift+z', 'Control+y'],
  ...['Control+Shift+l', 'Control+Shift+p', 'F8'],
  ...['', 'Shift+', 'Control+', 'Control+Shift+'].flatMap((held) =>
    ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown'].map((key) => held + key),
  ),
];

/** The document without the text that is typed, the view, the selection, and what is open. */
async function state(page: Page, typed: readonly string[]) {
  await idle(page);
  const text = await documentText(page);
  return {
    text: typed.reduce((all, each) => all.replace(JSON.stringify(each), '…'), text),
    view: await page.evaluate(() => window.__elite.view()),
    selected: await page
      .locator('.outline button[aria-pressed=true]')
      .evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset['node'])),
    dialogs: await page.getByRole('dialog').count(),
  };
}

/** Keeps what would be said every ten seconds, for a test to let the time pass. */
const HOLD_TEN_SECONDS = `
  window.held = new Map();
  const every = window.setInterval, stop = window.clearInterval;
  window.setInterval = (run, ms, ...given) => {
    if (ms !== 10000) return every(run, ms, ...given);
    window.held.set(-1 - window.held.size, run);
    return -window.held.size;
  };
  window.clearInterval = (id) => (window.held.delete(id) ? undefined : stop(id));
`;

describe('typing and hearing in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('does nothing but type, whatever key is pressed, but for those that run, save, add and list', async () => {
    const { page, complaints } = await editor.open();
    const id = await idOf(page, 'EliteTextEncode');
    const box = body(page, id).locator('textarea');
    await box.click();
    await box.fill('a S* of before');
    const before = await state(page, ['a S* of before']);
    assert.deepEqual(before.selected, [String(id)]);
    for (const key of KEYS) {
      await page.keyboard.press(key);
      if (!(await box.evaluate((each) => each === document.activeElement)))
        assert.fail(`${key} took the focus`);
      await box.fill('a S* of before'); // a key may have typed, and cut, as it should
      await box.evaluate((each: HTMLTextAreaElement) => each.setSelectionRange(4, 4));
      assert.deepEqual(await state(page, ['a S* of before']), before, key);
    }
    for (const [key, dialog] of [
      ['Control+k', 'Add a node'],
      ['F1', 'Commands'],
      ['Control+s', 'Save as'],
    ] as const) {
      await box.focus();
      await page.keyboard.press(key);
      await page.getByRole('dialog', { name: dialog }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: dialog }).waitFor({ state: 'detached' });
    }
    await box.focus();
    await page.keyboard.press('Control+Enter');
    await page.locator('.facts').waitFor();
    assert.equal(await valueOf(page, id, 'text'), 'a S* of before');
    assert.deepEqual(complaints, []);
  });

  it('is told of a run at its beginning, every ten seconds and at its end, not at each step', async () => {
    const { page } = await editor.open();
    await page.addInitScript(HOLD_TEN_SECONDS);
    await reload(page);
    const { tempo } = editor.server();
    let goOn: () => void = () => undefined;
    let count = 0;
    tempo.step = () => ((count += 1) < 5 ? Promise.resolve() : new Promise((resolve) => (goOn = resolve)));
    const shown = page.locator('.status-bar .words');
    const spoken = page.locator('.status-bar .for-ears');
    assert.equal(await shown.getAttribute('aria-live'), 'polite');
    await press(page, 'Control+Enter');
    await shown.getByText(/^Step \d+ of 12/).waitFor();
    assert.equal(await shown.getAttribute('aria-live'), 'off');
    assert.equal(await spoken.textContent(), '');
    await page.evaluate(() => {
      for (const run of (window as unknown as { held: Map<number, () => void> }).held.values()) run();
    });
    await spoken.getByText(/^Step \d+ of 12/).waitFor({ state: 'attached' });
    tempo.step = () => Promise.resolve();
    goOn();
    await shown.getByText(/^Done in/).waitFor();
    assert.equal(await shown.getAttribute('aria-live'), 'polite');
    assert.equal(await spoken.textContent(), '');
    assert.equal(
      await page.evaluate(() => (window as unknown as { held: Map<number, unknown> }).held.size),
      0,
    );
  });
});
