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
  Encode: { input: { required: { pixels: ['IMAGE'] } }, output: ['LATENT'] },
  Grow: { input: { required: { mask: ['MASK'] } }, output: ['MASK'] },
  Draw: { input: { required: { samples: ['LATENT'], mask: ['MASK'] } }, output: ['LATENT'] },
  Lay: { input: { required: { under: ['IMAGE'], over: ['IMAGE'], mask: ['MASK'] } }, output: ['IMAGE'] },
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
      ...{ node: '3', makesFeatures: true, purpose: 'subject', framing: 'subject', sampling: 'area' },
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

  it('is the sampler that draws where it is white, however the photo and the mask came there', () => {
    const kinds = ['Load', 'LoadMask', 'Scale', 'Encode', 'Grow', 'Draw', 'Lay'];
    const nodes = new Map(
      kinds.map((type, index) => [String(index + 1), someNode({ id: String(index + 1), type, pos: [0, 0] })]),
    );
    const link = (from: string, node: string, input: string) =>
      ({ kind: 'connect', from: { node: from, slot: 0 }, to: { node, input } }) as const;
    const commands = [
      link('1', '3', 'image'),
      link('3', '4', 'pixels'),
      link('2', '5', 'mask'),
      link('4', '6', 'samples'),
      link('5', '6', 'mask'),
    ];
    const doc = apply(
      { ...emptyDocument('x', 'x'), nodes, last: { node: 7, link: 0 } },
      { kind: 'batch', commands },
    );
    const area = { makesFeatures: false, purpose: 'area', framing: 'squash', sampling: 'nearest' };
    const photo = { node: '1', field: 'image' };
    assert.deepEqual(maskReaderOf(doc, types, '2'), { ...area, node: '6', photo });
    const laid = apply(doc, {
      kind: 'batch',
      commands: [
        { kind: 'disconnect', to: { node: '6', input: 'mask' } },
        link('3', '7', 'under'),
        link('5', '7', 'mask'),
      ],
    });
    assert.deepEqual(maskReaderOf(laid, types, '2'), { ...area, node: '7', photo });
    const apart = apply(doc, { kind: 'disconnect', to: { node: '6', input: 'mask' } });
    assert.deepEqual(maskReaderOf(apart, types, '2')?.purpose, 'subject'); // nothing draws with it
  });

  it('is what makes features before anything else', () => {
    const doc = graph('Features');
    const draw = someNode({ id: '0', type: 'Draw', pos: [0, 0] });
    const both = apply(
      { ...doc, nodes: new Map([['0', draw], ...doc.nodes]), links: [] },
      {
        kind: 'batch',
        commands: ['0', '3'].map((node) => ({
          kind: 'connect' as const,
          from: { node: '2', slot: 0 },
          to: { node, input: 'mask' },
        })),
      },
    );
    assert.equal(maskReaderOf(both, types, '2')?.node, '3');
  });

  it('is nothing while its node is off, or no mask goes in', () => {
    const off = apply(graph('Features'), { kind: 'setState', node: '3', state: 'off' });
    assert.equal(maskReaderOf(off, types, '2'), undefined);
    assert.equal(maskReaderOf(graph('Features'), types, '1'), undefined);
  });
});
