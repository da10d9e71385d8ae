import assert from 'node:assert/strict';
import { rootScope } from '../../../ui/src/model/scope.ts';
import { parseWorkflow } from '../../../ui/src/model/workflow.ts';

/** Subgraphs s0 … of which each holds the next as often as told. */
const nested = (depth: number, times: number) => ({
  nodes: [{ id: 1, type: 's0' }],
  definitions: {
    subgraphs: Array.from({ length: depth }, (_, level) => ({
      id: `s${level}`,
      nodes: Array.from({ length: times }, (__, id) => ({ id, type: `s${level + 1}` })),
    })),
  },
});

describe('rootScope', () => {
  it('stands a subgraph at every node that runs and means it', () => {
    const nodes = [0, 2, 4].map((mode) => ({ id: `n${mode}`, type: 's', mode }));
    const definitions = { subgraphs: [{ id: 's', nodes: [{ id: 7, type: 'A' }] }] };
    const scope = rootScope(parseWorkflow({ nodes, definitions }, 'w'));
    assert.deepEqual([...scope.inner.keys()], ['n0']);
    const inner = scope.inner.get('n0');
    assert.equal(inner?.path, 'n0:');
    assert.equal(inner.outer?.scope, scope);
    assert.equal(inner.nodes.get('7')?.type, 'A');
  });

  it('refuses more levels and more nodes than can be meant', () => {
    assert.throws(() => rootScope(parseWorkflow(nested(40, 1), 'w')), /at most 32 levels of subgraphs/);
    assert.throws(() => rootScope(parseWorkflow(nested(30, 2), 'w')), /at most 20000 nodes/);
  });
});
