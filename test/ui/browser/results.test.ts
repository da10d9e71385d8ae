import assert from 'node:assert/strict';
import { strFromU8, unzipSync } from 'fflate';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodePicture } from '../../../method/image/decode.ts';
import { someNode } from '../../../ui/src/model/document.ts';
import { isPng, pngTexts } from '../../../ui/src/model/png-text.ts';
import { body, dispatch, idOf, valueOf } from './editor-page.ts';
import { editorTests, reload } from './editor-tests.ts';
import { greyPng, rampPhoto } from './pictures.ts';

describe('results in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('fill a sweep cell by cell, encode the photo once, and compare by the values that differ', async () => {
    const { page, complaints } = await editor.open();
    const { tempo } = editor.server();
    const encoded = tempo.ran.get('CLIPImageFeatures') ?? 0;
    await page.getByRole('button', { name: 'Sweep' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sweep' });
    await dialog.getByLabel('pictures').fill('2');
    await dialog.getByLabel('Rows').selectOption('seed');
    await dialog.getByLabel('Values').fill('1, 2');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.sweep-cell[data-state=done]').length === 4);
    assert.equal(tempo.ran.get('CLIPImageFeatures'), encoded + 1);
    await page.locator('.sweep-cell button').nth(2).click();
    const differing = page.locator('.differences tbody tr');
    await differing.first().waitFor();
    assert.match((await differing.allTextContents()).join(), /lambda/);
    await page.getByRole('radio', { name: 'Flip' }).click();
    await page.locator('button.compare-stage:focus').waitFor(); // without a way to the picture first
    await page.keyboard.down('Space');
    await page.getByRole('dialog', { name: 'Compare' }).getByRole('img', { name: 'B' }).waitFor();
    await page.keyboard.up('Space');
    for (const mode of ['Side by side', 'Difference', 'Slider'])
      await page.getByRole('radio', { name: mode }).click();
    const slider = page.getByLabel('How much of B is shown');
    await slider.focus();
    for (let press = 0; press < 10; press += 1) await page.keyboard.press('ArrowRight');
    assert.equal(await slider.inputValue(), '60');
    await reload(page);
    await page.getByRole('button', { name: 'Sweep' }).click();
    await page.locator('.sweep-cell[data-state=done]').nth(3).waitFor();
    assert.deepEqual(complaints, []);
  });

  it('that are texts stand in their node, and what the nodes offer is asked for anew', async () => {
    const { page, complaints } = await editor.open();
    await dispatch(page, { kind: 'add', node: someNode({ id: '', type: 'SaveConcept', pos: [620, 660] }) });
    const keep = await idOf(page, 'SaveConcept');
    for (const [from, slot, input] of [
      ['GlobalMapper', 0, 'words'],
      ['LocalMapper', 0, 'patches'],
      ['EliteBundleLoader', 4, 'global_mapper'],
      ['EliteBundleLoader', 5, 'local_mapper'],
    ] as const)
      await dispatch(page, {
        kind: 'connect',
        from: { node: String(await idOf(page, from)), slot },
        to: { node: String(keep), input },
      });
    const offers = page.waitForResponse(/object_info$/);
    await page.getByRole('button', { name: 'Run' }).click();
    await offers;
    await body(page, keep).getByText('Save Concept: painted', { exact: true }).waitFor();
    assert.deepEqual(complaints, []);
  });

  it('of a sweep are saved as one picture that carries the graph, or each as it is in a zip', async () => {
    const { page, complaints } = await editor.open();
    await page.getByRole('button', { name: 'Sweep' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sweep' });
    await dialog.getByLabel('pictures').fill('3');
    await dialog.getByLabel('Rows').selectOption('seed');
    await dialog.getByLabel('Values').fill('5, 6');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.sweep-cell[data-state=done]').length === 6);
    assert.match((await dialog.locator('.sweep-total').textContent()) ?? '', /^6 pictures, about \d+ s$/);

    const saved = async (name: string): Promise<Uint8Array> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        dialog.getByRole('button', { name }).click(),
      ]);
      return Uint8Array.from(await readFile(await download.path()));
    };
    const sheet = await saved('Save as one picture');
    const { image } = await decodePicture(sheet, 'sweep.png');
    assert.ok((image.dims[2] ?? 0) > 3 * 64 && (image.dims[1] ?? 0) > 2 * 64, String(image.dims));
    const graph = JSON.parse(pngTexts(sheet).get('workflow') ?? '') as { nodes: unknown[] };
    assert.equal(graph.nodes.length, 12);

    const files = unzipSync(await saved('Save as zip'));
    const names = ['0.00', '0.60', '1.20'].flatMap((l) => [`l${l}_s5.png`, `l${l}_s6.png`]);
    assert.deepEqual(Object.keys(files).sort(), [...names, 'sweep.json'].sort());
    assert.ok(isPng(files['l0.60_s6.png'] ?? new Uint8Array()));
    const values = JSON.parse(strFromU8(files['sweep.json'] ?? new Uint8Array())) as Record<string, unknown>;
    assert.deepEqual(
      [values['varies'], values['lambdas'], values['values']],
      ['seed', [0, 0.6, 1.2], [5, 6]],
    );

    await page.locator('.sweep-cell button').nth(4).click(); // λ 1.20 is compared with λ 0.60 of its row
    await page.locator('.differences tbody tr').first().waitFor();
    assert.match(
      await page.locator('.compare-choice').first().locator('option:checked').innerText(),
      /λ 0\.60 · 5/,
    );
    assert.deepEqual(complaints, []);
  });

  it('are compared with A left and B right of where the slider stands', async () => {
    const { page } = await editor.open();
    const [shades, grey] = [new Map<string, number>(), [200, 100]];
    await page.route(/filename=generate_/, async (route) => {
      const name = new URL(route.request().url()).searchParams.get('filename') ?? '';
      const shade = shades.get(name) ?? grey[shades.size] ?? 0;
      shades.set(name, shade);
      const bytes = await greyPng(256, 256, new Uint8Array(256 * 256).fill(shade));
      await route.fulfill({ body: bytes, contentType: 'image/png' });
    });
    for (const earlier of [0, 1]) {
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      if (earlier > 0) await page.locator('.strip button').nth(earlier).waitFor();
      await page.getByText(/^Done in/).waitFor();
    }
    await page.getByRole('button', { name: 'Compare…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Compare' });
    const stage = dialog.locator('.compare-stage');
    const shadeOf = async (name: string) => {
      const source = await stage.getByRole('img', { name, exact: true }).getAttribute('src');
      return shades.get(new URL(String(source), page.url()).searchParams.get('filename') ?? '');
    };
    const slider = page.getByLabel('How much of B is shown');
    await slider.focus();
    for (let press = 0; press < 10; press += 1) await page.keyboard.press('ArrowRight');
    assert.equal(await slider.inputValue(), '60');
    const at = async (share: number) => {
      const box = await stage.getByRole('img', { name: 'A', exact: true }).boundingBox();
      assert.ok(box);
      const clip = { x: box.x + share * box.width, y: box.y + box.height * 0.25, width: 4, height: 4 };
      const { image } = await decodePicture(await page.screenshot({ clip }), 'stage.png');
      return Math.round((image.data[0] ?? 0) * 255);
    };
    assert.deepEqual([await at(0.05), await at(0.9)], [await shadeOf('A'), await shadeOf('B')]);
    assert.notEqual(await at(0.05), await at(0.9));
  });

  it('of two sizes are compared at the size of the first, and that is said', async () => {
    const { page } = await editor.open();
    const other = await rampPhoto(300, 200);
    const known: string[] = [];
    await page.route(/filename=generate_/, (route) =>
      known.length < 2 || known.some((name) => route.request().url().includes(name))
        ? route.continue()
        : route.fulfill({ body: other, contentType: 'image/png' }),
    );
    const strip = page.locator('.strip button');
    for (const earlier of [0, 1, 2]) {
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      if (earlier > 0) await strip.nth(earlier).waitFor();
      await page.getByText(/^Done in/).waitFor();
      if (earlier === 1)
        for (const each of await strip.all()) known.push((await each.getAttribute('aria-label')) ?? '');
    }
    await page.getByRole('button', { name: 'Compare…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Compare' });
    const note = dialog.getByText('A is 256 × 256 pixels, B is 300 × 200: B is shown as large as A.');
    await note.waitFor();
    await dialog.locator('.compare-choice').nth(1).locator('select').selectOption({ index: 2 });
    await note.waitFor({ state: 'detached' });
    await dialog.getByRole('radio', { name: 'Side by side' }).click();
    const pair = dialog.getByRole('group', { name: /^A beside B/ });
    const box = await pair.boundingBox();
    assert.ok(box);
    const viewOf = (name: string) =>
      pair.getByRole('img', { name }).evaluate(({ style }) => `${style.transform} ${style.transformOrigin}`);
    await page.mouse.move(box.x + box.width * 0.75, box.y + box.height / 2);
    await page.mouse.wheel(0, -600);
    await page.waitForFunction(
      () => document.querySelector<HTMLElement>('.compare-pair img')?.style.transform !== 'scale(1)',
    );
    const zoomed = await viewOf('A');
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75 - 60, box.y + box.height / 2 + 40, { steps: 5 });
    await page.mouse.up();
    const moved = await viewOf('A');
    assert.notEqual(moved, zoomed);
    assert.equal(moved.split(' ')[0], zoomed.split(' ')[0]);
    assert.equal(await viewOf('B'), moved);
  });

  it('stay in the gallery, give their settings back in one step, and can be deleted', async () => {
    const { page, complaints } = await editor.open();
    const id = await idOf(page, 'EliteUNetSampler');
    const node = String(id);
    await dispatch(page, { kind: 'setValue', node, name: 'steps', value: 3 });
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('.facts').waitFor();
    const seed = await valueOf(page, id, 'seed');
    await dispatch(page, { kind: 'setValue', node, name: 'steps', value: 5 });
    await dispatch(page, { kind: 'setValue', node, name: 'seed', value: 99 });
    await page.getByRole('button', { name: 'Gallery' }).click();
    await page.locator('.gallery-tile').first().click();
    await page.locator('.gallery-values').waitFor();
    await page.locator('.gallery-detail').getByRole('button', { name: 'Use these settings' }).click();
    await page.getByText('The settings are in the graph').waitFor();
    assert.equal(await valueOf(page, id, 'steps'), 3);
    assert.equal(await valueOf(page, id, 'seed'), seed);
    await page.evaluate(() => window.__elite.undo());
    assert.equal(await valueOf(page, id, 'steps'), 5);
    await page.getByRole('button', { name: 'Gallery' }).click();
    const count = page.locator('.gallery header .quiet');
    const before = await count.textContent();
    await page.locator('.gallery-tile').first().click();
    const file = join(
      editor.server().data,
      'output',
      (await page.locator('.gallery-detail').getAttribute('aria-label')) ?? '',
    );
    assert.ok(existsSync(file));
    await page.locator('.gallery-detail').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('They do not come back').waitFor();
    assert.ok(existsSync(file));
    await page.getByRole('dialog', { name: 'Question' }).getByRole('button', { name: 'Delete' }).click();
    await page.waitForFunction(
      (text) => document.querySelector('.gallery header .quiet')?.textContent !== text,
      before,
    );
    assert.ok(!existsSync(file));
    assert.deepEqual(complaints, []);
  });

  it('whose files no job shows are in the gallery too, with what they carry, and can be deleted', async () => {
    const { page, complaints } = await editor.open();
    const { url, data } = editor.server();
    const node = String(await idOf(page, 'EliteUNetSampler'));
    await dispatch(page, { kind: 'setValue', node, name: 'steps', value: 3 });
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('.facts').waitFor();
    await fetch(`${url}/history`, { method: 'POST', body: JSON.stringify({ clear: true }) });
    await dispatch(page, { kind: 'setValue', node, name: 'steps', value: 5 });
    await page.getByRole('button', { name: 'Gallery' }).click();
    const tiles = page.locator('.gallery-tile');
    await tiles.first().click();
    const count = await tiles.count();
    const detail = page.locator('.gallery-detail');
    await detail.getByText('steps', { exact: false }).first().waitFor();
    const file = join(data, 'output', (await detail.getAttribute('aria-label')) ?? '');
    await detail.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: 'Question' }).getByRole('button', { name: 'Delete' }).click();
    await page.waitForFunction((was) => document.querySelectorAll('.gallery-tile').length === was - 1, count);
    assert.ok(!existsSync(file));
    assert.deepEqual(complaints, []);
  });

  it('show where S* acted: over the picture, which is the same again without it', async () => {
    const { page, complaints } = await editor.open();
    const node = String(await idOf(page, 'EliteUNetSampler'));
    await dispatch(page, { kind: 'setControl', node, name: 'seed', control: 'fixed' });
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('.facts').waitFor();
    const picture = page.locator('.results .stage img[alt=Result]');
    const before = await picture.getAttribute('src');
    const toggle = page.getByRole('button', { name: 'Where S* acted' });
    await toggle.click();
    await page.getByRole('button', { name: 'Draw it again and keep it' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.strip li').length === 2);
    await toggle.click();
    await page.locator('.heat canvas[width="16"]').waitFor();
    const alphaAt = (x: number, y: number) =>
      page
        .locator('.heat canvas')
        .evaluate(
          (canvas: HTMLCanvasElement, at) =>
            canvas.getContext('2d')?.getImageData(at[0] ?? 0, at[1] ?? 0, 1, 1).data[3],
          [x, y],
        );
    assert.equal(await alphaAt(4, 4), 255);
    assert.deepEqual([await alphaAt(3, 4), await alphaAt(4, 5), await alphaAt(12, 12)], [0, 0, 0]);
    await page.locator('.heat-words button').first().hover();
    await page.locator('.heat-legend').getByText('0.00').waitFor();
    await page.mouse.move(0, 0);
    await page.locator('.heat-legend').getByText('1.00').waitFor();
    const shown = await picture.getAttribute('src');
    assert.notEqual(shown, before);
    await toggle.click();
    await page.locator('.heat canvas').waitFor({ state: 'detached' });
    assert.equal(await picture.getAttribute('src'), shown);
    assert.deepEqual(complaints, []);
  });

  it('wait in the queue, and exactly the chosen one is taken out', async () => {
    const { page } = await editor.open();
    const { tempo } = editor.server();
    let goOn: () => void = () => undefined;
    tempo.step = () => new Promise((resolve) => (goOn = resolve));
    await page.getByRole('button', { name: 'Sweep' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sweep' });
    await dialog.getByLabel('pictures').fill('3');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await page.locator('.sweep-cell[data-state=running]').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.waitForFunction(() => window.__elite.queue() === 3);
    await page.getByRole('button', { name: /in the queue/ }).click();
    const jobs = page.locator('.jobs li');
    await jobs.nth(2).waitFor();
    const ids = await jobs.evaluateAll((items) => items.map((item) => item.getAttribute('data-job')));
    await jobs.nth(1).getByRole('button', { name: 'Cancel this job' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.jobs li').length === 2);
    assert.deepEqual(await jobs.evaluateAll((items) => items.map((item) => item.getAttribute('data-job'))), [
      ids[0],
      ids[2],
    ]);
    tempo.step = () => Promise.resolve();
    goOn();
  });

  it('name the first reason against a run, and a click goes to its cause', async () => {
    const { page } = await editor.open();
    const id = await idOf(page, 'EliteTextEncode');
    const prompt = body(page, id).locator('textarea');
    await prompt.fill('no subject at all');
    const reason = page.locator('.blocker');
    await reason.getByText('No S*').waitFor();
    await reason.click();
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await body(page, id).getByRole('button', { name: 'Insert S*' }).click();
    await reason.waitFor({ state: 'detached' });
  });
});
