import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ClipTokenizer } from '../../../method/clip/tokenizer.ts';
import { parityFolder } from '../../support/fixtures.ts';

interface Case {
  readonly text: string;
  readonly ids: readonly number[];
}

describe('ClipTokenizer', () => {
  const folder = parityFolder('tokenizer');
  const cases = JSON.parse(readFileSync(join(folder, 'texts.json'), 'utf8')) as Case[];
  let tokenizer: ClipTokenizer;

  /** Ids as the text tower takes them: cut, closed with the end token and padded with it. */
  const full = (ids: readonly number[]): number[] => {
    const kept = ids.slice(1, -1).slice(0, tokenizer.length - 2);
    return [
      tokenizer.start,
      ...kept,
      ...Array.from({ length: tokenizer.length - 1 - kept.length }, () => tokenizer.end),
    ];
  };
  const positions = (text: string): readonly number[] => tokenizer.tokenize(text).positions;
  const counted = (text: string): readonly number[] => tokenizer.tokenize(text, { compat: true }).positions;

  before(async () => {
    tokenizer = await ClipTokenizer.open(folder);
  });

  it("gives transformers' ids for every text of the fixture", () => {
    assert.ok(cases.length > 200);
    for (const { text, ids } of cases)
      assert.deepEqual(tokenizer.tokenize(text, { compat: true }).ids, full(ids), JSON.stringify(text));
  });

  it('gives the same ids when it looks for a placeholder and there is none', () => {
    const without = cases.filter(({ text }) => !text.includes('S'));
    assert.ok(without.length > 150);
    for (const { text, ids } of without)
      assert.deepEqual(tokenizer.tokenize(text).ids, full(ids), JSON.stringify(text));
  });

  it('has the length and the outer tokens of its files', () => {
    assert.deepEqual([tokenizer.length, tokenizer.start, tokenizer.end], [32, 1534, 1535]);
  });

  it('counts what falls off the end', () => {
    assert.equal(tokenizer.tokenize('mug '.repeat(30)).truncated, 0);
    const { ids, truncated } = tokenizer.tokenize('mug '.repeat(35));
    assert.equal(truncated, 5);
    assert.equal(ids.at(-1), tokenizer.end);
  });

  it('finds the placeholder as one token, whatever stands around it', () => {
    assert.deepEqual(positions('a photo of a S*'), [5]);
    assert.deepEqual(positions('a photo of a S'), [5]);
    assert.deepEqual(positions('a S*, on the beach'), [2]);
    assert.deepEqual(positions('S*'), [1]);
    assert.deepEqual(positions("S*'s house"), [1]);
    assert.deepEqual(positions("S's house"), [1]);
    assert.deepEqual(positions('("S*")'), [3]);
    assert.equal(tokenizer.tokenize('S*').ids[1], tokenizer.tokenize('s').ids[1]);
    assert.deepEqual(tokenizer.tokenize('S*').ids.slice(2), tokenizer.tokenize('').ids.slice(1, -1));
  });

  it('counts tokens and not words before the placeholder', () => {
    const before = tokenizer.tokenize('supercalifragilistic').words.reduce((sum, w) => sum + w.tokens, 0);
    assert.ok(before > 1);
    assert.deepEqual(positions('supercalifragilistic S*'), [before + 1]);
  });

  it('finds several placeholders', () => {
    assert.deepEqual(positions('S* next to a S'), [1, 5]);
    assert.deepEqual(positions('S*S*'), []);
    assert.deepEqual(positions('S*, S*'), [1, 3]);
  });

  it('takes no other s for the placeholder', () => {
    for (const text of ['a s', 's*', 'xS*', 'S*fish', 'US', 'U.S.', "IT'S", 'R&S', 'S2', 'S\u0301', 'size s'])
      assert.deepEqual(positions(text), [], text);
  });

  it('leaves out a placeholder that fell off the end', () => {
    assert.deepEqual(positions(`${'mug '.repeat(29)}S*`), [30]);
    assert.deepEqual(positions(`${'mug '.repeat(30)}S*`), []);
  });

  it('counts words like the released code when asked to', () => {
    assert.deepEqual(counted('a photo of a S'), [5]);
    assert.deepEqual(counted(' a S wearing a S '), [5]);
    assert.deepEqual(counted('a close-up of a S'), [5]);
    for (const text of ['a S, on the beach', 'S*', "S's house", 'a s'])
      assert.deepEqual(counted(text), [0], text);
  });

  it('tells the place of each piece in the prompt as it was typed', () => {
    const text = 'A  Cafe\u0301, S*!';
    const shown = tokenizer
      .tokenize(text)
      .words.map(({ start, end, isPlaceholder }) => [text.slice(start, end), isPlaceholder]);
    assert.deepEqual(shown, [
      ['A', false],
      ['Cafe\u0301', false],
      [',', false],
      ['S*', true],
      ['!', false],
    ]);
  });

  it('takes any text: T ids, all of the vocabulary, and pieces in order', () => {
    const sign = fc.oneof(
      fc.constantFrom('S*', 'S', ' ', "'s", '<|endoftext|>', '\u0301'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(sign), (signs) => {
        const text = signs.join('');
        const { ids, words, positions: at } = tokenizer.tokenize(text);
        assert.equal(ids.length, tokenizer.length);
        assert.ok(ids.every((id) => Number.isInteger(id) && id >= 0 && id <= tokenizer.end));
        assert.ok(words.every(({ start, end }, i) => start < end && start >= (words[i - 1]?.start ?? 0)));
        assert.ok(at.every((position) => ids[position] === tokenizer.tokenize('S*').ids[1]));
      }),
    );
  });

  it('takes a megabyte without a space', () => {
    assert.ok(tokenizer.tokenize('ab'.repeat(500_000)).truncated > 1000);
    assert.equal(tokenizer.tokenize('S* '.repeat(10_000)).positions.length, 30);
  });
});
