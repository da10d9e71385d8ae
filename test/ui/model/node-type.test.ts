import assert from 'node:assert/strict';
import { someNode } from '../../../ui/src/model/document.ts';
import { nodeTypes, slotsOf } from '../../../ui/src/model/node-type.ts';
import { EDITOR_TYPES } from '../../support/editor-types.ts';

describe('node types', () => {
  it('part inputs into slots and fields', () => {
    const type = EDITOR_TYPES.get('Sampler');
    assert.deepEqual(
      type?.inputs.map(({ name }) => name),
      ['positive'],
    );
    assert.deepEqual(
      type.fields.map(({ name }) => name),
      ['seed', 'steps', 'sampler_name', 'preview'],
    );
    assert.ok(type.showsPreview);
    assert.ok(EDITOR_TYPES.get('SaveImage')?.showsResult);
  });

  it('hold no more names than were put in', () => {
    for (const name of ['constructor', '__proto__', 'toString'])
      assert.equal(nodeTypes({}).get(name), undefined);
    assert.ok(nodeTypes({}).has('Note'));
  });

  it('show a linked field as a slot, and an unknown type as its file had it', () => {
    const sampler = someNode({ id: '1', type: 'Sampler', pos: [0, 0] });
    const { inputs } = slotsOf(sampler, EDITOR_TYPES.get('Sampler'), new Set(['steps']));
    assert.deepEqual(
      inputs.map(({ name, type }) => [name, type]),
      [
        ['positive', 'CONDITIONING'],
        ['steps', 'INT'],
      ],
    );
    const carry = { inputs: [{ name: 'a', type: 'X' }], outputs: [{ name: 'b' }] };
    const foreign = slotsOf(someNode({ id: '1', type: 'Foreign', pos: [0, 0], carry }), undefined, new Set());
    assert.equal(foreign.inputs[0]?.type, 'X');
    assert.equal(foreign.outputs[0]?.type, '*');
  });
});
