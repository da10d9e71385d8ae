import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { dispatch, documentText, dropJson, idOf, valueOf } from './editor-page.ts';
import { editorTests, idle, reload } from './editor-tests.ts';

/** Runs the graph and waits for its picture. */
async function runOnce(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.locator('.facts').waitFor();
  await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
}

async function openNewest(page: Page) {
  await page.getByRole('button', { name: 'Gallery' }).click();
  await page.locator('.gallery-tile').first().click();
  const detail = page.locator('.gallery-detail');
  await detail.locator('.gallery-values').waitFor();
  return detail;
}

/** A page of a server on another computer has no clipboard. */
const NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })";

/** Keeps what would run after six seconds, for a test to let the time pass. */
const HOLD_SIX_SECONDS = `
  window.held = [];
  const later = window.setTimeout;
  window.setTimeout = (run, ms, ...given) => (ms === 6000 ? window.held.push(run) : later(run, ms, ...given));
`;

describe('the gallery and toasts in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('star a result, download it, and make it the photo', async () => {
    const { page, complaints } = await editor.open();
    await runOnce(page);
    let detail = await openNewest(page);
    await Promise.all([
      page.waitForResponse((response) => response.url().includes('elite-graph.stars') && response.ok()),
      detail.getByRole('button', { name: 'Star' }).click(),
    ]);
    await page.locator('.gallery-tile .starred').first().waitFor();
    await reload(page);
    detail = await openNewest(page);
    assert.equal(await detail.getByRole('button', { name: 'Star' }).getAttribute('aria-pressed'), 'true');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      detail.getByRole('link', { name: 'Download', exact: true }).click(),
    ]);
    assert.match(file.suggestedFilename(), /\.(png|webp|jpe?g)$/);
    await detail.getByRole('button', { name: 'Use as photo' }).click();
    await page.getByText('It is the photo now').waitFor();
    const photo = await valueOf(page, await idOf(page, 'LoadImage'), 'image');
    assert.equal(photo, file.suggestedFilename());
    assert.deepEqual(complaints, []);
  });

  it('copy a result as a picture, and say so where the page may not', async () => {
    const { page } = await editor.open({ permissions: ['clipboard-read', 'clipboard-write'] });
    await runOnce(page);
    await page.locator('.result-actions').getByRole('button', { name: 'Copy' }).click();
    await page.getByText('The picture is in the clipboard').waitFor();
    const types = await page.evaluate(async () =>
      (await navigator.clipboard.read()).flatMap((item) => [...item.types]),
    );
    assert.ok(types.includes('image/png'), types.join());
    await page.addInitScript(NO_CLIPBOARD);
    await reload(page);
    const detail = await openNewest(page);
    await detail.getByRole('button', { name: 'Copy' }).click();
    const refusal = page.getByRole('alert').filter({ hasText: 'only over HTTPS' });
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      refusal.getByRole('button', { name: 'Download' }).click(),
    ]);
    assert.match(file.suggestedFilename(), /\.(png|webp|jpe?g)$/);
  });

  it('offer a new seed and to run anyway when nothing changed', async () => {
    const { page } = await editor.open();
    const id = await idOf(page, 'EliteUNetSampler');
    const { tempo } = editor.server();
    await dispatch(page, { kind: 'setControl', node: String(id), name: 'seed', control: 'fixed' });
    await runOnce(page);
    const drawn = () => tempo.ran.get('EliteUNetSampler') ?? 0;
    const before = drawn();
    const encoded = tempo.ran.get('CLIPImageFeatures');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const toast = page.getByRole('status').filter({ hasText: 'Nothing changed, same result' });
    await toast.waitFor();
    assert.equal(drawn(), before);
    await toast.getByRole('button', { name: 'Run anyway' }).click();
    await toast.waitFor({ state: 'detached' });
    while (drawn() === before) await idle(page);
    await page.getByText(/^Done in/).waitFor();
    assert.equal(tempo.ran.get('CLIPImageFeatures'), encoded);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await toast.waitFor();
    const seed = await valueOf(page, id, 'seed');
    await toast.getByRole('button', { name: 'New seed' }).click();
    while (drawn() === before + 1) await idle(page);
    assert.notEqual(await valueOf(page, id, 'seed'), seed);
    assert.equal(drawn(), before + 2);
  });

  it('say notes for six seconds with their action, and errors until they are closed', async () => {
    const { page } = await editor.open();
    await page.addInitScript(HOLD_SIX_SECONDS);
    await reload(page);
    const before = await documentText(page);
    const one = '{"nodes":[{"id":4,"type":"Note","pos":[0,0]}],"links":[]}';
    await dropJson(page, 'one.json', one);
    const note = page.getByRole('status').filter({ hasText: 'Opened one' });
    await note.getByRole('button', { name: 'Undo' }).click();
    await note.waitFor({ state: 'detached' });
    assert.equal(await documentText(page), before);
    await dropJson(page, 'two.json', one);
    const other = page.getByRole('status').filter({ hasText: 'Opened two' });
    await other.waitFor();
    await dropJson(page, 'bad.json', 'no json at all');
    const error = page.getByRole('alert').filter({ hasText: 'bad.json' });
    await error.waitFor();
    await page.evaluate(() => {
      for (const run of (window as unknown as { held: (() => void)[] }).held) run();
    });
    await other.waitFor({ state: 'detached' });
    assert.equal(await error.count(), 1);
    await error.getByRole('button', { name: 'Close' }).click();
    await error.waitFor({ state: 'detached' });
  });
});
