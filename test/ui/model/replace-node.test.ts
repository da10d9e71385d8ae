import assert from 'node:assert/strict';
import { apply } from '../../../ui/src/model/command.ts';
import { readGraphText } from '../../../ui/src/model/graph-file.ts';
import { openDocument } from '../../../ui/src/model/open-document.ts';
import { replacement, replacements } from '../../../ui/src/model/replace-node.ts';
import { EDITOR_TYPES } from '../../support/editor-types.ts';

/** A picture through a node of a missing pack into two that keep it. */
const WORKFLOW = {
  nodes: [
    { id: 1, type: 'LoadImage', pos: [0, 0], outputs: [{ name: 'IMAGE', type: 'IMAGE', links: [1] }] },
    {
      id: 2,
      type: 'Enlarge',
      title: 'Twice as large',
      pos: [300, 40],
      size: [260, 190],
      mode: 4,
      properties: { widget_names: ['factor', 'method'] },
      widgets_values: [2.5, 'bicubic'],
      inputs: [{ name: 'picture', type: 'IMAGE', link: 1 }],
      outputs: [{ name: 'larger', type: 'IMAGE', links: [2, 3] }],
    },
    { id: 3, type: 'SaveImage', pos: [600, 0], inputs: [{ name: 'images', type: 'IMAGE', link: 2 }] },
    { id: 4, type: 'SaveImage', pos: [600, 300], inputs: [{ name: 'images', type: 'IMAGE', link: 3 }] },
  ],
  links: [
    [1, 1, 0, 2, 0, 'IMAGE'],
    [2, 2, 0, 3, 0, 'IMAGE'],
    [3, 2, 0, 4, 0, 'IMAGE'],
  ],
};

describe('replacing a node', () => {
  const file = readGraphText(JSON.stringify(WORKFLOW), 'a.json');
  const doc = openDocument(file, EDITOR_TYPES, { id: 'a', title: 'a' });
  const to = (name: string) => EDITOR_TYPES.get(name) ?? assert.fail(name);

  it('keeps place, size, title, state, values by name, and every link that fits', () => {
    const { command, kept, total } = replacement(doc, '2', to('Scale'), EDITOR_TYPES);
    assert.deepEqual([kept, total], [3, 3]);
    const next = apply(doc, command);
    const { type, pos, size, title, state, values } = next.nodes.get('2') ?? assert.fail();
    assert.deepEqual(
      [type, pos, size, title, state],
      ['Scale', [300, 40], [260, 190], 'Twice as large', 'bypass'],
    );
    assert.deepEqual(values, { factor: 2.5 });
    assert.deepEqual(
      next.links.map(({ id, from, to: end }) => [id, from.node, from.slot, end.node, end.input]).sort(),
      [
        ['1', '1', 0, '2', 'image'],
        ['2', '2', 0, '3', 'images'],
        ['3', '2', 0, '4', 'images'],
      ],
    );
    assert.equal(next.nodes.size, doc.nodes.size);
  });

  it('drops links that no slot takes, and gives a field its own value where the old one is none', () => {
    const { command, kept, total } = replacement(doc, '2', to('Sampler'), EDITOR_TYPES);
    assert.deepEqual([kept, total], [0, 3]);
    const next = apply(doc, command);
    assert.deepEqual(next.links, []);
    assert.equal(next.nodes.get('2')?.values['steps'], 20);
  });

  it('offers the types that keep a link, those that keep the most first', () => {
    const offered = replacements(doc, '2', EDITOR_TYPES);
    assert.equal(offered[0]?.type.name, 'Scale');
    assert.ok(offered.every(({ kept }) => kept > 0));
    assert.ok(!offered.some(({ type }) => type.name === 'Sampler'));
    const alone = apply(doc, { kind: 'remove', nodes: ['1', '3', '4'] });
    assert.equal(replacements(alone, '2', EDITOR_TYPES).length, EDITOR_TYPES.size);
  });

  it('refuses a node that is not there', () => {
    assert.throws(() => replacement(doc, '9', to('Scale'), EDITOR_TYPES), /^Error: node 9: expected a node/);
  });
});
