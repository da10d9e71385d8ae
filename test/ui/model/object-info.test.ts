import assert from 'node:assert/strict';
import { choicesOf, declaredInputs, optionsOf, typeOf } from '../../../ui/src/model/object-info.ts';

describe('object-info', () => {
  it('lists inputs in the declared order, required before optional', () => {
    const info = {
      input: { required: { b: ['INT'], a: ['FLOAT'] }, optional: { c: ['STRING'] } },
      input_order: { required: ['a', 'b'], optional: ['c'] },
    } as const;
    assert.deepEqual(
      declaredInputs(info).map(({ name }) => name),
      ['a', 'b', 'c'],
    );
    assert.deepEqual(
      declaredInputs({ input: info.input }).map(({ name }) => name),
      ['b', 'a', 'c'],
    );
  });

  it('reads both forms of a choice', () => {
    assert.equal(typeOf([['x', 'y']]), 'COMBO');
    assert.deepEqual(choicesOf([['x', 'y']]), ['x', 'y']);
    assert.deepEqual(choicesOf(['COMBO', { options: [1, 2] }]), [1, 2]);
    assert.deepEqual(choicesOf(['INT']), []);
    assert.deepEqual(optionsOf(['INT', null]), {});
  });
});
