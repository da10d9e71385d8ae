import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { encodePng } from '../../../method/image/encode.ts';
import { tensor } from '../../../method/tensor/tensor.ts';
import { body, idOf, savedDocument } from './editor-page.ts';
import { editorTests, idle } from './editor-tests.ts';

/** Selects nodes with Shift + click on their titles. */
async function select(page: Page, ids: readonly number[]): Promise<void> {
  await page.keyboard.press('Escape');
  for (const [index, id] of ids.entries()) {
    const box = await page.evaluate((node) => window.__elite.rect(node), String(id));
    assert.ok(box);
    const modifiers = index === 0 ? [] : (['Shift'] as const);
    if (modifiers.length > 0) await page.keyboard.down('Shift');
    await page.mouse.click(box.x + 60, box.y + 10);
    if (modifiers.length > 0) await page.keyboard.up('Shift');
    await idle(page);
  }
}

/** The nodes that were not there before, and the links that touch them. */
async function news(page: Page, before: readonly (number | string)[]) {
  const { nodes, links } = await savedDocument(page);
  const fresh = nodes.filter(({ id }) => !before.includes(id));
  const ids = fresh.map(({ id }) => id);
  return {
    types: fresh.map(({ type }) => type).sort(),
    links: links.filter(([, from, , to]) => ids.includes(from as number) || ids.includes(to as number)),
    ids,
  };
}

const idsOf = async (page: Page) => (await savedDocument(page)).nodes.map(({ id }) => id);

/** Pastes as a browser does, with what is said to be in the clipboard. */
async function pasteMade(
  page: Page,
  texts: Readonly<Record<string, string>>,
  png?: Uint8Array,
): Promise<void> {
  await page.evaluate(
    ({ kinds, base64 }) => {
      const clipboardData = new DataTransfer();
      for (const [kind, text] of Object.entries(kinds)) clipboardData.setData(kind, text);
      if (base64 !== '') {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        clipboardData.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }));
      }
      const target = document.activeElement ?? document.body;
      target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    },
    { kinds: texts, base64: png === undefined ? '' : Buffer.from(png).toString('base64') },
  );
  await idle(page);
}

describe('the clipboard in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('keeps the links among copied nodes and no others, twice, and in another tab too', async () => {
    const { page, complaints } = await editor.open();
    const part = [await idOf(page, 'VAEDecode'), await idOf(page, 'SaveImage')];
    const before = await idsOf(page);
    await select(page, part);
    await page.keyboard.press('Control+c');
    for (const times of [1, 2]) {
      await page.keyboard.press('Control+v');
      await idle(page);
      const found = await news(page, before);
      assert.deepEqual(
        found.types,
        Array.from({ length: times }, () => ['SaveImage', 'VAEDecode'])
          .flat()
          .sort(),
      );
      assert.equal(found.links.length, times);
      for (const [, from, , to] of found.links)
        assert.ok(found.ids.includes(from as number) && found.ids.includes(to as number));
    }
    await page.evaluate(() => Array.from({ length: 2 }, () => window.__elite.undo()));
    assert.deepEqual(await idsOf(page), before);
    const second = await editor.openBeside(page);
    await second.getByRole('button', { name: 'New graph' }).click();
    await second.bringToFront();
    await second.keyboard.press('Control+v');
    await idle(second);
    const there = await news(second, []);
    assert.deepEqual(there.types, ['SaveImage', 'VAEDecode']);
    assert.equal(there.links.length, 1);
    assert.deepEqual(complaints, []);
  });

  it('gives copies the links from outside with Shift, in the same graph alone', async () => {
    const { page } = await editor.open();
    const [decode, before] = [await idOf(page, 'VAEDecode'), await idsOf(page)];
    const into = (await savedDocument(page)).links.filter(([, , , to]) => to === decode);
    await select(page, [decode]);
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+Shift+v');
    await idle(page);
    const found = await news(page, before);
    assert.deepEqual(found.types, ['VAEDecode']);
    assert.deepEqual(
      found.links.map(([, from, slot, , input]) => [from, slot, input]),
      into.map(([, from, slot, , input]) => [from, slot, input]),
    );
    await page.getByRole('button', { name: 'New graph' }).click();
    await page.keyboard.press('Control+Shift+v');
    await idle(page);
    const alone = await news(page, []);
    assert.deepEqual([alone.types, alone.links], [['VAEDecode'], []]);
  });

  it('leaves text to the browser while text is typed or selected', async () => {
    const { page } = await editor.open();
    const before = await idsOf(page);
    await select(page, [await idOf(page, 'SaveImage')]);
    const box = body(page, await idOf(page, 'EliteTextEncode')).locator('textarea');
    await box.fill('copied S* text');
    await box.press('Control+a');
    await page.keyboard.press('Control+c');
    await page.keyboard.press('End');
    await page.keyboard.press('Control+v');
    assert.equal(await box.inputValue(), 'copied S* textcopied S* text');
    assert.deepEqual(await idsOf(page), before);
  });

  it('takes nodes before a picture, a picture before a text, and of texts only a graph', async () => {
    const { page } = await editor.open();
    const before = await idsOf(page);
    const graph = '{"nodes":[{"id":4,"type":"Note","pos":[0,0]}],"links":[]}';
    const png = await encodePng(tensor(new Float32Array(48).fill(0.5), [1, 4, 4, 3]));
    await page.keyboard.press('Escape');
    await pasteMade(page, { 'text/plain': 'no graph at all' });
    await page.getByText('Drop a workflow (JSON), a picture with a workflow inside, or a photo').waitFor();
    assert.deepEqual(await idsOf(page), before);
    await pasteMade(page, { 'text/plain': graph });
    assert.deepEqual((await news(page, before)).types, ['Note']);
    await pasteMade(page, { 'application/x-elite-nodes+json': graph, 'text/plain': graph }, png);
    assert.deepEqual((await news(page, before)).types, ['Note', 'Note']);
    await pasteMade(page, { 'text/plain': '/home/me/pasted.png' }, png);
    await page.locator('img[src*="pasted"]').waitFor();
    assert.deepEqual((await news(page, before)).types, ['LoadImage', 'Note', 'Note']);
  });
});
