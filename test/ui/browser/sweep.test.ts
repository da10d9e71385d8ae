import assert from 'node:assert/strict';
import { documentText, dropAll, idOf } from './editor-page.ts';
import { editorTests, idle, reload } from './editor-tests.ts';
import { greyAt, rampPhoto, sizeOf } from './pictures.ts';

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

  it('shows why a cell failed, after a reload too', async () => {
    const { page } = await editor.open();
    const { tempo } = editor.server();
    tempo.fault = 'text: expected an S*, got a prompt without';
    await page.getByRole('button', { name: 'Sweep' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sweep' });
    await dialog.getByLabel('pictures').fill('2');
    await dialog.getByLabel('Rows').selectOption('prompts');
    await dialog.getByLabel('Values').fill('a S* that fails');
    await dialog.getByRole('button', { name: 'Start' }).click();
    const failed = dialog.locator('.sweep-cell[data-state=failed]');
    await failed.nth(1).waitFor();
    tempo.fault = undefined;
    const reasons = await failed.allTextContents();
    assert.match(reasons.join(), /expected an S\*.*expected an S\*/);
    await reload(page);
    await page.getByRole('button', { name: 'Sweep' }).click();
    await dialog.locator('.sweep-cell').nth(1).waitFor();
    assert.deepEqual(await failed.allTextContents(), reasons);
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

  it('takes several dropped photos in turn, each whole and encoded once', async () => {
    const { page, complaints } = await editor.open();
    const before = await documentText(page);
    const [photo, mask] = [await idOf(page, 'LoadImage'), await idOf(page, 'LoadImageMask')];
    const encoded = editor.server().tempo.ran.get('CLIPImageFeatures') ?? 0;
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && /\/prompt$/.test(request.url())) sent.push(request.postData() ?? '');
    });
    const wide = await rampPhoto(200, 160);
    await dropAll(page, [
      { name: 'cat.png', type: 'image/png', bytes: wide },
      { name: 'dog.png', type: 'image/png', bytes: await rampPhoto(120, 160) },
      { name: 'bad.png', type: 'image/png', bytes: wide.subarray(0, 60) },
    ]);
    const question = page.getByRole('dialog', { name: 'Question' });
    await question.getByRole('button', { name: 'Use as a list for a sweep' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sweep' });
    await page.getByRole('alert').getByText('bad.png').waitFor();
    assert.equal(await dialog.getByLabel('Rows').inputValue(), 'photos');
    assert.equal(await dialog.locator('.sweep-photos img').count(), 2);
    await dialog.locator('.sweep-photos img').first().waitFor();
    await dialog.getByLabel('pictures').fill('2');
    await dialog.getByText('4 pictures').waitFor();
    await dialog.getByRole('button', { name: 'Start' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.sweep-cell[data-state=done]').length === 4);
    const posted = sent.map((text) => {
      const { prompt } = JSON.parse(text) as {
        prompt: Record<string, { inputs: Record<string, unknown> } | undefined>;
      };
      return [photo, mask].map((id) => String(prompt[String(id)]?.inputs['image']));
    });
    const [ofCat = '', ofDog = ''] = [posted[0]?.[1], posted[2]?.[1]];
    assert.deepEqual(posted, [
      ['cat-square.png', ofCat],
      ['cat-square.png', ofCat],
      ['dog-square.png', ofDog],
      ['dog-square.png', ofDog],
    ]);
    for (const [whole, side] of [
      [ofCat, 160],
      [ofDog, 120],
    ] as const) {
      assert.match(whole, /^masks\//);
      assert.deepEqual(await sizeOf(page, whole), [side, side]);
      assert.equal(await greyAt(page, whole, side - 1, side - 1), 255);
    }
    assert.equal(editor.server().tempo.ran.get('CLIPImageFeatures'), encoded + 2);
    await dialog.getByRole('button', { name: 'Take dog-square.png off the list' }).click();
    await dialog.getByText('2 pictures').waitFor();
    assert.equal(await documentText(page), before);
    assert.deepEqual(complaints, []);
  });
});
