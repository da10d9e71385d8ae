import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { pngWith } from '../../support/png.ts';
import { body, documentText, idOf, savedDocument, valueOf } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';
import { rampPhoto } from './pictures.ts';

/** A file, or what else can be dropped. */
interface Dropped {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const bytes = (text: string) => new TextEncoder().encode(text);

/** The beginning of a HEIC picture. */
const HEIC = Uint8Array.from([0, 0, 0, 24, ...bytes('ftypheic'), 0, 0, 0, 0]);

/** A PNG that carries a graph with a node of the user's. */
const WITH_GRAPH = pngWith([['tEXt', 'workflow\0{"nodes":[{"id":4,"type":"Note","pos":[0,0]}],"links":[]}']]);

/** Holds things over a point of the page, and there drops them; answers the sentence that was shown before. */
async function drop(
  page: Page,
  files: readonly Dropped[],
  at = { x: 900, y: 960 },
  text?: string,
): Promise<string | null> {
  const given = files.map((file) => ({
    ...file,
    bytes: undefined,
    base64: Buffer.from(file.bytes).toString('base64'),
  }));
  const shown = await page.evaluate(
    ({ all, x, y, words }) => {
      const dataTransfer = new DataTransfer();
      if (words !== undefined) dataTransfer.setData('text/plain', words);
      for (const { name, type, base64 } of all) {
        const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        dataTransfer.items.add(new File([content], name, { type }));
      }
      const target = document.elementFromPoint(x, y) ?? document.body;
      const told = { dataTransfer, clientX: x, clientY: y, bubbles: true, cancelable: true };
      target.dispatchEvent(new DragEvent('dragover', told));
      const sentence = getComputedStyle(document.body, '::after').content;
      target.dispatchEvent(new DragEvent('drop', told));
      return sentence;
    },
    { all: given, ...at, words: text },
  );
  await idle(page);
  return shown;
}

const photo = async (name: string): Promise<Dropped> => ({
  name,
  type: 'image/png',
  bytes: await rampPhoto(80, 64),
});

describe('what is dropped in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('becomes a photo node where one picture falls on nothing, one step, as was said before', async () => {
    const { page, complaints } = await editor.open();
    const before = await documentText(page);
    assert.match(String(await drop(page, [await photo('one.png')])), /^"Drop a workflow \(JSON\)/);
    await page.locator('.node-body img[src*="one"]').waitFor();
    assert.equal((await savedDocument(page)).nodes.length, 13);
    await page.evaluate(() => window.__elite.undo());
    assert.equal(await documentText(page), before);
    assert.deepEqual(complaints, []);
  });

  it('says over a photo and over a mask what it becomes there', async () => {
    const { page } = await editor.open();
    for (const [type, sentence] of [
      ['LoadImage', /as the photo of this node/],
      ['LoadImageMask', /as the mask of this node/],
    ] as const) {
      const id = await idOf(page, type);
      const box = await body(page, id).locator('.thumbnail').boundingBox();
      assert.ok(box);
      const name = `on-${type.toLowerCase()}`;
      const shown = await drop(page, [await photo(`${name}.png`)], { x: box.x + 20, y: box.y + 20 });
      assert.match(String(shown), sentence);
      await body(page, id).locator(`img[src*="${name}"]`).waitFor();
      assert.match(String(await valueOf(page, id, 'image')), new RegExp(`^${name}`));
    }
  });

  it('becomes the photo of the subject whose node it falls on, and is cut at once', async () => {
    const { page } = await editor.open();
    const [photoNode, features] = [await idOf(page, 'LoadImage'), await idOf(page, 'CLIPImageFeatures')];
    const box = await body(page, features).boundingBox();
    assert.ok(box);
    const shown = await drop(page, [await photo('new.png')], { x: box.x + 10, y: box.y + 10 });
    assert.match(String(shown), /as the photo of this subject, and cut it/);
    await page.locator('.crop-frame').waitFor();
    assert.equal(await valueOf(page, photoNode, 'image'), 'new.png');
    assert.equal((await savedDocument(page)).nodes.length, 12);
  });

