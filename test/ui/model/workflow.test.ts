import assert from 'node:assert/strict';
import { isWorkflow, parseWorkflow } from '../../../ui/src/model/workflow.ts';

describe('parseWorkflow', () => {
  it('reads links as arrays and as objects alike', () => {
    const node = { id: 1, type: 'A', inputs: [{ name: 'x', type: 'IMAGE', link: 3 }], outputs: [] };
    const arrays = parseWorkflow({ nodes: [node], links: [[3, 2, 0, 1, 0, 'IMAGE']], version: 0.4 }, 'w');
    const link = { id: 3, origin_id: 2, origin_slot: 0, target_id: 1, target_slot: 0, type: 'IMAGE' };
    const objects = parseWorkflow({ nodes: [node], links: [link], version: 1 }, 'w');
    const plain = ({ links }: typeof arrays) => [...links.values()].map((one) => ({ ...one, raw: null }));
    assert.deepEqual(plain(arrays), plain(objects));
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
    assert.equal(workflow.subgraphs.get('u')?.name, 'Face');
  });

  it('tells inputs of one name apart', () => {
    const inputs = ['x', 'y', 'x'].map((name) => ({ name, type: '*', link: null }));
    const workflow = parseWorkflow({ nodes: [{ id: 1, type: 'A', inputs }] }, 'w');
    assert.deepEqual(
      workflow.nodes[0]?.inputs.map(({ key }) => key),
      ['x', 'y', 'x#2'],
    );
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
      [
        { nodes: Array.from({ length: 5001 }, () => null) },
        /w\.json, nodes: expected at most 5000, got 5001/,
      ],
      [
        { nodes: [{ id: 1, type: 'A', inputs: Array.from({ length: 1001 }, () => null) }] },
        /\(id 1\), inputs: expected at most 1000, got 1001/,
      ],
      [
        { nodes: [], definitions: { subgraphs: [{ id: 'u', name: 'Face', nodes: [{ id: 1 }] }] } },
        /w\.json, subgraph Face, node at place 0 \(id 1\): expected a type/,
      ],
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
