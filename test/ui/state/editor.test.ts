import assert from 'node:assert/strict';
import { emptyDocument, someNode } from '../../../ui/src/model/document.ts';
import {
  beginWith,
  canRedo,
  canUndo,
  dispatch,
  doc,
  redo,
  select,
  selection,
  undo,
} from '../../../ui/src/state/editor.ts';

describe('the open document', () => {
  it('changes by commands, goes back and forth, and selects only what is there', () => {
    beginWith(emptyDocument('d', 'd'));
    assert.ok(!canUndo.value);
    dispatch({ kind: 'add', node: someNode({ id: '', type: 'Note', pos: [0, 0] }) });
    select(['1']);
    const chosen = selection.value;
    select(new Set(['1']));
    assert.equal(selection.value, chosen);
    undo();
    assert.equal(doc.value.nodes.size, 0);
    assert.equal(selection.value.size, 0);
    assert.ok(canRedo.value);
    redo();
    assert.equal(doc.value.nodes.size, 1);
  });
});
