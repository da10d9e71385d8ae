import type { GraphView } from '../canvas/graph-view.ts';
import { words } from '../messages/en/words.ts';
import { linking, menu, palette, renaming, type LinkingKind, type MenuEntry } from '../state/dialogs.ts';
import {
  copied,
  paste,
  removeSelected,
  toggleCollapsed,
  togglePinned,
  toggleState,
} from '../state/editing.ts';
import { fixesOf } from '../state/fixes.ts';
import { dispatch, doc, select, selection, undo, canUndo } from '../state/editor.ts';
import { arrangeShown, shownKeys } from './keys.ts';

const text = words.node;

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
  const [only, ...others] = selection.value;
  const isOnly = only !== undefined && others.length === 0;
  const isOfSelected = isOnly && isByKey(event) && event.target instanceof HTMLCanvasElement;
  const node = view.nodeAt(...at);
  if (isOfSelected) openNodeMenu(only, view);
  else if (node) openNodeMenu(node.id, view, at);
  else menu.value = { at, label: words.graph.label, entries: graphEntries(view, at) };
}

/** Opens the menu of a node, at its corner where no point is given; a node that is not selected alone becomes so. */
export function openNodeMenu(id: string, view: GraphView | undefined, at?: readonly [number, number]): void {
  if (!selection.value.has(id)) select([id]);
  const { x, y } = view?.rectOf(id) ?? { x: 0, y: 0 };
  const corner = [Math.max(0, Math.min(x, innerWidth)), Math.max(0, Math.min(y, innerHeight))] as const;
  menu.value = { at: at ?? corner, label: text.label, entries: nodeEntries(id) };
}

/** Whether a menu was asked for by its key, or by Shift and F10. */
function isByKey({ button, ctrlKey, pointerType }: MouseEvent & { readonly pointerType?: string }): boolean {
  return button !== 2 && !ctrlKey && (pointerType ?? '') === '';
}

function nodeEntries(id: string): MenuEntry[] {
  const node = doc.value.nodes.get(id);
  const links = (kind: LinkingKind) => () => (linking.value = { kind, node: id });
  return [
    { label: text.rename, run: () => rename(id) },
    { label: node?.isCollapsed ? text.unfold : text.fold, keys: 'C', run: toggleCollapsed },
    { label: node?.isPinned ? text.unpin : text.pin, keys: 'P', run: togglePinned },
    { label: text.duplicate, keys: shownKeys('Mod+d'), run: () => paste(copied()) },
    null,
    {
      label: node?.state === 'off' ? text.switchOn : text.switchOff,
      keys: shownKeys('Mod+m'),
      run: () => toggleState('off'),
    },
    {
      label: node?.state === 'bypass' ? text.unbypass : text.bypass,
      keys: shownKeys('Mod+b'),
      run: () => toggleState('bypass'),
    },
    null,
    { label: words.links.connect, keys: 'L', run: links('connect') },
    { label: words.links.move, keys: 'M', run: links('move') },
    { label: words.links.takeOff, keys: shownKeys('Shift+l'), run: links('takeOff') },
    null,
    ...fixesOf(id),
    { label: text.remove, keys: text.removeKey, run: removeSelected },
  ];
}

function graphEntries(view: GraphView, at: readonly [number, number]): MenuEntry[] {
  const point = view.pointAt(...at);
  return [
    { label: words.graph.addNode, keys: 'A', run: () => (palette.value = { at: point }) },
    null,
    { label: words.view.all, keys: '.', run: () => view.fit() },
    {
      label: words.graph.arrange,
      keys: shownKeys('Mod+Shift+l'),
      run: () => arrangeShown(view),
    },
    { label: words.undo, keys: shownKeys('Mod+z'), isDisabled: !canUndo.value, run: undo },
  ];
}
