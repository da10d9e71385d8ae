import assert from 'node:assert/strict';
import fc from 'fast-check';
import { emptyDocument, someNode } from '../../../ui/src/model/document.ts';
import { executionOrder } from '../../../ui/src/model/execution-order.ts';

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
