import assert from 'node:assert/strict';
import { apply, type Command } from '../../../ui/src/model/command.ts';
import { emptyDocument, someNode, type GraphDocument } from '../../../ui/src/model/document.ts';
import {
  endsOf,
  movableLinks,
  newLinks,
  removableLinks,
  type LinkChange,
} from '../../../ui/src/model/link-changes.ts';
import { nodeTypes } from '../../../ui/src/model/node-type.ts';

const types = nodeTypes({
  Load: { input: {}, output: ['IMAGE', 'MASK'] },
  Scale: { input: { required: { image: ['IMAGE'], steps: ['INT', {}] } }, output: ['IMAGE'] },
  Join: { input: { required: { image: ['IMAGE'], other: ['IMAGE'], mask: ['MASK'] } }, output: ['LATENT'] },
});
const add = (type: string): Command => ({ kind: 'add', node: someNode({ id: '', type, pos: [0, 0] }) });
const connect = (from: string, to: string, input = 'image'): Command => ({
  kind: 'connect',
  from: { node: from, slot: 0 },
  to: { node: to, input },
});

/** 1 loads for 2 and 4, 2 scales for 3, 3 for nothing; 4 joins; 5 loads for nothing. */
const doc = [
  ...['Load', 'Scale', 'Scale', 'Join', 'Load'].map(add),
  connect('1', '2'),
  connect('2', '3'),
  connect('1', '4'),
].reduce(apply, emptyDocument('d', 'd'));

const brief = ({ own, other }: LinkChange) =>
  `${own.slot.name} ${other ? `${other.node}.${other.slot.name}` : 'all'}`;
const links = ({ links: all }: GraphDocument) =>
  all.map(({ from, to }) => `${from.node}.${from.slot} ${to.node}.${to.input}`).sort();
const done = (change: LinkChange | undefined) =>
  links(apply(doc, { kind: 'batch', commands: change?.commands ?? [] }));

describe('what can be done with the links of a node', () => {
  it('knows the slots of a node, the outputs first, and none of one that is not there', () => {
    assert.deepEqual(
      endsOf(doc, types, '4').map(({ side, slot }) => `${side} ${slot.name}`),
      ['output LATENT', 'input image', 'input other', 'input mask'],
    );
    assert.deepEqual(endsOf(doc, types, '9'), []);
  });

  it('offers the slots of other nodes that fit and are not linked already, those of loops last', () => {
    const offered = newLinks(doc, types, '2');
    assert.deepEqual(offered.map(brief), [
      'IMAGE 4.image',
      'IMAGE 4.other',
      'image 5.IMAGE',
      'image 3.IMAGE',
    ]);
    assert.deepEqual(
      offered.map(({ loop }) => loop),
      [undefined, undefined, undefined, ['2', '3']],
    );
  });

  it('makes the chosen link, in place of the one that the input had', () => {
    const chosen = newLinks(doc, types, '2').find((each) => brief(each) === 'image 5.IMAGE');
    assert.deepEqual(done(chosen), ['1.0 4.image', '2.0 3.image', '5.0 2.image']);
  });

  it('takes off each link of a node, or all of an output with several', () => {
    const offered = removableLinks(doc, types, '1');
    assert.deepEqual(offered.map(brief), ['IMAGE 2.image', 'IMAGE 4.image', 'IMAGE all']);
    assert.deepEqual(done(offered[0]), ['1.0 4.image', '2.0 3.image']);
    assert.deepEqual(done(offered[2]), ['2.0 3.image']);
    assert.deepEqual(removableLinks(doc, types, '2').map(brief), ['IMAGE 3.image', 'image 1.IMAGE']);
    assert.deepEqual(removableLinks(doc, types, '5'), []);
  });

  it('moves the end of a link to another input that fits, of its own node too', () => {
    const offered = movableLinks(doc, types, '4');
    assert.deepEqual(offered.map(brief), ['image 2.image', 'image 3.image', 'image 4.other']);
    assert.deepEqual(done(offered[2]), ['1.0 2.image', '1.0 4.other', '2.0 3.image']);
  });

  it('moves all links of an output to one that fits every one of them, unless that closes a loop', () => {
    const offered = movableLinks(doc, types, '1');
    assert.deepEqual(offered.map(brief), ['IMAGE 5.IMAGE', 'IMAGE 2.IMAGE', 'IMAGE 3.IMAGE']);
    assert.deepEqual(done(offered[0]), ['2.0 3.image', '5.0 2.image', '5.0 4.image']);
    assert.deepEqual(
      offered.map(({ loop }) => loop !== undefined),
      [false, true, true],
    );
  });
});
