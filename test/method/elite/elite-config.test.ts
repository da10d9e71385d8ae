import assert from 'node:assert/strict';
import { parseEliteConfig, RELEASED } from '../../../method/elite/elite-config.ts';

describe('parseEliteConfig', () => {
  it('takes what a file does not say from the released model', () => {
    assert.deepEqual(parseEliteConfig({}, 'x'), RELEASED);
    const own = parseEliteConfig(
      { layers: [6, 1, 2, 3, 4], grid: 8, lambda: { edit: 0.5 }, steps: { quick: 10 } },
      'x',
    );
    assert.deepEqual(own.layers, [6, 1, 2, 3, 4]);
    assert.deepEqual(own.lambda, { ...RELEASED.lambda, edit: 0.5 });
    assert.deepEqual([own.grid, own.steps], [8, { quick: 10, full: 100 }]);
  });

  it('names the member that makes no sense', () => {
    assert.throws(
      () => parseEliteConfig({ layers: [1, 2] }, 'x'),
      /^Error: x, layers: expected 5 numbers of hidden states, got \[1,2\]$/,
    );
    assert.throws(() => parseEliteConfig({ layers: [1, 2, 3, 4, -1] }, 'x'), /x, layers/);
    assert.throws(
      () => parseEliteConfig({ grid: 0 }, 'x'),
      /^Error: x, grid: expected a whole number above 0, got 0$/,
    );
    assert.throws(
      () => parseEliteConfig({ lambda: { max: '2' } }, 'x'),
      /^Error: x, max: expected a number from 0, got "2"$/,
    );
    assert.throws(() => parseEliteConfig([], 'x'), /^Error: x: expected an object/);
  });
});
