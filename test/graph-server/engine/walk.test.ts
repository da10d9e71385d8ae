import assert from 'node:assert/strict';
import fc from 'fast-check';
import { walk } from '../../../graph-server/engine/walk.ts';

const graph = (suppliers: Record<string, string[]>) => (id: string) => suppliers[id] ?? [];

describe('walk', () => {
  it('reaches suppliers before what they feed, each once, and nothing else', () => {
    const order = walk(['d', 'x'], graph({ d: ['b', 'c'], b: ['a'], c: ['a'], far: ['d'] }));
    assert.deepEqual(order, ['a', 'b', 'c', 'd', 'x']);
  });

  it('orders any graph without circles', () => {
    const edges = fc.array(fc.tuple(fc.nat(30), fc.nat(30)).filter(([a, b]) => a < b));
    fc.assert(
      fc.property(edges, (pairs) => {
        const suppliersOf = (id: string) =>
          pairs.filter(([, to]) => String(to) === id).map(([from]) => String(from));
        const roots = Array.from({ length: 31 }, (_, index) => String(index));
        const order = walk(roots, suppliersOf);
        assert.equal(order.length, 31);
        for (const [from, to] of pairs) assert.ok(order.indexOf(String(from)) < order.indexOf(String(to)));
      }),
    );
  });

  it('ends in a circle too', () => {
    assert.deepEqual(walk(['out'], graph({ out: ['b'], b: ['a'], a: ['b'] })), ['a', 'b', 'out']);
  });

  it('walks chains of 20,000 nodes', () => {
    const order = walk(['20000'], (id) => (id === '0' ? [] : [String(Number(id) - 1)]));
    assert.equal(order.length, 20_001);
  });
});
