import assert from 'node:assert/strict';
import { parseWorkflow } from '../../../ui/src/model/workflow.ts';

describe('parseSubgraphs', () => {
  it('reads definitions inside definitions, the first of each id, and skips what is none', () => {
    const inner = { id: 'b', nodes: [], definitions: { subgraphs: [{ id: 'a', name: 'other' }] } };
    const raw = {
      nodes: [],
      definitions: { subgraphs: [{ id: 'a', name: 'A', definitions: { subgraphs: [inner] } }, 5, { id: 7 }] },
    };
    const { subgraphs } = parseWorkflow(raw, 'w');
    assert.deepEqual(
      [...subgraphs.values()].map(({ id, name }) => [id, name]),
      [
        ['a', 'A'],
        ['b', 'b'],
      ],
    );
    for (const definitions of [5, [], { subgraphs: 'x' }, null])
      assert.equal(parseWorkflow({ nodes: [], definitions }, 'w').subgraphs.size, 0);
  });

  it('finds the links at its borders, in the order in which its slots name them', () => {
    const subgraph = {
      id: 'a',
      inputs: [{ name: 'x', linkIds: [2, 9, 1] }],
      outputs: [{ name: 'y' }, {}],
      nodes: [],
      links: [
        [1, -10, 0, 5, 0, '*'],
        [2, -10, 0, 6, 0, '*'],
        [3, 5, 0, -20, 1, '*'],
      ],
    };
    const { subgraphs } = parseWorkflow({ nodes: [], definitions: { subgraphs: [subgraph] } }, 'w');
    assert.deepEqual(subgraphs.get('a')?.inputs, [{ name: 'x', links: ['2', '1'] }]);
    assert.deepEqual(subgraphs.get('a')?.outputs, [
      { name: 'y', links: [] },
      { name: '', links: ['3'] },
    ]);
  });
});
