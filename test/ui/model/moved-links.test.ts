import assert from 'node:assert/strict';
import { apply, type Command } from '../../../ui/src/model/command.ts';
import { emptyDocument, someNode, type GraphDocument } from '../../../ui/src/model/document.ts';
import { moveLinks } from '../../../ui/src/model/moved-links.ts';

const add: Command = { kind: 'add', node: someNode({ id: '', type: 'Scale', pos: [0, 0] }) };
const connect = (from: string, to: string, slot = 0): Command => ({
  kind: 'connect',
  from: { node: from, slot },
  to: { node: to, input: 'image' },
});
const links = ({ links: all }: GraphDocument) =>
  all.map(({ from, to }) => `${from.node}.${from.slot} ${to.node}`).sort();

/** Node 1 feeds 2 and 3 from one output and 4 from another; 5 stands alone. */
const doc = [add, add, add, add, add, connect('1', '2'), connect('1', '3'), connect('1', '4', 1)].reduce(
  apply,
  emptyDocument('d', 'd'),
);

describe('moving the links of an output', () => {
  it('gives all of them, and no other, to another output', () => {
    const moved = moveLinks(doc, { node: '1', slot: 0 }, { node: '5', slot: 2 });
    assert.ok('commands' in moved);
    const after = apply(doc, { kind: 'batch', commands: moved.commands });
    assert.deepEqual(links(after), ['1.1 4', '5.2 2', '5.2 3']);
  });

  it('takes them off where they go to nothing', () => {
    const moved = moveLinks(doc, { node: '1', slot: 0 }, undefined);
    assert.ok('commands' in moved);
    assert.deepEqual(links(apply(doc, { kind: 'batch', commands: moved.commands })), ['1.1 4']);
  });

  it('is refused where one of them would close a loop, and changes nothing then', () => {
    assert.deepEqual(moveLinks(doc, { node: '1', slot: 0 }, { node: '3', slot: 0 }), { loop: ['3'] });
  });
});
