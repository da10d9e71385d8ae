import assert from 'node:assert/strict';
import { Cache } from '../../../graph-server/engine/cache.ts';

describe('Cache', () => {
  const floats = (count: number) => ({ outputs: { x: { dims: [count], data: new Float32Array(count) } } });
  const kept = (cache: Cache, ...keys: string[]) => keys.filter((key) => cache.get(key) !== undefined);

  it('drops what was not used for longest when bytes are over the bound', () => {
    const cache = new Cache({ maxBytes: 120, maxEntries: 10 });
    cache.set('a', floats(10));
    cache.set('b', floats(10));
    cache.set('c', floats(10));
    assert.ok(cache.get('a'));
    cache.set('d', floats(10));
    assert.deepEqual(kept(cache, 'a', 'b', 'c', 'd'), ['a', 'c', 'd']);
    cache.set('a', floats(1));
    cache.set('e', floats(9));
    assert.deepEqual(kept(cache, 'a', 'c', 'd', 'e'), ['a', 'c', 'd', 'e']);
  });

  it('keeps no more entries than its bound, and nothing that alone is over it', () => {
    const cache = new Cache({ maxBytes: 100, maxEntries: 2 });
    for (const key of ['a', 'b', 'c']) cache.set(key, { outputs: {} });
    cache.set('large', floats(26));
    assert.deepEqual(kept(cache, 'a', 'b', 'c', 'large'), ['b', 'c']);
  });

  it('counts arrays inside lists and objects once, and nothing inside handles', () => {
    class Model {
      weights = new Float32Array(1000);
    }
    const shared = new Float32Array(10);
    const self: { list: unknown[] } = { list: [shared, { shared }] };
    self.list.push(self);
    const cache = new Cache({ maxBytes: 40, maxEntries: 10 });
    cache.set('a', { outputs: { self, model: new Model() } });
    assert.deepEqual(kept(cache, 'a'), ['a']);
  });
});
