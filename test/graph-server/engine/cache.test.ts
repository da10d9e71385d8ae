import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BoundedCache, NoCache, type Cache } from '../../../graph-server/engine/cache.ts';

describe('BoundedCache', () => {
  const floats = (count: number) => ({ outputs: { x: [{ dims: [count], data: new Float32Array(count) }] } });
  const kept = (cache: BoundedCache, ...keys: string[]) => keys.filter((key) => cache.get(key) !== undefined);

  const bytesOf = (x: unknown) => (x as { data: Float32Array }).data.byteLength;

  it('drops what was not used for longest when bytes are over the bound', () => {
    const cache = new BoundedCache({ maxBytes: 120, maxEntries: 10 });
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
    const cache = new BoundedCache({ maxBytes: 100, maxEntries: 2 });
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
    const cache = new BoundedCache({ maxBytes: 40, maxEntries: 10 });
    cache.set('a', { outputs: { self: [self], model: [new Model()] } });
    assert.deepEqual(kept(cache, 'a'), ['a']);
  });

  it('counts texts', () => {
    const cache = new BoundedCache({ maxBytes: 10, maxEntries: 10 });
    cache.set('short', { outputs: { x: ['12345'] } });
    cache.set('long', { outputs: { x: ['123456'] } });
    assert.deepEqual(kept(cache, 'short', 'long'), ['short']);
  });

  it('never holds more bytes than its bound, whatever comes', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat(40)), { maxLength: 60 });
    fc.assert(
      fc.property(steps, fc.nat(100), fc.nat(4), (sets, maxBytes, maxEntries) => {
        const cache = new BoundedCache({ maxBytes, maxEntries });
        for (const [key, count] of sets) {
          cache.set(key, floats(count));
          const held = ['a', 'b', 'c', 'd', 'e'].flatMap((each) => cache.get(each) ?? []);
          const bytes = held.reduce((sum, { outputs }) => sum + bytesOf(outputs['x']?.[0]), 0);
          assert.ok(bytes <= maxBytes && held.length <= maxEntries);
        }
      }),
    );
  });

  it('keeps of a new prompt only what is in it when it is classic, and what was made there', () => {
    const classic = new BoundedCache({ maxBytes: 1000, maxEntries: 10, onlyThisPrompt: true });
    const all = ['in', 'out', 'made', 'grandchild', 'orphan'];
    const fill = (cache: BoundedCache) => {
      for (const [key, owner] of [
        ['in'],
        ['out'],
        ['made', 'in'],
        ['grandchild', 'made'],
        ['orphan', 'out'],
      ] as const)
        cache.set(key, { outputs: {} }, owner);
      cache.begin(new Set(['in']));
    };
    fill(classic);
    assert.deepEqual(kept(classic, ...all), ['in', 'made', 'grandchild']);
    const other = new BoundedCache({ maxBytes: 1000, maxEntries: 10 });
    fill(other);
    assert.deepEqual(kept(other, ...all), all);
  });

  it('forgets one result or all of them, and then has room again', () => {
    const cache = new BoundedCache({ maxBytes: 40, maxEntries: 10 });
    cache.set('a', floats(10));
    cache.remove('a');
    cache.set('b', floats(10));
    assert.deepEqual(kept(cache, 'a', 'b'), ['b']);
    cache.clear();
    cache.set('c', floats(10));
    assert.deepEqual(kept(cache, 'a', 'b', 'c'), ['c']);
  });
});

describe('NoCache', () => {
  it('keeps nothing', () => {
    const cache: Cache = new NoCache();
    cache.begin(new Set(['a']));
    cache.set('a', { outputs: {} });
    assert.equal(cache.get('a'), undefined);
    cache.remove('a');
    cache.clear();
  });
});
