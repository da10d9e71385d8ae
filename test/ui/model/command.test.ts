import assert from 'node:assert/strict';
import { apply, type Command } from '../../../ui/src/model/command.ts';
import { emptyDocument, someNode } from '../../../ui/src/model/document.ts';

const add = (x: number): Command => ({ kind: 'add', node: someNode({ id: '', type: 'Scale', pos: [x, 0] }) });
const connect = (from: string, to: string): Command => ({
  kind: 'connect',
  from: { node: from, slot: 0 },
  to: { node: to, input: 'image' },
});
const of = (...commands: readonly Command[]) => commands.reduce(apply, emptyDocument('d', 'd'));

describe('commands', () => {
  it('give ids that are never used again', () => {
    const doc = of(add(0), add(1), { kind: 'remove', nodes: ['2'] }, add(2));
    assert.deepEqual([...doc.nodes.keys()], ['1', '3']);
  });

  it('leave the document as it is, and say so by the same object, when nothing changes', () => {
    const doc = of(add(0), add(1), connect('1', '2'));
    const idle: readonly Command[] = [
      { kind: 'move', node: '1', pos: [0.2, 0] },
      { kind: 'setState', node: '1', state: 'on' },
      { kind: 'setTitle', node: '1', title: '' },
      { kind: 'remove', nodes: ['9'] },
      { kind: 'setValue', node: '9', name: 'a', value: 1 },
      { kind: 'disconnect', to: { node: '1', input: 'image' } },
      connect('1', '2'),
      connect('1', '9'),
      { kind: 'batch', commands: [] },
    ];
    for (const command of idle) assert.equal(apply(doc, command), doc, command.kind);
  });

  it('refuse a link that closes a loop', () => {
    const doc = of(add(0), add(1), connect('1', '2'));
    assert.equal(apply(doc, connect('2', '1')), doc);
  });

  it('keep one link for each input, and none of a node that goes', () => {
    const doc = of(add(0), add(1), add(2), connect('1', '3'), connect('2', '3'));
    assert.deepEqual(
      doc.links.map(({ from }) => from.node),
      ['2'],
    );
    assert.equal(apply(doc, { kind: 'remove', nodes: ['2'] }).links.length, 0);
  });

  it('leave a pinned node where it is and as large as it is, until it is unpinned', () => {
    const pinned = of(add(5), { kind: 'setView', node: '1', isPinned: true });
    const move: Command = { kind: 'move', node: '1', pos: [9, 9] };
    assert.equal(apply(pinned, move), pinned);
    assert.equal(apply(pinned, { kind: 'resize', node: '1', size: [500, 500] }), pinned);
    const free = apply(pinned, { kind: 'setView', node: '1', isPinned: false });
    assert.deepEqual(apply(free, move).nodes.get('1')?.pos, [9, 9]);
  });

  it('keep what the picture of a field was cut from', () => {
    const crop = { made: 'a-square.png', of: 'a.png', square: { x: 0, y: 0, side: 64 } };
    const doc = of(add(0), { kind: 'setCrop', node: '1', name: 'image', crop });
    assert.deepEqual(doc.nodes.get('1')?.crops, { image: crop });
    assert.equal(apply(doc, { kind: 'setCrop', node: '1', name: 'image', crop: { ...crop } }), doc);
  });

  it('paste copies under new ids with the links among them', () => {
    const doc = of(add(0), add(1), connect('1', '2'));
    const pasted = apply(doc, { kind: 'paste', nodes: [...doc.nodes.values()], links: doc.links });
    assert.deepEqual([...pasted.nodes.keys()], ['1', '2', '3', '4']);
    assert.deepEqual(pasted.links.at(-1), {
      id: '2',
      from: { node: '3', slot: 0 },
      to: { node: '4', input: 'image' },
    });
    assert.equal(pasted.links.length, 2);
  });

  it('never touch the document they are applied to', () => {
    const doc = of(add(0));
    apply(doc, { kind: 'setValue', node: '1', name: 'factor', value: 3 });
    apply(doc, { kind: 'setTitle', node: '1', title: 'mine' });
    assert.deepEqual(doc.nodes.get('1')?.values, {});
    assert.equal(doc.nodes.get('1')?.title, undefined);
  });
});
