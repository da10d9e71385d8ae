import assert from 'node:assert/strict';
import { isWorkflow, parseWorkflow } from '../../../ui/src/model/workflow.ts';

describe('parseWorkflow', () => {
  it('reads links as arrays and as objects alike', () => {
    const node = { id: 1, type: 'A', inputs: [{ name: 'x', type: 'IMAGE', link: 3 }], outputs: [] };
    const arrays = parseWorkflow({ nodes: [node], links: [[3, 2, 0, 1, 0, 'IMAGE']], version: 0.4 }, 'w');
    const link = { id: 3, origin_id: 2, origin_slot: 0, target_id: 1, target_slot: 0, type: 'IMAGE' };
    const objects = parseWorkflow({ nodes: [node], links: [link], version: 1 }, 'w');
    assert.deepEqual(arrays.links, objects.links);
    assert.equal(arrays.nodes[0]?.inputs[0]?.link, '3');
  });

  it('keeps the file as it was and the names of its subgraphs', () => {
    const raw = {
      nodes: [],
      links: [],
      definitions: { subgraphs: [{ id: 'u', name: 'Face' }] },
      extra: { x: 1 },
    };
    const workflow = parseWorkflow(raw, 'w');
    assert.equal(workflow.raw, raw);
    assert.equal(workflow.subgraphs.get('u'), 'Face');
  });

  it('names the node or link that is wrong', () => {
    const faults: [Parameters<typeof parseWorkflow>[0], RegExp][] = [
      [{ nodes: {} }, /w\.json, nodes: expected a list, got an object/],
      [{ nodes: [5] }, /w\.json, node at place 0: expected an object, got number 5/],
      [{ nodes: [{ type: 'A' }] }, /node at place 0: expected an id, got nothing/],
      [{ nodes: [{ id: 1 }] }, /\(id 1\): expected a type, got nothing/],
      [
        {
          nodes: [
            { id: 1, type: 'A' },
            { id: 1, type: 'A' },
          ],
        },
        /node 1: expected each id once/,
      ],
      [{ nodes: [], links: [[1, 2]] }, /link at place 0: expected id, origin/],
    ];
    for (const [raw, message] of faults) assert.throws(() => parseWorkflow(raw, 'w.json'), message);
  });
});

describe('isWorkflow', () => {
  it('asks for a list of nodes', () => {
    assert.equal(isWorkflow({ nodes: [] }), true);
    assert.equal(isWorkflow({ nodes: {} }), false);
    assert.equal(isWorkflow([]), false);
  });
});
