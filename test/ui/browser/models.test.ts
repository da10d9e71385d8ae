import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { writeTinyBundle, writeTinyPublished } from '../../support/tiny-bundle.ts';
import { idOf } from './editor-page.ts';
import { editorTests } from './editor-tests.ts';

async function openModels(page: Page): Promise<void> {
  await page.keyboard.press('F1');
  await page.getByRole('combobox', { name: 'Find a command' }).fill('models');
  await page.keyboard.press('Enter');
}

/** A bundle whose UNet is of other sizes than its config.json says. */
async function writeBroken(models: string): Promise<void> {
  const path = await writeTinyBundle(models, 'broken');
  const [config, manifest] = [join(path, 'unet', 'config.json'), join(path, 'bundle.json')];
  writeFileSync(config, readFileSync(config, 'utf8').replace('[16,32]', '[32,64]'));
  const members = JSON.parse(readFileSync(manifest, 'utf8')) as object;
  writeFileSync(manifest, JSON.stringify({ ...members, files: [] }));
}

describe('the models in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('are listed with their verdict, files and hashes, from the commands and from the bundle node', async () => {
    const { page, complaints } = await editor.open();
    await openModels(page);
    const nano = page.locator('[data-model="elite-nano"]');
    await nano.getByText('Every key and shape fits.').waitFor();
    await nano.getByText('ships with Elite Graph').waitFor();
    assert.equal(await nano.getByRole('button', { name: 'Remove' }).count(), 0);
    await nano.locator('details').last().locator('summary').click();
    await nano.getByText('as listed').first().waitFor();
    await nano.getByRole('button', { name: 'Compute hashes' }).click();
    await nano.getByText('computed', { exact: true }).first().waitFor();
    assert.match((await nano.locator('code').first().textContent()) ?? '', /^[0-9a-f]{64}$/);
    await page.keyboard.press('Escape');
    const loader = String(await idOf(page, 'EliteBundleLoader'));
    const box = await page.evaluate((id) => window.__elite.rect(id), loader);
    assert.ok(box);
    await page.mouse.click(box.x + 40, box.y + 10, { button: 'right' });
    await page.getByRole('menuitem', { name: 'Models…' }).click();
    await nano.waitFor();
    assert.deepEqual(complaints, []);
  });

  it('are made of what lies under models/, and removed after a question', async () => {
    const models = join(editor.server().data, 'models');
    await writeTinyPublished(join(models, 'downloads'));
    const { page, complaints } = await editor.open();
    await openModels(page);
    const form = page.getByRole('region', { name: 'Add a bundle' });
    await form.getByLabel('Name').fill('mine');
    assert.equal(await form.getByLabel('Stable Diffusion 1.x').inputValue(), 'downloads/sd');
    assert.equal(await form.getByLabel('Local mapper').inputValue(), 'downloads/mappers/local_mapper.pt');
    await form.getByRole('button', { name: 'Add' }).click();
    const mine = page.locator('[data-model="mine"]');
    await mine.getByText('Every key and shape fits.').waitFor();
    assert.ok(existsSync(join(models, 'mine', 'bundle.json')));
    await mine.getByRole('button', { name: 'Remove' }).click();
    const question = page.getByRole('dialog', { name: 'Question' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    assert.ok(existsSync(join(models, 'mine')));
    await mine.getByRole('button', { name: 'Remove' }).click();
    await question.getByRole('button', { name: 'Remove' }).click();
    await mine.waitFor({ state: 'detached' });
    assert.ok(!existsSync(join(models, 'mine')));
    assert.ok(existsSync(join(models, 'downloads', 'sd')));
    assert.deepEqual(complaints, []);
  });

  it('of which keys do not fit list all of them, and what is refused is said', async () => {
    const models = join(editor.server().data, 'models');
    await writeTinyPublished(join(models, 'downloads'));
    await writeBroken(models);
    const { page } = await editor.open();
    await openModels(page);
    const broken = page.locator('[data-model="broken"]');
    const keys = broken.locator('.keys-list').first();
    const count = Number(/: (\d+)/.exec((await keys.locator('summary').textContent()) ?? '')?.[1]);
    assert.ok(count > 10);
    assert.equal(await keys.locator('li').count(), count);
    const form = page.getByRole('region', { name: 'Add a bundle' });
    await form.getByLabel('Name').fill('wrong');
    await form.getByLabel('Stable Diffusion 1.x').selectOption('downloads/mappers/global_mapper.pt');
    await form.getByRole('button', { name: 'Add' }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: /expected/ })
      .waitFor();
    assert.ok(!existsSync(join(models, 'wrong')));
  });
});
