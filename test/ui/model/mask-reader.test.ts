import assert from 'node:assert/strict';
import { apply } from '../../../ui/src/model/command.ts';
import { emptyDocument, someNode, type GraphDocument } from '../../../ui/src/model/document.ts';
import { maskReaderOf } from '../../../ui/src/model/mask-reader.ts';
import { nodeTypes } from '../../../ui/src/model/node-type.ts';

const types = nodeTypes({
  Load: { input: { required: { image: [['a.png'], { image_upload: true }] } }, output: ['IMAGE'] },
  LoadMask: { input: { required: { image: [['a.png'], { image_upload: true }] } }, output: ['MASK'] },
  Scale: { input: { required: { image: ['IMAGE'] } }, output: ['IMAGE'] },
  Features: {
    input: {
      required: {
        image: ['IMAGE'],
        framing: [['subject', 'squash']],
        grid: [['nearest', 'area']],
      },
      optional: { mask: ['MASK'] },
    },
    output: ['FEATURES'],
  },
  Other: { input: { required: { image: ['IMAGE'], mask: ['MASK'] } }, output: ['IMAGE'] },
});

/** A photo and a mask, and a node of a type that reads both. */
function graph(type: string, values: Record<string, string> = {}): GraphDocument {
  const nodes = new Map(
    [{ type: 'Load' }, { type: 'LoadMask' }, { type, values }, { type: 'Scale' }].map((node, index) => [
      String(index + 1),
      someNode({ id: String(index + 1), pos: [0, 0], ...node }),
    ]),
  );
  const doc = { ...emptyDocument('x', 'x'), nodes, last: { node: 4, link: 0 } };
  return apply(doc, {
    kind: 'batch',
    commands: [
      { kind: 'connect', from: { node: '1', slot: 0 }, to: { node: '3', input: 'image' } },
      { kind: 'connect', from: { node: '2', slot: 0 }, to: { node: '3', input: 'mask' } },
    ],
  });
}

describe('what reads a mask', () => {
  it('is found by its link, with its photo and what its fields say', () => {
    const doc = graph('Features', { framing: 'subject', grid: 'area' });
    assert.deepEqual(maskReaderOf(doc, types, '2'), {
      ...{ node: '3', makesFeatures: true, framing: 'subject', sampling: 'area' },
      photo: { node: '1', field: 'image' },
    });
  });

  it('reads as the released code does where it has no such fields', () => {
    const { framing, sampling } = maskReaderOf(graph('Other'), types, '2') ?? {};
    assert.deepEqual([framing, sampling], ['squash', 'nearest']);
    assert.equal(maskReaderOf(graph('Other'), types, '2')?.makesFeatures, false);
  });

  it('knows no photo of a picture that was changed on its way', () => {
    const doc = apply(graph('Features'), {
      kind: 'connect',
      from: { node: '4', slot: 0 },
      to: { node: '3', input: 'image' },
    });
    assert.equal(maskReaderOf(doc, types, '2')?.photo, undefined);
  });

  it('is nothing while its node is off, or no mask goes in', () => {
    const off = apply(graph('Features'), { kind: 'setState', node: '3', state: 'off' });
    assert.equal(maskReaderOf(off, types, '2'), undefined);
    assert.equal(maskReaderOf(graph('Features'), types, '1'), undefined);
  });
});
