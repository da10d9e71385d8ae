import assert from 'node:assert/strict';
import { checkpointOf, type TensorLocation } from '../../../method/checkpoint/checkpoint.ts';

const at = (file: string): TensorLocation => ({ file, offset: 0, length: 4, dtype: 'F32', dims: [1] });

describe('checkpointOf', () => {
  it('lists keys and each file once', () => {
    const { keys, files, get, metadata } = checkpointOf(
      new Map([
        ['a', at('/1')],
        ['b', at('/1')],
        ['c', at('/2')],
      ]),
    );
    assert.deepEqual(
      [keys, files],
      [
        ['a', 'b', 'c'],
        ['/1', '/2'],
      ],
    );
    assert.deepEqual(get('c'), at('/2'));
    assert.equal(metadata.size, 0);
  });
});
