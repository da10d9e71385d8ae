import assert from 'node:assert/strict';
import { editorTests, idle, reload } from './editor-tests.ts';

describe('the sweep in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('sends a prompt a cell, encodes once, and is there again, and goes on, after a reload on the way', async () => {
    const { page, complaints } = await editor.open();
    const { tempo } = editor.server();
    let goOn: () => void = () => undefined;
    let count = 0;
    tempo.step = () => ((count += 1) <= 24 ? Promise.resolve() : new Promise((resolve) => (goOn = resolve)));
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && /\/prompt$/.test(request.url())) sent.push(request.postData() ?? '');
    });
    await page.getByRole('button', { name: 'Sweep' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sweep' });
    await dialog.getByLabel('λ from').fill('0');
    await dialog.getByLabel('to', { exact: true }).fill('1.2');
    await dialog.getByLabel('pictures').fill('3');
    await dialog.getByLabel('Rows').selectOption('seed');
    await dialog.getByLabel('Values').fill('11, 22');
    await dialog.getByText('6 pictures').waitFor();
    await dialog.getByRole('button', { name: 'Start' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.sweep-cell[data-state=done]').length === 2);
    while (sent.length < 6) await idle(page);
    await page.locator('.sweep-cell[data-state=running]').waitFor();
    await reload(page);
    await page.getByRole('button', { name: 'Sweep' }).click();
    await page.locator('.sweep-cell').nth(5).waitFor();
    assert.equal(await page.locator('.sweep-cell[data-state=done]').count(), 2);
    tempo.step = () => Promise.resolve();
    goOn();
    await page.waitForFunction(() => document.querySelectorAll('.sweep-cell[data-state=done]').length === 6);
    assert.equal(sent.length, 6);
    assert.equal(tempo.ran.get('CLIPImageFeatures'), 1);
    const posted = sent.map((text) => {
      const { prompt } = JSON.parse(text) as { prompt: Record<string, { inputs: Record<string, unknown> }> };
      const inputs = prompt['10']?.inputs;
      return `λ ${Number(inputs?.['lambda']).toFixed(2)} · ${String(inputs?.['seed'])}`;
    });
    const labels = await page
      .locator('.sweep-cell img')
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).alt));
    assert.deepEqual(labels, posted);
    assert.deepEqual(labels, [
      'λ 0.00 · 11',
      'λ 0.60 · 11',
      'λ 1.20 · 11',
      'λ 0.00 · 22',
      'λ 0.60 · 22',
      'λ 1.20 · 22',
    ]);
    assert.deepEqual(complaints, []);
  });

  it('says that the photo is encoded for each picture where the server keeps no results', async () => {
    const { page } = await editor.open();
    const note = page.getByRole('dialog', { name: 'Sweep' }).getByText('The server keeps no results');
    const sweep = page.getByRole('button', { name: 'Sweep' });
    await sweep.click();
    await page
      .getByRole('dialog', { name: 'Sweep' })
      .getByText(/about|unknown/)
      .first()
      .waitFor();
    assert.equal(await note.count(), 0);
    await page.keyboard.press('Escape');
    await page.route('**/features', (route) => route.fulfill({ json: { keeps_results: false } }));
    await sweep.click();
    await note.waitFor();
  });
});
