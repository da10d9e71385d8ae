import assert from 'node:assert/strict';
import { body, idOf, valueOf } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';
import { goToField, hasFocus, press, pressButton, tabTo } from './keyboard.ts';
import { greyAt, rampPhoto } from './pictures.ts';

const times = (count: number, key: string) => Array.from({ length: count }, () => key);

describe('the first run by the keyboard alone', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('leads from a photo of one’s own to a picture, another one, and the graph', async () => {
    const { page, complaints } = await editor.open({ isFirst: true });
    const chooser = page.waitForEvent('filechooser'); // listens some time after it is called
    await page.locator('.examples img').first().waitFor();
    await tabTo(page, page.locator('.drop-zone'));
    await press(page, 'Enter');
    const photo = { name: 'mug.png', mimeType: 'image/png', buffer: await rampPhoto(200, 160) };
    await chooser.then((each) => each.setFiles(photo));

    const frame = page.locator('.crop-frame');
    await frame.waitFor();
    await tabTo(page, frame);
    await press(page, '-', 'ArrowLeft', 'Enter');

    const sheet = page.getByRole('application', { name: 'Mask: paint over the subject' });
    await sheet.waitFor();
    await tabTo(page, sheet);
    await press(page, ...times(5, ']'), 'ArrowUp', 'Shift+ArrowUp', 'Space');
    await press(page, 'Shift+ArrowDown', 'Shift+ArrowDown', 'ArrowDown', 'Space');
    await page.locator('.verdict.good').waitFor();
    await press(page, 'Enter');

    const prompt = page.getByRole('textbox', { name: 'What should it be?' });
    await prompt.waitFor();
    await tabTo(page, prompt);
    await press(page, 'Control+a');
    await page.keyboard.type('a S* on the moon');
    await page.locator('.prompt-step mark.understood').waitFor();
    await press(page, 'Control+Enter');
    const result = page.locator('img[data-kind=start-result]');
    await result.waitFor();
    const first = await result.getAttribute('src');
    await pressButton(page, page.getByRole('button', { name: 'New seed' }));
    await page.waitForFunction((url) => {
      const shown = document.querySelector('img[data-kind=start-result]')?.getAttribute('src');
      return (shown ?? url) !== url;
    }, first);

    assert.equal(await valueOf(page, await idOf(page, 'EliteTextEncode'), 'text'), 'a S* on the moon');
    const mask = String(await valueOf(page, await idOf(page, 'LoadImageMask'), 'image'));
    assert.equal(await greyAt(page, mask, 76, 76), 255);
    assert.equal(await greyAt(page, mask, 4, 76), 0);
    await press(page, 'Escape');
    await page.locator('.start-card').waitFor({ state: 'detached' });
    assert.deepEqual(complaints, []);
  });

  it('skips to the graph by the first link', async () => {
    const { page } = await editor.open();
    await tabTo(page, page.getByRole('link', { name: 'To the graph' }));
    await press(page, 'Enter');
    assert.ok(await hasFocus(page.getByRole('application', { name: /^Graph: 12 nodes$/ })));
    await press(page, 'ArrowRight');
    assert.equal(await page.locator('.outline button[aria-pressed=true]').count(), 1);
  });
});

describe('the mask by the keyboard alone', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('is painted, erased, filled, undone, inverted, cleared, and saved as a picture', async () => {
    const { page, complaints } = await editor.open();
    const id = await idOf(page, 'LoadImageMask');
    const before = await valueOf(page, id, 'image');
    await goToField(page, id, 'Paint the mask…');
    await press(page, 'Enter');
    const sheet = page.getByRole('application', { name: 'Mask: paint over the subject' });
    await sheet.waitFor();
    assert.ok(await hasFocus(sheet));
    const verdict = page.locator('.verdict');
    const covered = () => verdict.locator('strong').textContent();
    const place = page.locator('.mask-surface .for-ears');

    await press(page, 'Delete');
    assert.equal(await covered(), '0 % masked');
    await press(page, ...times(4, ']'), 'Shift+ArrowLeft');
    await page.locator('.brush-mark').waitFor();
    assert.equal(await place.textContent(), '31 % across, 50 % down, not masked');
    await press(page, 'Space');
    assert.equal(await place.textContent(), '31 % across, 50 % down, masked, painting');
    await press(page, ...times(2, 'Shift+ArrowRight'), 'Space');
    const painted = await covered();
    assert.notEqual(painted, '0 % masked');

    await press(page, 'ArrowUp', 'e', 'Space', 'Space');
    assert.notEqual(await covered(), painted);
    await press(page, 'Control+z');
    assert.equal(await covered(), painted);
    await press(page, 'b', 'Space', 'ArrowUp', 'Escape');
    assert.equal(await covered(), painted);
    await press(page, 'i');
    assert.equal(await covered(), `${100 - Number.parseInt(String(painted), 10)} % masked`);
    await press(page, 'Control+z', 'Control+Shift+Z', 'Control+z');
    assert.equal(await covered(), painted);

    await press(page, 'l', 'Space');
    for (const way of ['Up', 'Left', 'Left', 'Down', 'Down', 'Right', 'Right', 'Up'])
      await press(page, `Shift+Arrow${way}`);
    await press(page, 'Space');
    await page.locator('.verdict.good').waitFor();
    const width = () => page.locator('.mask-sheet').evaluate((each) => each.getBoundingClientRect().width);
    const plain = await width();
    await press(page, '+', '+');
    assert.ok((await width()) > plain * 1.5);
    await press(page, '0');
    assert.equal(await width(), plain);

    await pressButton(page, page.getByRole('dialog').getByRole('button', { name: 'Save' }));
    await sheet.waitFor({ state: 'detached' });
    const after = String(await valueOf(page, id, 'image'));
    assert.notEqual(after, before);
    assert.equal(await greyAt(page, after, 80, 60), 255);
    assert.equal(await greyAt(page, after, 4, 4), 0);
    assert.equal(await body(page, id).count(), 1);
    await idle(page);
    assert.deepEqual(complaints, []);
  });
});
