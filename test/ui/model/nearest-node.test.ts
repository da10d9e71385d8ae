import assert from 'node:assert/strict';
import fc from 'fast-check';
import { someNode, type Pair } from '../../../ui/src/model/document.ts';
import { nearestNode } from '../../../ui/src/model/nearest-node.ts';

const graph = (places: Readonly<Record<string, Pair>>) => ({
  nodes: new Map(Object.entries(places).map(([id, pos]) => [id, someNode({ id, type: 'T', pos })])),
});

const WAYS: readonly Pair[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
];

describe('the nearest node in a direction', () => {
  it('is the one straight ahead before one that lies aside', () => {
    const doc = graph({ a: [0, 0], ahead: [300, 20], aside: [280, 400], below: [10, 200] });
    assert.equal(nearestNode(doc, [0, 0], [1, 0]), 'ahead');
    assert.equal(nearestNode(doc, [0, 0], [0, 1]), 'below');
    assert.equal(nearestNode(doc, [300, 20], [-1, 0]), 'a');
  });

  it('is none where no node lies in the direction', () => {
    const doc = graph({ a: [0, 0], b: [100, 0] });
    assert.equal(nearestNode(doc, [100, 0], [1, 0]), undefined);
    assert.equal(nearestNode(doc, [0, 0], [0, -1]), undefined);
  });

  it('always lies in the direction, and is found whenever there is one', () => {
    const place = fc.tuple(fc.integer({ min: -900, max: 900 }), fc.integer({ min: -900, max: 900 }));
    fc.assert(
      fc.property(fc.array(place), place, fc.constantFrom(...WAYS), (places, from, way) => {
        const doc = graph(Object.fromEntries(places.map((pos, index) => [`n${index}`, pos])));
        const along = (pos: Pair) => (pos[0] - from[0]) * way[0] + (pos[1] - from[1]) * way[1];
        const found = nearestNode(doc, from, way);
        const pos = found === undefined ? undefined : doc.nodes.get(found)?.pos;
        assert.equal(
          pos !== undefined,
          places.some((each) => along(each) > 0),
        );
        assert.ok(pos === undefined || along(pos) > 0);
      }),
    );
  });
});
