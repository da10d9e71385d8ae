import assert from 'node:assert/strict';
import { Audit, AuditError, firstOf } from '../../../method/checkpoint/audit.ts';
import { checkpointOf } from '../../../method/checkpoint/checkpoint.ts';
import { Module } from '../../../method/checkpoint/module.ts';

const at = (...dims: number[]) => ({ file: 'F', offset: 0, length: 4, dtype: 'F32' as const, dims });

describe('Audit', () => {
  const checkpoint = checkpointOf(
    new Map([
      ['a.weight', at(2, 3)],
      ['a.bias', at(3)],
      ['old.weight', at(1)],
      ['old.bias', at(1)],
    ]),
  );

  it('takes note of what a network asks for, and lets it go on where that is missing', () => {
    const audit = new Audit();
    const root = new Module(checkpoint, '', audit);
    assert.deepEqual(root.at('a').tensor('weight', [2, -1]).dims, [2, 3]);
    assert.deepEqual(root.at('a').tensor('bias', [2]).dims, [2]);
    assert.deepEqual(root.tensor('b', [-1, 5]).dims, [1, 5]);
    root.tensor('b', [-1, 5]);
    assert.deepEqual(audit.faults, [
      'a.bias: expected [2], the checkpoint has [3]',
      'b: expected [-1, 5], the checkpoint has no such key',
    ]);
    assert.deepEqual(audit.unused(checkpoint.keys), ['old.weight', 'old.bias']);
    assert.equal(
      audit.summary(checkpoint.keys),
      'a.bias: expected [2], the checkpoint has [3]; 1 more keys like it: b; 2 unknown keys: old.weight, old.bias',
    );
  });

  it('shows a single fault alone', () => {
    const audit = new Audit();
    new Module(checkpoint, '', audit).tensor('b', [1]);
    assert.equal(audit.summary(checkpoint.keys), 'b: expected [1], the checkpoint has no such key');
  });
});

describe('AuditError', () => {
  it('says the first and holds all', () => {
    const audit = new Audit();
    const keys = ['a', 'b', 'c'];
    for (const key of keys) audit.fault(key, `${key}: expected [1], the checkpoint has no such key`);
    const error = new AuditError('unet', audit, ['old']);
    assert.equal(
      error.message,
      'unet: a: expected [1], the checkpoint has no such key; 2 more keys like it: b, c; 1 unknown keys: old',
    );
    assert.deepEqual([error.faults.length, error.unused], [3, ['old']]);
  });
});

describe('firstOf', () => {
  it('shows the first three', () => {
    assert.deepEqual([firstOf(['a', 'b', 'c']), firstOf(['a', 'b', 'c', 'd'])], ['a, b, c', 'a, b, c, …']);
  });
});
