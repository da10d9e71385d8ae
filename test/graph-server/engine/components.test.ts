import assert from 'node:assert/strict';
import fc from 'fast-check';
import { circleIn, components } from '../../../graph-server/engine/components.ts';
import { walk } from '../../../graph-server/engine/walk.ts';

type Links = readonly (readonly [from: string, to: string])[];
const suppliersIn = (links: Links) => (id: string) =>
  links.flatMap(([from, to]) => (to === id ? [from] : []));
const consumersIn = (links: Links) => (id: string) =>
  links.flatMap(([from, to]) => (from === id ? [to] : []));
const componentsOf = (roots: readonly string[], links: Links) =>
  components(walk(roots, suppliersIn(links)), consumersIn(links));

describe('components', () => {
  it('groups the nodes that feed each other, fed ones first', () => {
    const links: Links = [
      ['a', 'b'],
      ['b', 'a'],
      ['b', 'c'],
      ['c', 'd'],
    ];
    const found = componentsOf(['d'], links).map((each) => each.toSorted());
    assert.deepEqual(found, [['d'], ['c'], ['a', 'b']]);
  });

  it('groups nodes exactly when each reaches the other', () => {
    const pairs = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 25 });
    fc.assert(
      fc.property(pairs, (drawn) => {
        const links = drawn.map(([from, to]) => [String(from), String(to)] as const);
        const ids = Array.from({ length: 10 }, (_, id) => String(id));
        const feeding = new Map(ids.map((id) => [id, new Set(walk([id], suppliersIn(links)))]));
        const groups = componentsOf(ids, links);
        for (const a of ids) {
          const group = groups.find((each) => each.includes(a)) ?? assert.fail(a);
          const mutual = ids.filter(
            (b) => feeding.get(a)?.has(b) === true && feeding.get(b)?.has(a) === true,
          );
          assert.deepEqual(group.toSorted(), mutual);
        }
      }),
    );
  });
});

describe('circleIn', () => {
  it('names a circle in the direction of the data, without what only leads to it', () => {
    const links: Links = [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['c', 'd'],
      ['d', 'c'],
    ];
    const [group = []] = componentsOf(['a'], links);
    assert.equal(group.length, 4);
    const circle = circleIn(group, suppliersIn(links)) ?? assert.fail();
    circle.forEach((id, place) => {
      const next = circle[(place + 1) % circle.length];
      assert.ok(
        links.some(([from, to]) => from === id && to === next),
        circle.join(' '),
      );
    });
    assert.deepEqual(circleIn(['a', 'b', 'c'], suppliersIn(links)), ['b', 'c', 'a']);
  });

  it('is there for a node that feeds itself, and for no other single one', () => {
    assert.deepEqual(circleIn(['a'], suppliersIn([['a', 'a']])), ['a']);
    assert.equal(circleIn(['a'], suppliersIn([['b', 'a']])), undefined);
  });
});
