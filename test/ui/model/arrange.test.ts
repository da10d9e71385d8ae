import assert from 'node:assert/strict';
import { arrangeCommands, arrangePart, hasOverlaps } from '../../../ui/src/model/arrange.ts';
import { apply } from '../../../ui/src/model/command.ts';
import { emptyDocument, someNode } from '../../../ui/src/model/document.ts';
import { EDITOR_TYPES } from '../../support/editor-types.ts';

const TYPES = ['LoadImage', 'Encode', 'Sampler', 'Scale', 'SaveImage'] as const;
const doc = {
  ...emptyDocument('d', 'd'),
  nodes: new Map(TYPES.map((type, at) => [String(at), someNode({ id: String(at), type, pos: [0, 0] })])),
  links: [
    { id: '1', from: { node: '0', slot: 0 }, to: { node: '1', input: 'image' } },
    { id: '2', from: { node: '1', slot: 0 }, to: { node: '2', input: 'positive' } },
    { id: '3', from: { node: '0', slot: 0 }, to: { node: '4', input: 'images' } },
  ],
};

describe('arranging', () => {
  it('lays nodes beside each other, none over another', () => {
    assert.ok(hasOverlaps(doc, EDITOR_TYPES));
    const arranged = apply(doc, { kind: 'batch', commands: arrangeCommands(doc, EDITOR_TYPES) });
    assert.ok(!hasOverlaps(arranged, EDITOR_TYPES));
  });

  it('lays a part out where it is, and leaves the rest alone', () => {
    const place = (id: string) => doc.nodes.get(id)?.pos;
    const away = apply(doc, { kind: 'move', node: '1', pos: [70, 90] });
    const from = apply(away, { kind: 'move', node: '2', pos: [50, 400] });
    const commands = arrangePart(from, EDITOR_TYPES, new Set(['1', '2']));
    const arranged = apply(from, { kind: 'batch', commands });
    assert.deepEqual(
      commands.map(({ node }) => node),
      ['1', '2'],
    );
    const [first, second] = ['1', '2'].map((id) => arranged.nodes.get(id)?.pos ?? [NaN, NaN]);
    assert.ok(first && second && first[0] === 50 && first[0] < second[0]);
    assert.equal(Math.min(first[1], second[1]), 90);
    assert.deepEqual(arranged.nodes.get('0')?.pos, place('0'));
  });

  it('never puts what is fed left of what feeds it', () => {
    const arranged = apply(doc, { kind: 'batch', commands: arrangeCommands(doc, EDITOR_TYPES) });
    for (const { from, to } of arranged.links) {
      const [left, right] = [
        arranged.nodes.get(from.node)?.pos[0] ?? NaN,
        arranged.nodes.get(to.node)?.pos[0] ?? NaN,
      ];
      assert.ok(left <= right);
    }
  });

  it('ends on a graph with a loop, which a file may hold', () => {
    const looped = {
      ...doc,
      links: [...doc.links, { id: '9', from: { node: '2', slot: 0 }, to: { node: '1', input: 'x' } }],
    };
    assert.equal(arrangeCommands(looped, EDITOR_TYPES).length, 5);
  });
});
