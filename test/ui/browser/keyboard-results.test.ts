import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { body, dispatch, drop, idOf, valueOf } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';
import { command, goToField, hasFocus, press, pressButton, tabTo, take } from './keyboard.ts';

const done = (page: Page, count: number) =>
  page.waitForFunction((wanted) => document.querySelectorAll('.strip li').length >= wanted, count);

describe('runs and results by the keyboard alone', function () {
  this.timeout(120_000);
  const editor = editorTests();

  it('are started, stopped, and taken out of the queue', async () => {
    const { page, complaints } = await editor.open();
    const { tempo } = editor.server();
    let goOn = (): void => undefined;
    const hold = () => {
      tempo.step = () => new Promise((resolve) => (goOn = resolve));
    };
    const release = () => {
      tempo.step = () => Promise.resolve();
      goOn();
    };
    hold();
    const button = page.locator('button.run');
    await pressButton(page, button);
    await page.getByText(/^Step/).waitFor();
    assert.ok(await hasFocus(button.filter({ hasText: 'Stop' })));
    await press(page, 'Enter');
    release();
    await page.getByText('Stopped').waitFor();

    hold();
    await press(page, 'Control+Enter');
    await page.getByText(/^Step/).waitFor();
    await command(page, 'Queue');
    const queue = page.getByRole('dialog', { name: 'Queue' });
    await queue.waitFor();
    await queue.locator('.jobs li').first().waitFor();
    await pressButton(page, queue.getByRole('button', { name: 'Cancel this job' }));
    release();
    await queue.getByText('Nothing waits.').waitFor();
    await press(page, 'Escape');
    await queue.waitFor({ state: 'detached' });
    assert.deepEqual(complaints, []);
  });

  it('say that nothing changed, with buttons that a key goes to', async () => {
    const { page } = await editor.open();
    const id = await idOf(page, 'EliteUNetSampler');
    await dispatch(page, { kind: 'setControl', node: String(id), name: 'seed', control: 'fixed' });
    await press(page, 'Control+Enter');
    await page.locator('.facts').waitFor();
    await page.getByText(/^Done in/).waitFor();
    await press(page, 'Control+Enter');
    const toast = page.getByRole('status').filter({ hasText: 'Nothing changed, same result' });
    await toast.waitFor();
    const seed = await valueOf(page, id, 'seed');
    await press(page, 'F8');
    await pressButton(page, toast.getByRole('button', { name: 'New seed' }));
    await toast.waitFor({ state: 'detached' });
    await page.waitForFunction(() => !window.__elite.isRunning());
    assert.notEqual(await valueOf(page, id, 'seed'), seed);
  });

  it('are compared in four ways, given back, starred, used as a photo, and deleted', async () => {
    const { page, complaints } = await editor.open();
    const sampler = await idOf(page, 'EliteUNetSampler');
    await press(page, 'Control+Enter');
    await page.locator('.facts').waitFor();
    await page.getByText(/^Done in/).waitFor();
    const seed = await valueOf(page, sampler, 'seed');
    await press(page, 'Control+Enter');
    await done(page, 2);
    await page.getByText(/^Done in/).waitFor();

    await pressButton(page, page.locator('.result-actions').getByRole('button', { name: 'Compare…' }));
    const compare = page.getByRole('dialog', { name: 'Compare' });
    await compare.waitFor();
    const share = compare.getByLabel('How much of B is shown');
    await tabTo(page, share);
    await press(page, 'ArrowRight', 'ArrowRight');
    assert.equal(await share.inputValue(), '52');
    await pressButton(page, compare.getByRole('radio', { name: 'Side by side' }), 'Shift+Tab');
    await tabTo(page, compare.getByRole('group', { name: /^A beside B/ }));
    await press(page, '+', '+', 'ArrowRight');
    assert.equal(
      await compare.getByRole('img', { name: 'B' }).evaluate((image) => image.style.transform),
      'scale(1.5625)',
    );
    await pressButton(page, compare.getByRole('radio', { name: 'Flip' }), 'Shift+Tab');
    await tabTo(page, compare.getByRole('button', { name: 'Hold to see B (Space)' }));
    await page.keyboard.down('Space');
    await compare.getByRole('img', { name: 'B' }).waitFor();
    await page.keyboard.up('Space');
    await pressButton(page, compare.getByRole('radio', { name: 'Difference' }), 'Shift+Tab');
    await pressButton(page, compare.getByRole('radio', { name: '× 4' }));
    await press(page, 'Escape');
    await compare.waitFor({ state: 'detached' });

    await command(page, 'Gallery');
    const gallery = page.getByRole('dialog', { name: 'Gallery' });
    await gallery.locator('.gallery-tile').nth(1).waitFor();
    await pressButton(page, gallery.locator('.gallery-tile').nth(1));
    const detail = gallery.locator('.gallery-detail');
    await detail.locator('.gallery-values').waitFor();
    await pressButton(page, detail.getByRole('button', { name: 'Star' }));
    await gallery.locator('.starred').waitFor();
    await pressButton(page, detail.getByRole('button', { name: 'Use these settings' }));
    await page.getByText('The settings are in the graph').waitFor();
    assert.equal(await valueOf(page, sampler, 'seed'), seed);

    await command(page, 'Gallery');
    await gallery.locator('.gallery-tile').nth(1).waitFor();
    await pressButton(page, gallery.locator('.gallery-tile').first());
    await detail.locator('.gallery-values').waitFor();
    await pressButton(page, detail.getByRole('button', { name: 'Use as photo' }));
    await page.getByText('It is the photo now').waitFor();

    await command(page, 'Gallery');
    await gallery.locator('.gallery-tile').nth(1).waitFor();
    const before = await gallery.locator('.gallery-tile').count();
    await pressButton(page, gallery.locator('.gallery-tile').first());
    await pressButton(page, detail.getByRole('button', { name: 'Delete' }));
    await pressButton(
      page,
      page.getByRole('dialog', { name: 'Question' }).getByRole('button', { name: 'Delete' }),
    );
    await page.waitForFunction(
      (count) => document.querySelectorAll('.gallery-tile').length === count - 1,
      before,
    );
    await press(page, 'Escape');
    assert.deepEqual(complaints, []);
  });

  it('vary λ, a photo is cut again, and a problem leads to its field', async () => {
    const { page } = await editor.open();
    await command(page, 'Sweep');
    const sweep = page.getByRole('dialog', { name: 'Sweep' });
    await sweep.waitFor();
    await tabTo(page, sweep.getByLabel('pictures'));
    await press(page, 'Control+a');
    await page.keyboard.type('2');
    await pressButton(page, sweep.getByRole('button', { name: 'Start' }));
    await page.waitForFunction(() => document.querySelectorAll('.sweep-cell[data-state=done]').length === 2);
    await press(page, 'Escape');
    await sweep.waitFor({ state: 'detached' });

    const photo = await idOf(page, 'LoadImage');
    await goToField(page, photo, 'Cut to a square…');
    await press(page, 'Enter');
    await page.locator('.crop-frame').waitFor();
    await press(page, '-', 'ArrowDown', 'Enter');
    await page.locator('.crop-frame').waitFor({ state: 'detached' });
    assert.match(String(await valueOf(page, photo, 'image')), /square/);

    await dispatch(page, { kind: 'setValue', node: String(photo), name: 'image', value: 'gone.png' });
    await pressButton(page, page.locator('button.blocker'));
    await page.waitForFunction(
      (node) => document.activeElement?.closest<HTMLElement>('.node-body')?.dataset['node'] === node,
      String(photo),
    );
    await press(page, 'Control+Enter');
    const problem = page.getByRole('region', { name: 'Problems' }).getByRole('button').first();
    await problem.waitFor();
    await press(page, 'Escape');
    await pressButton(page, problem);
    await page.waitForFunction(
      (node) => document.activeElement?.closest<HTMLElement>('.node-body')?.dataset['node'] === node,
      String(photo),
    );
    await pressButton(page, body(page, photo).getByRole('button', { name: 'Choose another…' }));
    await take(page, 'Choose another…', 'toy-mask', /^toy-mask/);
    assert.equal(await valueOf(page, photo, 'image'), 'toy-mask.png');
  });

  it('a picture that carries a graph is asked about, and the answer given', async () => {
    const { page } = await editor.open();
    await press(page, 'Control+Enter');
    await page.locator('.facts').waitFor();
    const url = await page.locator('.facts a').getAttribute('href');
    const bytes = await page.evaluate(
      async (from) => [...new Uint8Array(await (await fetch(from)).arrayBuffer())],
      String(url),
    );
    await drop(page, { name: 'made.png', type: 'image/png', bytes: Uint8Array.from(bytes) });
    const question = page.getByRole('dialog', { name: 'Question' });
    await pressButton(page, question.getByRole('button', { name: 'Open the graph' }));
    await page.getByText('Opened made').waitFor();
    await idle(page);
  });
});
