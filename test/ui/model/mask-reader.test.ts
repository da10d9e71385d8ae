import assert from 'node:assert/strict';
import { apply } from '../../../ui/src/model/command.ts';
import { emptyDocument, someNode, type GraphDocument } from '../../../ui/src/model/document.ts';
import { maskReaderOf } from '../../../ui/src/model/mask-reader.ts';
import { nodeTypes } from '../../../ui/src/model/node-type.ts';

const types = nodeTypes({
  Load: { input: { required: { image: [['a.png'], { image_upload: true }] } }, output: ['IMAGE'] },
  LoadMask: { input: { required: { image: [['a.png'], { image_upload: true }] } }, output: ['MASK'] },
  Scale: { input: { required: { image: ['IMAGE'], width: ['INT', {}] } }, output: ['IMAGE'] },
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
  Grow: { input: { required: { mask: ['MASK'], expand: ['INT', {}] } }, output: ['MASK'] },
  Invert: { input: { required: { mask: ['MASK'] } }, output: ['MASK'] },
  ToPicture: { input: { required: { mask: ['MASK'] } }, output: ['IMAGE'] },
  ToMask: { input: { required: { image: ['IMAGE'], channel: [['red']] } }, output: ['MASK'] },
  Compare: {
    input: { required: { images: ['IMAGE'], photo: ['IMAGE'] }, optional: { mask: ['MASK'] } },
    output: ['FLOAT'],
  },
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
      ...{ node: '3', makesFeatures: true, purpose: 'subject', isDirect: true },
      ...{ framing: 'subject', sampling: 'area' },
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

  describe('is what draws where it is white', () => {
    /** Nodes of these types, numbered from 1, joined in turn: `from to.input`. */
    const joined = (kinds: readonly string[], links: readonly string[]): GraphDocument => {
      const nodes = new Map(
        kinds.map((type, index) => [
          String(index + 1),
          someNode({ id: String(index + 1), type, pos: [0, 0] }),
        ]),
      );
      const doc = { ...emptyDocument('x', 'x'), nodes, last: { node: kinds.length, link: 0 } };
      const commands = links.map((link) => {
        const [, from = '', node = '', input = ''] = /^(\d+) (\d+)\.(\w+)$/.exec(link) ?? [];
        return { kind: 'connect', from: { node: from, slot: 0 }, to: { node, input } } as const;
      });
      return apply(doc, { kind: 'batch', commands });
    };
    const photo = { node: '1', field: 'image' };
    const area = { makesFeatures: false, purpose: 'area', framing: 'squash', sampling: 'nearest', photo };
    const way = ['1 3.image', '3 4.pixels', '2 5.mask', '4 6.samples', '5 6.mask'];
    const graphs = ['Load', 'LoadMask', 'Scale', 'Encode', 'Grow', 'Draw', 'Lay'];

    it('however the photo and the mask came there', () => {
      const doc = joined(graphs, way);
      assert.deepEqual(maskReaderOf(doc, types, '2'), { ...area, node: '6', isDirect: false });
      const laid = joined(graphs, ['1 3.image', '3 7.under', '2 7.mask']);
      assert.deepEqual(maskReaderOf(laid, types, '2'), { ...area, node: '7', isDirect: true });
      const scaled = joined(
        ['Load', 'LoadMask', 'ToPicture', 'Scale', 'ToMask', 'Grow', 'Encode', 'Draw'],
        ['1 7.pixels', '7 8.samples', '2 3.mask', '3 4.image', '4 5.image', '5 6.mask', '6 8.mask'],
      );
      assert.deepEqual(maskReaderOf(scaled, types, '2'), { ...area, node: '8', isDirect: false });
    });

    it('through bypassed nodes and reroutes, and not through what is off', () => {
      const doc = joined(graphs, way);
      const state = (node: string, kind: 'bypass' | 'off') =>
        apply(doc, { kind: 'setState', node, state: kind });
      assert.equal(maskReaderOf(state('5', 'bypass'), types, '2')?.node, '6');
      assert.deepEqual(maskReaderOf(state('3', 'bypass'), types, '2')?.photo, photo);
      assert.equal(maskReaderOf(state('5', 'off'), types, '2'), undefined);
      const rerouted = joined(
        ['Load', 'LoadMask', 'Reroute', 'Encode', 'Draw'],
        ['1 4.pixels', '4 5.samples', '2 3.mask', '3 5.mask'],
      );
      assert.deepEqual(maskReaderOf(rerouted, types, '2'), { ...area, node: '5', isDirect: true });
    });

    it('but not behind what turns it over, and not where two pictures are only compared', () => {
      const turned = joined(
        ['Load', 'LoadMask', 'Invert', 'Encode', 'Draw'],
        ['1 4.pixels', '4 5.samples', '2 3.mask', '3 5.mask'],
      );
      assert.deepEqual(maskReaderOf(turned, types, '2')?.purpose, 'subject');
      const compared = joined(['Load', 'LoadMask', 'Compare'], ['1 3.images', '1 3.photo', '2 3.mask']);
      assert.deepEqual(maskReaderOf(compared, types, '2')?.purpose, 'subject');
    });

    it('unless features are made of it, of a grown one too', () => {
      const doc = joined(
        ['Load', 'LoadMask', 'Grow', 'Encode', 'Draw', 'Features'],
        ['1 4.pixels', '4 5.samples', '2 3.mask', '3 5.mask', '3 6.mask', '1 6.image'],
      );
      const { node, isDirect } = maskReaderOf(doc, types, '2') ?? {};
      assert.deepEqual([node, isDirect], ['6', false]);
    });
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
