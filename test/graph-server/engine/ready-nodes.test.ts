import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ReadyNodes } from '../../../graph-server/engine/ready-nodes.ts';

describe('ReadyNodes', () => {
  it('gives out the first by rank, then by position, whatever came and went before', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constantFrom('add', 'delete', 'moved'), id: fc.nat(20), rank: fc.nat(3) }),
      fc.record({ do: fc.constant('take') }),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const ranks = new Map<string, number>();
        const rank = (id: string) => ranks.get(id) ?? 3;
        const model = new Set<string>();
        const ready = new ReadyNodes({ rank, position: Number });
        const first = () => [...model].sort((a, b) => rank(a) - rank(b) || Number(a) - Number(b))[0];
        const taken = () => {
          const expected = first();
          assert.equal(ready.take(), expected);
          if (expected !== undefined) model.delete(expected);
        };
        for (const each of steps) {
          if (!('id' in each)) {
            taken();
            continue;
          }
          const id = String(each.id);
          if (each.do === 'delete') {
            ready.delete(id);
            model.delete(id);
            continue;
          }
          ranks.set(id, each.rank);
          if (each.do === 'add') model.add(id);
          if (each.do === 'add') ready.add(id);
          else ready.moved(id);
        }
        for (let left = model.size; left >= 0; left -= 1) taken();
      }),
    );
  });
});
