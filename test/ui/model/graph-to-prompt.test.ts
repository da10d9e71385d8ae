import assert from 'node:assert/strict';
import { graphToPrompt, isCompatible } from '../../../ui/src/model/graph-to-prompt.ts';
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

  it('refuses a subgraph by name and a loop of reroutes', () => {
    const subgraphs = { definitions: { subgraphs: [{ id: 'uuid', name: 'Face' }] } };
    assert.throws(
      () => compiled([{ id: 8, type: 'uuid' }], [], subgraphs),
      /node 8: expected plain nodes, got the subgraph Face/,
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

describe('isCompatible', () => {
  it('compares without case, with wildcards and lists', () => {
    assert.ok(isCompatible('IMAGE', 'image'));
    assert.ok(isCompatible('*', 'MASK'));
    assert.ok(isCompatible('INT,FLOAT', 'FLOAT'));
    assert.ok(!isCompatible('IMAGE', 'MASK'));
  });
});
