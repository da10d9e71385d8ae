import { words } from '../messages/en/words.ts';
import { dialogWords } from '../messages/en/dialogs.ts';
import type { NodeType } from '../model/node-type.ts';
import { replacement } from '../model/replace-node.ts';
import { dispatch, doc, isReadOnly, select, types, undo } from './editor.ts';
import { say } from './toasts.ts';

/** Puts a node of a known type in the place of another, in one step. */
export function replaceNode(id: string, type: NodeType): void {
  if (isReadOnly.value) return;
  const { command, kept, total } = replacement(doc.value, id, type, types.value);
  dispatch(command);
  select([id]);
  say(dialogWords.replaced(type.title, total - kept), {
    actions: [{ label: words.undo, run: undo }],
  });
}
