import assert from 'node:assert/strict';
import { present } from '../../../method/onnx/session.ts';
import { tensor } from '../../../method/tensor/tensor.ts';

describe('present', () => {
  const outputs = { hidden: tensor([1], [1]) };

  it('is the output of this name', () => {
    assert.equal(present(outputs, 'hidden', 'text tower'), outputs.hidden);
  });

  it('refuses an output that the graph does not have, with who ran it and the hint', () => {
    assert.throws(() => present(outputs, 'words', 'global mapper'), {
      message: 'global mapper: expected an output words, got none',
    });
    assert.throws(() => present(outputs, 'embeds', 'vision tower', 'a file without projection?'), {
      message: 'vision tower: expected an output embeds, got none (a file without projection?)',
    });
  });
});
