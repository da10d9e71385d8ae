import type { GraphView } from '../canvas/graph-view.ts';
import { words } from '../messages/en.ts';
import { menu, palette, renaming, type MenuEntry } from '../state/dialogs.ts';
import {
  arrange,
  copied,
  paste,
  removeSelected,
  toggleCollapsed,
  togglePinned,
  toggleState,
} from '../state/editing.ts';
import { fixesOf } from '../state/fixes.ts';
import { dispatch, doc, select, selection, undo, canUndo } from '../state/editor.ts';

/** Double clicks and the right button on the graph. */
export function watchPointer(stage: HTMLElement, view: GraphView): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  stage.addEventListener('dblclick', (event) => onDoubleClick(event, view), { signal });
  stage.addEventListener('contextmenu', (event) => onMenu(event, view), { signal });
  return () => {
    abort.abort();
  };
}

function onDoubleClick(event: MouseEvent, view: GraphView): void {
  if (!(event.target instanceof HTMLCanvasElement)) return;
  const node = view.nodeAt(event.clientX, event.clientY);
  if (!node) palette.value = { at: view.pointAt(event.clientX, event.clientY) };
  else if (node.isTitle) rename(node.id);
}

/** A folded node has no place for the text box: it is opened first. */
function rename(id: string): void {
  dispatch({ kind: 'setView', node: id, isCollapsed: false });
  renaming.value = id;
}

function onMenu(event: MouseEvent, view: GraphView): void {
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
  event.preventDefault();
  const at = [event.clientX, event.clientY] as const;
  const node = view.nodeAt(...at);
  if (node && !selection.value.has(node.id)) select([node.id]);
  menu.value = node
    ? { at, label: 'Node', entries: nodeEntries(node.id) }
    : { at, label: 'Graph', entries: graphEntries(view, at) };
}

function nodeEntries(id: string): MenuEntry[] {
  const node = doc.value.nodes.get(id);
  return [
    { label: 'Rename', run: () => rename(id) },
    { label: node?.isCollapsed ? 'Unfold' : 'Fold', keys: 'C', run: toggleCollapsed },
    { label: node?.isPinned ? words.node.unpin : words.node.pin, keys: 'P', run: togglePinned },
    { label: 'Duplicate', keys: 'Ctrl D', run: () => paste(copied()) },
    null,
    {
      label: node?.state === 'off' ? 'Switch on' : 'Switch off',
      keys: 'Ctrl M',
      run: () => toggleState('off'),
    },
    {
      label: node?.state === 'bypass' ? 'Do not bypass' : 'Bypass',
      keys: 'Ctrl B',
      run: () => toggleState('bypass'),
    },
    null,
    ...fixesOf(id),
    { label: 'Delete', keys: 'Del', run: removeSelected },
  ];
}

function graphEntries(view: GraphView, at: readonly [number, number]): MenuEntry[] {
  const point = view.pointAt(...at);
  return [
    { label: 'Add a node…', keys: 'A', run: () => (palette.value = { at: point }) },
    null,
    { label: 'Show all', keys: '.', run: () => view.fit() },
    {
      label: 'Arrange',
      keys: 'Ctrl Shift L',
      run: () => {
        arrange();
        view.fit();
      },
    },
    { label: 'Undo', keys: 'Ctrl Z', isDisabled: !canUndo.value, run: undo },
  ];
}
