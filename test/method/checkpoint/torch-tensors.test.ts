import assert from 'node:assert/strict';
import type { Value } from '../../../method/checkpoint/pickle.ts';
import { shown, storageType, tensorsOf } from '../../../method/checkpoint/torch-tensors.ts';

const token = (name: string): Value => ({ kind: 'token', name });
const storage: Value = {
  kind: 'persistent',
  id: ['storage', token('torch HalfStorage'), 'k', 'cpu', 6],
};
const rebuilt = (offset: number, dims: number[], strides: number[]): Value => ({
  kind: 'call',
  name: 'torch._utils _rebuild_tensor_v2',
  args: [storage, offset, dims, strides],
});
const storages = new Map([['k', { offset: 100, length: 12 }]]);

describe('tensorsOf', () => {
  it('locates tensors in the storages of a file', () => {
    const state = new Map<Value, Value>([['a', new Map<Value, Value>([['b', rebuilt(2, [2, 2], [2, 1])]])]]);
    const { keys, get } = tensorsOf(new Map<Value, Value>([['state_dict', state]]), 'F', storages);
    assert.deepEqual(keys, ['a.b']);
    assert.deepEqual(get('a.b'), { file: 'F', offset: 104, length: 8, dtype: 'F16', dims: [2, 2] });
  });

  it('refuses storages that the file does not have', () => {
    const state = new Map<Value, Value>([['w', rebuilt(0, [6], [1])]]);
    assert.throws(
      () => tensorsOf(state, 'F', new Map()),
      /^CheckpointError: F, w: expected a storage of the file, got k$/,
    );
    const short = new Map([['k', { offset: 0, length: 10 }]]);
    assert.throws(
      () => tensorsOf(state, 'F', short),
      /F, w: expected a storage of 6 elements, the file has 5$/,
    );
  });
});

describe('storageType', () => {
  it('knows the types of storages by their tokens', () => {
    assert.equal(storageType(token('torch BFloat16Storage')), 'BF16');
    assert.equal(storageType(token('torch Size')), undefined);
    assert.equal(storageType('torch FloatStorage'), undefined);
  });
});

describe('shown', () => {
  it('shows keys and numbers, and no other values', () => {
    assert.deepEqual(
      [shown('a'), shown(1n), shown(null), shown(undefined)],
      ['a', '1', 'another value', 'another value'],
    );
  });
});
