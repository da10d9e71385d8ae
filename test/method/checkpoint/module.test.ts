import assert from 'node:assert/strict';
import { checkpointOf, type TensorLocation } from '../../../method/checkpoint/checkpoint.ts';
import { Module } from '../../../method/checkpoint/module.ts';

describe('Module', () => {
  const location: TensorLocation = { file: '/w', offset: 0, length: 24, dtype: 'F32', dims: [2, 3] };
  const root = new Module(checkpointOf(new Map([['blocks.0.to_k.weight', location]])));

  it('walks the tree of keys', () => {
    const layer = root.at('blocks', 0).at('to_k');
    assert.equal(layer.path, 'blocks.0.to_k');
    assert.equal(layer.tensor('weight', [2, 3]), location);
    assert.equal(layer.tensor('weight', [-1, 3]), location);
    assert.equal(root.tensor('blocks.0.to_k.weight', [2, 3]), location);
  });

  it('knows what lies at and below a name', () => {
    assert.deepEqual(
      [root.holds('blocks'), root.holds('block'), root.holds('blocks.0.to_k.weight')],
      [true, false, true],
    );
    assert.deepEqual([root.has('blocks'), root.at('blocks', 0, 'to_k').has('weight')], [false, true]);
  });

  it('names the full key and both shapes', () => {
    const layer = root.at('blocks', 0, 'to_k');
    const refuses = (run: () => unknown, message: string): void =>
      assert.throws(run, { name: 'CheckpointError', message });
    refuses(
      () => layer.tensor('weight', [2, 4], 'another model?'),
      'blocks.0.to_k.weight: expected [2, 4], the checkpoint has [2, 3] (another model?)',
    );
    refuses(
      () => layer.tensor('weight', [2, 3, 1]),
      'blocks.0.to_k.weight: expected [2, 3, 1], the checkpoint has [2, 3]',
    );
    refuses(
      () => layer.tensor('bias', [2]),
      'blocks.0.to_k.bias: expected [2], the checkpoint has no such key',
    );
  });
});
