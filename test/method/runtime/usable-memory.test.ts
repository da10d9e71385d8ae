import assert from 'node:assert/strict';
import { totalmem } from 'node:os';
import { usableMemory } from '../../../method/runtime/usable-memory.ts';

describe('usableMemory', () => {
  it('is the limit of a container', () => {
    assert.equal(usableMemory(8e9, 64e9), 8e9);
  });

  it('is the memory of the machine where there is no limit', () => {
    for (const none of [0, 2 ** 64]) assert.equal(usableMemory(none, 64e9), 64e9);
  });

  it('asks this process', () => {
    assert.ok(usableMemory() > 0 && usableMemory() <= totalmem());
  });
});
