import assert from 'node:assert/strict';
import { randomId } from '../../../ui/src/state/random-id.ts';

describe('random ids', () => {
  it('are UUIDs of version 4, each another', () => {
    const ids = new Set(Array.from({ length: 100 }, randomId));
    assert.equal(ids.size, 100);
    for (const id of ids)
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
