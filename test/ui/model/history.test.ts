import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Command } from '../../../ui/src/model/command.ts';
import { emptyDocument, someNode } from '../../../ui/src/model/document.ts';
import { committed, historyOf, redone, undone, type History } from '../../../ui/src/model/history.ts';

const id = fc.integer({ min: 1, max: 6 }).map(String);
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.nat(500).map((x): Command => ({ kind: 'add', node: someNode({ id: '', type: 'Scale', pos: [x, 0] }) })),
  id.map((node): Command => ({ kind: 'remove', nodes: [node] })),
  fc.tuple(id, fc.nat(500)).map(([node, x]): Command => ({ kind: 'move', node, pos: [x, x] })),
  fc
    .tuple(id, fc.nat(9))
    .map(([node, value]): Command => ({ kind: 'setValue', node, name: 'factor', value })),
  fc.tuple(id, id).map(([a, b]): Command => ({
    kind: 'connect',
    from: { node: a, slot: 0 },
    to: { node: b, input: 'image' },
  })),
);

const start = historyOf(emptyDocument('d', 'd'));
const back = (history: History): History =>
  history.past.length > 0 ? back(undone(history) ?? history) : history;
const forth = (history: History): History =>
  history.future.length > 0 ? forth(redone(history) ?? history) : history;

describe('history', () => {
  it('comes back to the same documents by undo and by redo', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const end = commands.reduce((history, each) => committed(history, each), start);
        assert.equal(back(end).now, start.now);
        assert.equal(forth(back(end)).now, end.now);
      }),
    );
  });

  it('makes one step of what belongs together within 800 ms', () => {
    const typed = (history: History, value: string, at: number) =>
      committed(history, { kind: 'rename', title: value }, { key: 'title', at });
    const soon = typed(typed(start, 'a', 0), 'ab', 800);
    assert.equal(soon.past.length, 1);
    assert.equal(typed(soon, 'abc', 1601).past.length, 2);
    assert.equal(committed(soon, { kind: 'rename', title: 'x' }, { key: 'other', at: 801 }).past.length, 2);
  });

  it('remembers 200 steps and forgets what was undone at the next change', () => {
    let history = start;
    for (let step = 0; step < 250; step += 1)
      history = committed(history, { kind: 'rename', title: String(step) });
    assert.equal(history.past.length, 200);
    const changed = committed(undone(history) ?? history, { kind: 'rename', title: 'new' });
    assert.equal(redone(changed), undefined);
    assert.equal(undone(start), undefined);
  });
});
