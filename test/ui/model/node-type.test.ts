import assert from 'node:assert/strict';
import { someNode } from '../../../ui/src/model/document.ts';
import { nodeTypes, slotsOf, type NodeTypes } from '../../../ui/src/model/node-type.ts';
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

  it('have notes in the words that are handed in, and by their names without them', () => {
    const words = { title: 'N', markdownTitle: 'M', category: 'c', about: 'a', placeholder: 'p' };
    const told = (types: NodeTypes) =>
      ['Note', 'MarkdownNote'].map((name) => {
        const { title, category, description, fields } = types.get(name) ?? {};
        return [title, category, description, fields?.[0]?.placeholder];
      });
    assert.deepEqual(told(nodeTypes({}, words)), [
      ['N', 'c', 'a', 'p'],
      ['M', 'c', 'a', 'p'],
    ]);
    assert.deepEqual(told(nodeTypes({})), [
      ['Note', 'other', '', ''],
      ['MarkdownNote', 'other', '', ''],
    ]);
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
