import assert from 'node:assert/strict';
import { heldBytes } from '../../../method/runtime/held-bytes.ts';
import { MAPPED_BYTES } from '../../../method/runtime/session-options.ts';

const model = (file: string, ...lengths: readonly number[]) => ({
  weights: lengths.map((length, i) => ({
    file,
    offset: i * 8,
    length,
    dtype: 'F32' as const,
    dims: [length / 4],
  })),
  weightBytes: lengths.reduce((sum, length) => sum + length, 0),
  isQuantised: false,
});

describe('heldBytes', () => {
  it('counts what is copied once for each model', () => {
    assert.equal(heldBytes([model('a', 8, 4), model('a', 8, 4), model('b', 8)]), 32);
  });

  it('counts what stays in its file once, however many read it', () => {
    const [large, more] = [model('a', MAPPED_BYTES), model('a', MAPPED_BYTES, 4)];
    assert.equal(heldBytes([large, large, more]), MAPPED_BYTES + 4);
    assert.equal(heldBytes([large, model('b', MAPPED_BYTES)]), 2 * MAPPED_BYTES);
  });

  it('counts 8-bit weights for each model, which packs its own', () => {
    const large = { ...model('a', MAPPED_BYTES), isQuantised: true };
    assert.equal(heldBytes([large, large]), 2 * MAPPED_BYTES);
  });

  it('is nothing for no models', () => {
    assert.equal(heldBytes([]), 0);
  });
});
