import assert from 'node:assert/strict';
import { body, idOf, valueOf } from './editor-page.ts';
import { editorTests } from './editor-tests.ts';

/** What is said of a text: what is marked in it, the fault, the button, and what the text is after its press. */
interface Row {
  readonly text: string;
  readonly marks: readonly string[];
  readonly described: RegExp;
  readonly says?: RegExp;
  readonly fix?: string;
  readonly fixed?: string;
}

const LONG = `${'very '.repeat(90)}S*`;

const ROWS: readonly Row[] = [
  { text: 'a photo of a S*', marks: ['understood'], described: /^S\* understood, token 5$/ },
  { text: 'a S*, red', marks: ['understood'], described: /^S\* understood, token 2$/ },
  { text: 'close-up of a S*', marks: ['understood'], described: /^S\* understood, token 6$/ },
  {
    text: 'a S*fish',
    marks: ['glued'],
    described: /glued/,
    says: /glued to other letters/,
    fix: 'Add a space',
    fixed: 'a S* fish',
  },
  {
    text: 'xS*',
    marks: ['glued'],
    described: /glued/,
    says: /glued to other letters/,
    fix: 'Add a space',
    fixed: 'x S*',
  },
  {
    text: LONG,
    marks: ['cut-text', 'cut'],
    described: /cut off/,
    says: /cut off/,
    fix: 'Move S* to the front',
    fixed: `S* ${'very '.repeat(90).trim()}`,
  },
  {
    text: 'a S* and S*',
    marks: ['understood', 'understood'],
    described: /^S\* understood, token 2; S\* understood, token 4$/,
  },
  {
    text: 'a photo of a S',
    marks: ['lone'],
    described: /read as S\*/,
    says: /read as S\*/,
    fix: 'Make it S*',
    fixed: 'a photo of a S*',
  },
  { text: 'a dog', marks: ['missing'], described: /^$/, says: /No S\*/, fix: 'Insert S*', fixed: 'a dog S*' },
];

describe('S* in a prompt, in a browser', function () {
  this.timeout(900_000);
  const editor = editorTests();

  it('shows whether and at which token it is understood, and one press mends what is not', async () => {
    const { page, complaints } = await editor.open();
    const id = await idOf(page, 'EliteTextEncode');
    const field = body(page, id).locator('.prompt-box');
    const box = field.locator('textarea');
    for (const { text, marks, described, says, fix, fixed } of ROWS) {
      const name = text.slice(0, 20);
      const read = page.waitForResponse((response) => response.url().includes('/tokenize'));
      await box.fill(text);
      await read;
      await page.waitForFunction(
        () =>
          !document.querySelector('.prompt-box mark.unchecked') &&
          document.querySelector('.prompt-box .counter'),
      );
      assert.deepEqual(
        await field.locator('mark').evaluateAll((found) => found.map((mark) => mark.getAttribute('class'))),
        marks,
        name,
      );
      assert.match((await box.getAttribute('aria-description')) ?? '', described, name);
      assert.match((await box.getAttribute('title')) ?? '', described, name);
      if (!says || fix === undefined) {
        assert.equal(await field.locator('.prompt-fault').count(), 0, name);
        continue;
      }
      assert.match(String(await field.locator('.prompt-fault').textContent()), says, name);
      const isLost = marks.every((mark) => mark === 'glued' || mark === 'missing'); // none that the text encoder reads
      assert.equal(await page.locator('.blocker').count(), isLost ? 1 : 0, name);
      await field.getByRole('button', { name: fix }).click();
      assert.equal(await box.inputValue(), fixed, name);
      assert.equal(await valueOf(page, id, 'text'), fixed, name);
    }
    assert.deepEqual(complaints, []);
  });

  it('is found again by the arrow up in an empty box, once it was run', async () => {
    const { page } = await editor.open();
    const id = await idOf(page, 'EliteTextEncode');
    const box = body(page, id).locator('.prompt-box textarea');
    for (const text of ['a S* in the snow', 'a red S*']) {
      await box.fill(text);
      const isSent = page.waitForResponse((response) => response.url().endsWith('/prompt'));
      await page.keyboard.press('Control+Enter');
      await isSent;
      await page.waitForFunction(() => !window.__elite.isRunning());
    }
    await box.fill('');
    await box.press('ArrowUp');
    assert.equal(await box.inputValue(), 'a red S*');
    await box.press('ArrowUp');
    assert.equal(await valueOf(page, id, 'text'), 'a S* in the snow');
    await box.press('ArrowDown');
    await box.press('ArrowDown');
    assert.equal(await box.inputValue(), '');
    await box.fill('of my own');
    await box.press('ArrowUp');
    assert.equal(await box.inputValue(), 'of my own');
  });
});
