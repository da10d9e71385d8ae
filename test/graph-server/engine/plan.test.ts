import assert from 'node:assert/strict';
import { Plan } from '../../../graph-server/engine/plan.ts';

/** The order in which a plan gives out nodes; the nodes called `out…` are outputs. */
function order(
  suppliers: Record<string, string[]>,
  { cached = [] as string[], targets = [] as string[] } = {},
): string[] {
  const ids = Object.keys(suppliers);
  const isOutput = (id: string) => id.startsWith('out');
  const plan = new Plan({
    targets: targets.length > 0 ? targets : ids.filter(isOutput),
    order: ids,
    suppliersOf: (id) => suppliers[id] ?? [],
    isCached: (id) => cached.includes(id),
    isOutput,
  });
  const given: string[] = [];
  for (let id = plan.next(); id !== undefined; id = plan.next()) {
    given.push(id);
    plan.done(id);
  }
  return given;
}

describe('Plan', () => {
  it('gives nodes out after what feeds them, in the order of the prompt', () => {
    assert.deepEqual(order({ c: [], a: ['c'], b: ['c'], x: ['a', 'b'], y: ['x'], out: ['y'], unused: [] }), [
      'c',
      'a',
      'b',
      'x',
      'y',
      'out',
    ]);
  });

  it('prefers outputs, then what feeds one, then what is two links away', () => {
    const graph = {
      far: [],
      a: ['far'],
      b: ['a'],
      out1: ['b'],
      two: [],
      one: ['two'],
      out2: ['one'],
      out3: [],
    };
    assert.deepEqual(order(graph), ['out3', 'two', 'one', 'out2', 'far', 'a', 'b', 'out1']);
  });

  it('stops at what is cached, and gives out a cached target', () => {
    const graph = { a: [], b: ['a'], c: ['b'], out: ['c'] };
    assert.deepEqual(order(graph, { cached: ['a', 'b'] }), ['c', 'out']);
    assert.deepEqual(order(graph, { cached: ['a', 'b', 'c', 'out'] }), ['out']);
    assert.deepEqual(order({ out1: [], out2: ['out1'] }, { cached: ['out1'] }), ['out1', 'out2']);
  });

  it('executes an output that is no target when a target depends on it', () => {
    assert.deepEqual(order({ out1: [], out2: ['out1'], out3: [] }, { targets: ['out2'] }), ['out1', 'out2']);
  });

  it('waits once for a node that feeds two inputs', () => {
    assert.deepEqual(order({ a: [], out: ['a', 'a'] }), ['a', 'out']);
  });
});
