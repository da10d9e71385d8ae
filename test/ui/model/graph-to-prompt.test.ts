import assert from 'node:assert/strict';
import { graphToPrompt } from '../../../ui/src/model/graph-to-prompt.ts';
import type { JsonObject } from '../../../ui/src/model/json.ts';
import { parseWorkflow } from '../../../ui/src/model/workflow.ts';
import { OBJECT_INFO } from '../../support/object-info.ts';

const image = { name: 'IMAGE', type: 'IMAGE' };
const photo = {
  id: 1,
  type: 'LoadImage',
  title: 'photo',
  widgets_values: ['dog.png', 'image'],
  outputs: [image, { name: 'MASK', type: 'MASK' }],
};
const scale = {
  id: 2,
  type: 'Scale',
  inputs: [{ name: 'image', type: 'IMAGE', link: 1 }],
  outputs: [image],
  widgets_values: [2],
};
const save = {
  id: 3,
  type: 'SaveImage',
  inputs: [{ name: 'images', type: 'IMAGE', link: 2 }],
  outputs: [],
  widgets_values: ['dog'],
};
const LINKS = [
  [1, 1, 0, 2, 0, 'IMAGE'],
  [2, 2, 0, 3, 0, 'IMAGE'],
];

/** A subgraph of one Scale, and one that holds it before a Scale of its own. */
const ONCE = {
  id: 'once',
  name: 'Once',
  inputs: [{ name: 'in', type: 'IMAGE' }],
  outputs: [{ name: 'out', type: 'IMAGE' }],
  nodes: [{ ...scale, id: 7, inputs: [{ name: 'image', type: 'IMAGE', link: 1 }] }],
  links: [
    { id: 1, origin_id: -10, origin_slot: 0, target_id: 7, target_slot: 0, type: 'IMAGE' },
    { id: 2, origin_id: 7, origin_slot: 0, target_id: -20, target_slot: 0, type: 'IMAGE' },
  ],
};
const TWICE = {
  id: 'twice',
  name: 'Twice',
  inputs: [{ name: 'picture', type: 'IMAGE' }],
  outputs: [{ name: 'out', type: 'IMAGE' }],
  nodes: [
    { id: 5, type: 'once', inputs: [{ name: 'in', type: 'IMAGE', link: 1 }], outputs: [image] },
    { ...scale, id: 6, inputs: [{ name: 'image', type: 'IMAGE', link: 2 }], widgets_values: [3] },
  ],
  links: [
    [1, -10, 0, 5, 0, 'IMAGE'],
    [2, 5, 0, 6, 0, 'IMAGE'],
    [3, 6, 0, -20, 0, 'IMAGE'],
  ],
};

/** Compiles nodes to plain objects. */
function compiled(nodes: JsonObject[], links: JsonObject['links'] = LINKS, extra: JsonObject = {}) {
  const prompt = graphToPrompt(parseWorkflow({ nodes, links: links ?? [], ...extra }, 'test'), OBJECT_INFO);
  return Object.fromEntries(
    Object.entries(prompt).map(([id, node]) => [id, { ...node, inputs: { ...node.inputs } }]),
  );
}

