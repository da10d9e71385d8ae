import assert from 'node:assert/strict';
import fc from 'fast-check';
import { emptyDocument, someNode } from '../../../ui/src/model/document.ts';
import { anyLoop, executionOrder } from '../../../ui/src/model/execution-order.ts';

/** A document of as many nodes, linked from the first of a pair to the second. */
function linked(count: number, pairs: readonly (readonly [number, number])[]) {
  const nodes = Array.from({ length: count }, (_, id) =>
    someNode({ id: String(id), type: 'A', pos: [0, 0] }),
  );
  return {
    ...emptyDocument('d', 'd'),
    nodes: new Map(nodes.map((node) => [node.id, node])),
    links: pairs.map(([from, to], id) => ({
      id: String(id),
      from: { node: String(from), slot: 0 },
      to: { node: String(to), input: `x${id}` },
    })),
  };
}

describe('executionOrder', () => {
  it('puts each node after all that feed it', () => {
    const pair = fc.tuple(fc.nat(19), fc.nat(19)).filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(
        fc.array(pair, { maxLength: 60 }),
        fc.shuffledSubarray([...Array(20).keys()], { minLength: 20 }),
        (pairs, names) => {
          // links from lower to higher places of a shuffled row close no loop
          const row = pairs.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
          const links = row.map(([a, b]) => [names[a] ?? 0, names[b] ?? 0] as const);
          const order = executionOrder(linked(20, links));
          assert.equal(new Set(order).size, 20);
          for (const [a, b] of links) assert.ok(order.indexOf(String(a)) < order.indexOf(String(b)));
        },
      ),
    );
  });

  it('ends for a loop and for a chain of 5,000', () => {
    const ring = Array.from({ length: 5000 }, (_, id) => [id, (id + 1) % 5000] as const);
    assert.equal(executionOrder(linked(5000, ring)).length, 5000);
    assert.equal(executionOrder(linked(5000, ring.slice(0, -1).reverse())).at(-1), '4999');
  });
});

describe('anyLoop', () => {
  const all = (count: number) => new Set(Array.from({ length: count }, (_, id) => String(id)));

  it('finds a loop where one can be run round, and none where none can', () => {
    const pair = fc.tuple(fc.nat(11), fc.nat(11)).filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 20 }), (pairs) => {
        const doc = linked(12, pairs);
        const order = executionOrder(doc);
        const isOrdered = pairs.every(([a, b]) => order.indexOf(String(a)) < order.indexOf(String(b)));
        const loop = anyLoop(doc, all(12));
        assert.equal(loop === undefined, isOrdered);
        loop?.forEach((id, at) => {
          const next = loop[(at + 1) % loop.length];
          assert.ok(pairs.some(([a, b]) => String(a) === id && String(b) === next));
        });
      }),
    );
  });

  it('looks at the given nodes alone', () => {
    const doc = linked(3, [
      [0, 1],
      [1, 2],
      [2, 0],
    ]);
    assert.equal(anyLoop(doc, all(3))?.length, 3);
    assert.equal(anyLoop(doc, all(2)), undefined);
  });
});
