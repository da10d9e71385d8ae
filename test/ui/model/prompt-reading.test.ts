import assert from 'node:assert/strict';
import { placeholdersIn, promptFaults, readingOf, restOf } from '../../../ui/src/model/prompt-reading.ts';

/** A reading as the server gives it, of placeholders given as `[start, end, token, state]`. */
function reading(count: number, placeholders: readonly (readonly [number, number, number | null, string])[]) {
  const read = readingOf({
    count,
    limit: 77,
    placeholders: placeholders.map(([start, end, token, state]) => ({ start, end, token, state })),
  });
  assert.ok(read);
  return read;
}

describe('the reading of a prompt', () => {
  it('is taken from an answer, and from nothing else', () => {
    assert.deepEqual(reading(7, [[13, 15, 5, 'understood']]).placeholders, [
      { start: 13, end: 15, token: 5, state: 'understood' },
    ]);
    assert.equal(readingOf({ count: 'x' }), undefined);
    assert.equal(readingOf([1]), undefined);
  });

  it('has no fault where S* is understood', () => {
    assert.deepEqual(promptFaults('a photo of a S*', reading(7, [[13, 15, 5, 'understood']])), []);
  });

  it('mends what is wrong with one click', () => {
    const fixed = (text: string, ...place: Parameters<typeof reading>[1]) =>
      promptFaults(text, reading(7, place)).map(({ kind, fixed: mended }) => [kind, mended]);
    assert.deepEqual(fixed('a S*fish', [2, 4, null, 'glued']), [['glued', 'a S* fish']]);
    assert.deepEqual(fixed('an xS*', [4, 6, null, 'glued']), [['glued', 'an x S*']]);
    assert.deepEqual(fixed('a very long S*', [12, 14, null, 'cut']), [['cut', 'S* a very long']]);
    assert.deepEqual(fixed('a S* and S*', [2, 4, 2, 'ignored'], [9, 11, 4, 'understood']), [
      ['ignored', 'a and S*'],
    ]);
    assert.deepEqual(fixed('a photo of S', [11, 12, 4, 'lone']), [['lone', 'a photo of S*']]);
  });

  it('misses an S*, also where the server does not tell', () => {
    assert.deepEqual(promptFaults('a dog', reading(4, [])), [{ kind: 'missing', fixed: 'a dog S*' }]);
    assert.deepEqual(promptFaults(' ', undefined), [{ kind: 'missing', fixed: 'a photo of a S*' }]);
    assert.deepEqual(promptFaults('a S*, red', undefined), []);
  });

  it('is selected but for its S*, so that what is typed takes its place', () => {
    const rest = (text: string) => text.slice(...restOf(text));
    assert.deepEqual(['a photo of a S*', 'S* on a beach', 'S*', 'a dog'].map(rest), [
      'a photo of a',
      'on a beach',
      '',
      'a dog',
    ]);
  });

  it('finds S* and a lone S between other words only', () => {
    assert.deepEqual(placeholdersIn('S* near a S, not Sea, xS* or S*x'), [
      { start: 0, end: 2 },
      { start: 10, end: 11 },
    ]);
  });

  it('tells from where on it is cut off: the last place is the end’s', () => {
    const words = [3, 1, 2].map((tokens, index) => ({ start: index * 4, end: index * 4 + 3, tokens }));
    const cutFrom = (limit: number) => readingOf({ count: 8, limit, placeholders: [], words })?.cutFrom;
    assert.deepEqual([cutFrom(8), cutFrom(7), cutFrom(6), cutFrom(5)], [undefined, 8, 8, 4]);
  });

  it('tells that the end is cut off', () => {
    assert.deepEqual(promptFaults('S*', reading(80, [[0, 2, 1, 'understood']])), [{ kind: 'long' }]);
  });
});