  it('asks about several pictures, says what is left out, and adds none before the answer', async () => {
    const { page } = await editor.open();
    const before = await documentText(page);
    await drop(page, [await photo('left.png'), await photo('right.png')]);
    const question = page.getByRole('dialog', { name: 'Question' });
    await question.getByText('Add 2 pictures, one node each?').waitFor();
    assert.equal(await documentText(page), before);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    assert.equal(await documentText(page), before);
    const note = { name: 'note.txt', type: 'text/plain', bytes: bytes('words') };
    const many = await Promise.all(Array.from({ length: 17 }, (_, index) => photo(`p${index}.png`)));
    await drop(page, [...many, note]);
    await question.getByText('Add 16 of 18 files, one node each?').waitFor();
    assert.equal(await documentText(page), before);
    await question.getByRole('button', { name: 'Add' }).click();
    while ((await savedDocument(page)).nodes.length < 28) await idle(page);
    assert.equal((await savedDocument(page)).nodes.filter(({ type }) => type === 'LoadImage').length, 17);
  });

  it('is refused in one sentence where it is a text, a text file, a folder, HEIC or broken, and changes nothing', async () => {
    const { page, complaints } = await editor.open();
    const before = await documentText(page);
    const sentence = async (text: RegExp) => {
      const toast = page.locator('.toast').filter({ hasText: text });
      await toast.waitFor();
      assert.equal(await page.locator('.toast').count(), 1);
      assert.equal(await documentText(page), before);
      await toast.getByRole('button', { name: 'Close' }).click();
      await toast.waitFor({ state: 'detached' });
    };
    await drop(page, [], undefined, 'https://example.org/a.png');
    await sentence(/^Drop a workflow \(JSON\)/);
    await drop(page, [{ name: 'notes.txt', type: 'text/plain', bytes: bytes('words') }]);
    await sentence(/^notes\.txt: expected a workflow \(JSON\) or a picture, got text\/plain/);
    await drop(page, [{ name: 'folder', type: '', bytes: bytes('') }]);
    await sentence(/^folder: expected a workflow \(JSON\) or a picture, got another file/);
    for (const type of ['image/heic', '', 'image/png']) {
      const name = type === 'image/png' ? 'photo.png' : 'photo.heic';
      await drop(page, [{ name, type, bytes: HEIC }]);
      await sentence(/^photo\.\w+: HEIC pictures cannot be read here/);
    }
    await drop(page, [{ name: 'broken.png', type: 'image/png', bytes: bytes('no picture') }]);
    await sentence(/^broken\.png/);
    assert.deepEqual(complaints, []);
  });

  it('asks about a picture with a graph on the first card, too, and takes it as it is told', async () => {
    const { page } = await editor.open({ isFirst: true });
    await page.locator('.examples img').first().waitFor();
    const before = await documentText(page);
    const middle = { x: 800, y: 500 };
    const shown = await drop(page, [{ name: 'made.png', type: 'image/png', bytes: WITH_GRAPH }], middle);
    assert.match(String(shown), /^"Drop a photo of your subject/);
    const question = page.getByRole('dialog', { name: 'Question' });
    await question.getByText('made.png carries a graph').waitFor();
    assert.equal(await documentText(page), before);
    assert.equal(await page.locator('.start-card.at-photo').count(), 1);
    await question.getByRole('button', { name: 'Open the graph' }).click();
    await page.locator('.start-card').waitFor({ state: 'detached' });
    assert.equal((await savedDocument(page)).nodes[0]?.type, 'Note');
  });

  it('on the first card is its photo, and HEIC is told there in its own sentence', async () => {
    const { page } = await editor.open({ isFirst: true });
    await page.locator('.examples img').first().waitFor();
    const heic = { name: 'photo.heic', mimeType: 'image/heic', buffer: Buffer.from(HEIC) };
    await page.locator('input[data-role=start-photo]').setInputFiles(heic);
    await page.getByRole('alert').filter({ hasText: 'photo.heic: HEIC pictures' }).waitFor();
    await drop(page, [await photo('card.png')], { x: 800, y: 500 });
    await page.locator('.crop-frame').waitFor();
  });

  it('stays the browser’s own where a text is dropped into a text box', async () => {
    const { page } = await editor.open();
    const isTaken = (selector: string) =>
      page.evaluate((where) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.setData('text/plain', 'words');
        const told = { dataTransfer, bubbles: true, cancelable: true };
        return !document.querySelector(where)?.dispatchEvent(new DragEvent('drop', told));
      }, selector);
    assert.equal(await isTaken('.prompt-box textarea'), false);
    assert.equal(await isTaken('#graph canvas'), true);
  });
});
