import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { body, dispatch, idOf } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';

/** What the page offers once the checker was put into it. */
interface AxeWindow {
  readonly axe: typeof axe;
}

/** The serious and critical findings on the page as it is, each in a line. */
async function findings(page: Page, screen: string): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (window as unknown as AxeWindow).axe.run(document, { resultTypes: ['violations'] }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${screen}: ${id}: ${html.slice(0, 140)}`));
}

/** The findings in both themes. */
async function inBothThemes(page: Page, screen: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForFunction((theme) => document.documentElement.dataset['theme'] === theme, colorScheme);
    found.push(...(await findings(page, `${screen}, ${colorScheme}`)));
  }
  return found;
}

describe('the editor for everyone', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('has no serious finding on its screens in either theme', async () => {
    const { page } = await editor.open({ isFirst: true });
    await page.locator('.examples img').first().waitFor();
    const found = await inBothThemes(page, 'start');
    await page.locator('.examples button').first().click();
    await page.locator('.prompt-step mark').first().waitFor();
    found.push(...(await inBothThemes(page, 'prompt')));
    await page.getByRole('button', { name: 'Go to the graph' }).click();
    found.push(...(await inBothThemes(page, 'graph')));
    await page.getByRole('tab', { name: 'Nodes' }).click();
    await body(page, await idOf(page, 'LoadImageMask'))
      .getByRole('button', { name: 'Paint the mask…' })
      .click();
    await page.locator('.verdict').waitFor();
    found.push(...(await inBothThemes(page, 'mask')));
    await page.keyboard.press('Escape');
    for (const name of ['Sweep', 'Gallery', 'Queue']) {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('dialog', { name }).waitFor();
      found.push(...(await inBothThemes(page, name)));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name }).waitFor({ state: 'detached' });
    }
    await page.keyboard.press('F1');
    await page.getByRole('dialog', { name: 'Commands' }).waitFor();
    found.push(...(await inBothThemes(page, 'commands')));
    await page.getByRole('combobox', { name: 'Find a command' }).fill('models');
    await page.keyboard.press('Enter');
    await page.locator('[data-model="elite-nano"]').waitFor();
    found.push(...(await inBothThemes(page, 'models')));
    assert.deepEqual(found, []);
  });

  it('leads by the keyboard alone from an example to a picture', async () => {
    const { page } = await editor.open({ isFirst: true });
    await page.locator('.examples button').first().waitFor();
    await page.waitForFunction(() => document.activeElement?.className === 'drop-zone');
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Paste a photo');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await page.keyboard.press('Control+Enter');
    await page.locator('img[data-kind=start-result]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.start-card').waitFor({ state: 'detached' });
    const outline = page.getByRole('region', { name: 'Outline of the graph' });
    assert.equal(await outline.getByRole('button').count(), 12);
  });

  it('lists every command by its name, and runs the chosen one', async () => {
    const { page } = await editor.open();
    await page.keyboard.press('F1');
    await page.getByRole('combobox', { name: 'Find a command' }).fill('select all');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Commands' }).waitFor({ state: 'detached' });
    await idle(page); // the command runs once the dialog is gone
    await page.keyboard.press('Delete');
    await page.getByText('0 nodes').waitFor();
  });

  it('selects several nodes in the outline, which is seen while it has the focus', async () => {
    const { page } = await editor.open();
    const outline = page.getByRole('region', { name: 'Outline of the graph' });
    const height = async () => (await outline.boundingBox())?.height ?? 0;
    assert.ok((await height()) <= 1);
    await page.keyboard.press('Shift+Tab');
    assert.ok((await height()) > 100);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Enter');
    assert.equal(await outline.getByRole('button', { pressed: true }).count(), 2);
    assert.deepEqual(await findings(page, 'outline'), []);
    await page.keyboard.press('Delete');
    await page.getByText('10 nodes').waitFor();
  });

  it('keeps every node in the outline that the browser tells of, also after some went and came back', async () => {
    const { page } = await editor.open();
    const session = await page.context().newCDPSession(page);
    const told = async () => {
      await idle(page);
      const { nodes } = await session.send('Accessibility.getFullAXTree');
      const names = nodes.flatMap(({ role, name }) =>
        role?.value === 'button' ? [String(name?.value)] : [],
      );
      return names.filter((name) => /^(Photo|Mask|ELITE Sampler|Result)\b/.test(name)).sort();
    };
    const before = await told();
    assert.ok(
      before.some((name) => /^ELITE Sampler, .+ from /.test(name)),
      before.join('; '),
    );
    assert.equal(before.length, 4);
    const gone = [String(await idOf(page, 'LoadImage')), String(await idOf(page, 'SaveImage'))];
    await dispatch(page, { kind: 'remove', nodes: gone });
    assert.equal((await told()).length, 2);
    await page.evaluate(() => window.__elite.undo());
    assert.deepEqual(await told(), before);
  });

  it('zooms and moves the view by keys', async () => {
    const { page } = await editor.open();
    const look = async (key: string) => {
      await page.keyboard.press(key);
      await idle(page);
      return page.evaluate(() => window.__elite.view());
    };
    const { scale } = await page.evaluate(() => window.__elite.view());
    const larger = await look('+');
    assert.ok(larger.scale > scale);
    const right = await look('Shift+ArrowRight');
    assert.ok(right.offset[0] < larger.offset[0]);
    const down = await look('Shift+ArrowDown');
    assert.ok(down.offset[1] < right.offset[1]);
    assert.ok((await look('-')).scale < down.scale);
  });
});
