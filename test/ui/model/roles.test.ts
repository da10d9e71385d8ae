import assert from 'node:assert/strict';
import { apply } from '../../../ui/src/model/command.ts';
import { emptyDocument, someNode, type GraphDocument } from '../../../ui/src/model/document.ts';
import { nodeTypes } from '../../../ui/src/model/node-type.ts';
import { isMaskType, promptOf, rolesOf } from '../../../ui/src/model/roles.ts';

const types = nodeTypes({
  Load: { input: { required: { image: [['a.png'], { image_upload: true }] } }, output: ['IMAGE', 'MASK'] },
  LoadMask: { input: { required: { image: [['a.png'], { image_upload: true }] } }, output: ['MASK'] },
  Encode: {
    input: { required: { text: ['STRING', { multiline: true }] }, optional: { words: ['WORDS'] } },
    output: ['CONDITIONING'],
  },
  Words: { input: { required: { image: ['IMAGE'], mask: ['MASK'] } }, output: ['WORDS'] },
  Sample: {
    input: {
      required: {
        seed: ['INT', { control_after_generate: true }],
        cfg: ['FLOAT', {}],
        lambda: ['FLOAT', { display: 'slider' }],
      },
    },
    output: ['LATENT'],
  },
});

function graph(): GraphDocument {
  const kinds = ['Load', 'LoadMask', 'Words', 'Encode', 'Encode', 'Sample'];
  const nodes = new Map(
    kinds.map((type, index) => [String(index + 1), someNode({ id: String(index + 1), type, pos: [0, 0] })]),
  );
  const doc = { ...emptyDocument('x', 'x'), nodes, last: { node: 6, link: 0 } };
  return apply(doc, {
    kind: 'batch',
    commands: [
      { kind: 'connect', from: { node: '1', slot: 0 }, to: { node: '3', input: 'image' } },
      { kind: 'connect', from: { node: '2', slot: 0 }, to: { node: '3', input: 'mask' } },
      { kind: 'connect', from: { node: '3', slot: 0 }, to: { node: '5', input: 'words' } },
    ],
  });
}

describe('the roles of a graph', () => {
  it('are found by what its nodes give and take', () => {
    assert.deepEqual(rolesOf(graph(), types), {
      photo: { node: '1', field: 'image' },
      mask: { node: '2', field: 'image' },
      prompt: { node: '5', field: 'text' },
      lambda: { node: '6', field: 'lambda' },
      seed: { node: '6', field: 'seed' },
      guidance: { node: '6', field: 'cfg' },
    });
  });

  it('are the photo and the mask that the model is shown, where there are others before them', () => {
    const doc = graph();
    const features = nodeTypes({
      Features: { input: { required: { image: ['IMAGE'], mask: ['MASK'] } }, output: ['FEATURES'] },
    });
    const all = new Map([...types, ...features]);
    const nodes = new Map(doc.nodes);
    for (const [id, type] of [
      ['7', 'Load'],
      ['8', 'LoadMask'],
      ['9', 'Features'],
    ] as const)
      nodes.set(id, someNode({ id, type, pos: [0, 0] }));
    const link = (node: string, input: string) =>
      ({ kind: 'connect', from: { node, slot: 0 }, to: { node: '9', input } }) as const;
    const more = apply(
      { ...doc, nodes },
      { kind: 'batch', commands: [link('7', 'image'), link('8', 'mask')] },
    );
    const { photo, mask } = rolesOf(more, all);
    assert.deepEqual(
      [photo, mask],
      [
        { node: '7', field: 'image' },
        { node: '8', field: 'image' },
      ],
    );
  });

  it('are not taken by nodes that are off or unused', () => {
    const off = apply(graph(), { kind: 'setState', node: '6', state: 'off' });
    assert.equal(rolesOf(off, types).seed, undefined);
    const unused = apply(graph(), { kind: 'disconnect', to: { node: '3', input: 'mask' } });
    assert.equal(rolesOf(unused, types).mask, undefined);
  });

  it('are those that the server tells, before what is like them', () => {
    const told = nodeTypes({
      Both: {
        input: { required: { image: [['a.png'], { image_upload: true, elite_field: 'mask' }] } },
        output: ['IMAGE', 'MASK'],
      },
      Encode: {
        input: {
          required: {
            note: ['STRING', { multiline: true }],
            text: ['STRING', { multiline: true, elite_field: 'prompt' }],
            words: ['WORDS'],
          },
        },
        output: ['CONDITIONING'],
      },
      Sample: {
        input: { required: { lambda: ['FLOAT', {}], strength: ['FLOAT', { elite_field: 'lambda' }] } },
        output: ['LATENT'],
      },
    });
    const [both, encode] = [told.get('Both'), told.get('Encode')];
    assert.ok(both && encode);
    assert.equal(isMaskType(both), true);
    assert.equal(promptOf(encode), 'text');
    const doc = {
      ...emptyDocument('x', 'x'),
      nodes: new Map([['1', someNode({ id: '1', type: 'Sample', pos: [0, 0] })]]),
    };
    assert.deepEqual(rolesOf(doc, told).lambda, { node: '1', field: 'strength' });
  });
});