describe('graphToPrompt', () => {
  it('compiles a chain', () => {
    assert.deepEqual(compiled([photo, scale, save]), {
      '1': { class_type: 'LoadImage', inputs: { image: 'dog.png' }, _meta: { title: 'photo' } },
      '2': { class_type: 'Scale', inputs: { image: ['1', 0], factor: 2 }, _meta: { title: 'Scale' } },
      '3': {
        class_type: 'SaveImage',
        inputs: { images: ['2', 0], filename_prefix: 'dog' },
        _meta: { title: 'SaveImage' },
      },
    });
  });

  it('leaves a muted node out and what hangs on it unlinked', () => {
    const prompt = compiled([photo, { ...scale, mode: 2 }, save]);
    assert.deepEqual(Object.keys(prompt), ['1', '3']);
    assert.deepEqual(prompt['3']?.inputs, { filename_prefix: 'dog' });
  });

  it('bridges a bypassed node by the type of what it feeds', () => {
    const prompt = compiled([photo, { ...scale, mode: 4 }, save]);
    assert.deepEqual(Object.keys(prompt), ['1', '3']);
    assert.deepEqual(prompt['3']?.inputs['images'], ['1', 0]);
  });

  it('passes through reroutes and drops notes', () => {
    const reroute = {
      id: 2,
      type: 'Reroute',
      inputs: [{ name: '', type: '*', link: 1 }],
      outputs: [{ name: '', type: 'IMAGE' }],
    };
    const prompt = compiled([photo, reroute, save, { id: 9, type: 'Note', widgets_values: ['hi'] }]);
    assert.deepEqual(Object.keys(prompt), ['1', '3']);
    assert.deepEqual(prompt['3']?.inputs['images'], ['1', 0]);
  });

  it('puts the value of a primitive into the linked widget', () => {
    const primitive = {
      id: 4,
      type: 'PrimitiveNode',
      outputs: [{ name: 'FLOAT', type: 'FLOAT' }],
      widgets_values: [3, 'fixed'],
    };
    const inputs = [...scale.inputs, { name: 'factor', type: 'FLOAT', link: 5, widget: { name: 'factor' } }];
    const prompt = compiled(
      [photo, { ...scale, inputs }, save, primitive],
      [...LINKS, [5, 4, 0, 2, 1, 'FLOAT']],
    );
    assert.equal(prompt['2']?.inputs['factor'], 3);
    assert.equal(prompt['4'], undefined);
  });

  it('lets a link win over the value of the same name and wraps lists', () => {
    const node = { id: 5, type: 'Encode', inputs: [], widgets_values: [['a', 'b'], 0.5] };
    assert.deepEqual(compiled([node])['5']?.inputs, { text: { __value__: ['a', 'b'] }, strength: 0.5 });
  });

  it('keeps a seed beyond 2⁵³', () => {
    const node = {
      id: 6,
      type: 'Sampler',
      widgets_values: [18446744073709551615n, 'fixed', 25, 'lms', true],
    };
    assert.equal(compiled([node])['6']?.inputs['seed'], 18446744073709551615n);
  });

  it('keeps a node of an unknown type, so that the server can name it', () => {
    assert.equal(compiled([{ id: 7, type: 'Foreign' }])['7']?.class_type, 'Foreign');
  });

  it('gives fields of which the file says nothing the values of a new node', () => {
    assert.deepEqual(compiled([{ id: 5, type: 'Sampler', widgets_values: [7] }])['5']?.inputs, {
      seed: 7,
      steps: 20,
      sampler_name: 'lms',
      preview: true,
    });
  });

  it('lays the value of a primitive into fields only, also when it is muted', () => {
    const primitive = { id: 4, type: 'PrimitiveNode', mode: 2, widgets_values: [9] };
    const inputs = [
      { name: 'image', type: 'IMAGE', link: 6 },
      { name: 'factor', type: 'FLOAT', link: 5, widget: { name: 'factor' } },
    ];
    const links = [
      [5, 4, 0, 2, 1, 'FLOAT'],
      [6, 4, 0, 2, 0, 'FLOAT'],
    ];
    assert.deepEqual(compiled([{ ...scale, inputs }, primitive], links)['2']?.inputs, { factor: 9 });
  });

  it('puts the nodes of a subgraph in its place, with ids that lead to them', () => {
    const prompt = compiled(
      [
        photo,
        { ...scale, id: 12, type: 'twice', inputs: [{ name: 'picture', type: 'IMAGE', link: 1 }] },
        save,
      ],
      [
        [1, 1, 0, 12, 0, 'IMAGE'],
        [2, 12, 0, 3, 0, 'IMAGE'],
      ],
      { definitions: { subgraphs: [TWICE, ONCE] } },
    );
    assert.deepEqual(Object.keys(prompt), ['1', '3', '12:5:7', '12:6']);
    assert.deepEqual(prompt['12:5:7']?.inputs, { image: ['1', 0], factor: 2 });
    assert.deepEqual(prompt['12:6']?.inputs, { image: ['12:5:7', 0], factor: 3 });
    assert.deepEqual(prompt['3']?.inputs['images'], ['12:6', 0]);
  });

  it('refuses a subgraph that holds itself, and a loop of reroutes', () => {
    const subgraphs = { definitions: { subgraphs: [{ ...ONCE, nodes: [{ id: 1, type: 'once' }] }] } };
    assert.throws(
      () => compiled([{ id: 8, type: 'once' }], [], subgraphs),
      /node 8:1, subgraph Once: expected other nodes inside, got itself/,
    );
    const loop = [1, 2].map((id) => ({
      id,
      type: 'Reroute',
      inputs: [{ name: '', type: '*', link: id }],
      outputs: [image],
    }));
    const links = [
      [1, 2, 0, 1, 0, '*'],
      [2, 1, 0, 2, 0, '*'],
      [3, 1, 0, 3, 0, 'IMAGE'],
    ];
    assert.throws(
      () => compiled([...loop, { ...save, inputs: [{ name: 'images', type: 'IMAGE', link: 3 }] }], links),
      /got a loop/,
    );
  });
});
