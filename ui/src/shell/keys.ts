import type { GraphView } from '../canvas/graph-view.ts';
import { words } from '../messages/en.ts';
import type { NamedCommand } from '../panels/command-palette.tsx';
import {
  isNaming,
  isShowingKeys,
  linking,
  menu,
  palette,
  part,
  question,
  type LinkingKind,
} from '../state/dialogs.ts';
import {
  copied,
  nudge,
  paste,
  removeSelected,
  arrange,
  toggleCollapsed,
  togglePinned,
  toggleState,
} from '../state/editing.ts';
import { doc, redo, select, selection, undo } from '../state/editor.ts';
import { save } from '../state/files.ts';
import { run } from '../state/run.ts';
import { startRun } from '../state/running.ts';
import { say } from '../state/toasts.ts';

interface Shortcut {
  /** `Mod` is Ctrl, on a Mac Cmd. */
  readonly keys: string;
  readonly words: string;
  /** Acts while a text is being typed, too. */
  readonly isGlobal?: boolean;
  readonly act: (view: GraphView) => void;
}

/** What stands between keys, which is no key itself. */
const BETWEEN_KEYS = /\+(?=.)/;
const [ZOOM, PAN_PX] = [1.2, 96];

const SHORTCUTS: readonly Shortcut[] = [
  { keys: 'Mod+Enter', words: 'Run', isGlobal: true, act: () => (run.value ? undefined : void startRun()) },
  { keys: 'Mod+s', words: 'Save', isGlobal: true, act: () => void save() },
  { keys: 'Mod+k', words: 'Add a node', isGlobal: true, act: openPalette },
  { keys: 'a', words: 'Add a node', act: openPalette },
  { keys: 'Mod+z', words: 'Undo', act: undo },
  { keys: 'Mod+Shift+z', words: 'Redo', act: redo },
  { keys: 'Mod+y', words: 'Redo', act: redo },
  { keys: 'Mod+a', words: 'Select all', act: () => select(doc.value.nodes.keys()) },
  { keys: 'Escape', words: 'Select nothing', act: () => select([]) },
  { keys: 'Delete', words: 'Delete', act: removeSelected },
  { keys: 'Backspace', words: 'Delete', act: removeSelected },
  { keys: 'Mod+d', words: 'Duplicate', act: () => paste(copied()) },
  { keys: 'Mod+m', words: 'Switch off or on', act: () => toggleState('off') },
  { keys: 'Mod+b', words: 'Bypass', act: () => toggleState('bypass') },
  { keys: 'c', words: 'Fold', act: toggleCollapsed },
  { keys: 'p', words: words.node.pin, act: togglePinned },
  { keys: 'l', words: words.links.connect.label, act: () => changeLinks('connect') },
  { keys: 'Shift+l', words: words.links.takeOff.label, act: () => changeLinks('takeOff') },
  { keys: 'm', words: words.links.move.label, act: () => changeLinks('move') },
  { keys: 'Mod+Shift+l', words: 'Arrange', act: arrangeAll },
  { keys: '.', words: 'Show the selection, or all', act: (view) => view.fit(selection.value) },
  { keys: '0', words: 'Zoom to 100 %', act: (view) => view.zoomTo(1) },
  { keys: '+', words: words.view.zoomIn, act: (view) => view.zoomTo(view.view.scale * ZOOM) },
  { keys: '-', words: words.view.zoomOut, act: (view) => view.zoomTo(view.view.scale / ZOOM) },
  { keys: 'Shift+ArrowLeft', words: words.view.left, act: (view) => view.pan(PAN_PX, 0) },
  { keys: 'Shift+ArrowRight', words: words.view.right, act: (view) => view.pan(-PAN_PX, 0) },
  { keys: 'Shift+ArrowUp', words: words.view.up, act: (view) => view.pan(0, PAN_PX) },
  { keys: 'Shift+ArrowDown', words: words.view.down, act: (view) => view.pan(0, -PAN_PX) },
  { keys: 'F1', words: 'Commands', isGlobal: true, act: openCommands },
  { keys: 'Mod+Shift+p', words: 'Commands', isGlobal: true, act: openCommands },
  { keys: '?', words: 'Keys', act: () => (isShowingKeys.value = true) },
  { keys: 'Mod+ArrowLeft', words: 'Nudge', act: () => nudge(-12, 0) },
  { keys: 'Mod+ArrowRight', words: 'Nudge', act: () => nudge(12, 0) },
  { keys: 'Mod+ArrowUp', words: 'Nudge', act: () => nudge(0, -12) },
  { keys: 'Mod+ArrowDown', words: 'Nudge', act: () => nudge(0, 12) },
];

/** Keys and gestures with their words, for the sheet. */
export const KEYS: readonly (readonly [string, string])[] = [
  ['Drag empty space, Space + drag, middle button', 'Move the view'],
  ['Wheel, pinch', 'Zoom'],
  ['Double-click', 'Add a node; on a title: rename'],
  ['Shift or Ctrl + drag', 'Select in a box'],
  ['Drag a dot', 'Connect'],
  ['Shift F10, menu key', words.links.menu],
  ['Drag a link’s end', words.node.takeOff],
  ['Shift + drag a dot', words.node.moveLinks],
  ...SHORTCUTS.filter(({ keys }) => !['Mod+y', 'Backspace', 'Mod+k'].includes(keys))
    .filter(({ words }, index, all) => all.findIndex((other) => other.words === words) === index)
    .map(({ keys, words }) => [shown(keys), words] as const),
];

/** The shortcuts as commands, each once. */
export function shortcutCommands(view: () => GraphView | undefined): NamedCommand[] {
  return SHORTCUTS.filter(
    ({ words }, index) => SHORTCUTS.findIndex((other) => other.words === words) === index,
  )
    .filter(({ keys }) => keys !== 'F1')
    .map(({ keys, words, act }) => ({
      words,
      keys: shown(keys),
      run: () => {
        const open = view();
        if (open) act(open);
      },
    }));
}

/** Acts on the keys of the shell; while a text is typed only those that say so. */
export function watchKeys(view: GraphView): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (palette.value ?? question.value ?? menu.value) return;
    if (isNaming.value || isShowingKeys.value || document.querySelector('dialog[open]')) return;
    const shortcut = SHORTCUTS.find(({ keys }) => isPressed(keys, event));
    if (!shortcut || (isTyping(event.target) && shortcut.isGlobal !== true)) return;
    event.preventDefault();
    shortcut.act(view);
  };
  window.addEventListener('keydown', onKey);
  return () => {
    window.removeEventListener('keydown', onKey);
  };
}

/** Whether keys go into a text, or move a control. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && target.type !== 'checkbox')
  );
}

function isPressed(keys: string, event: KeyboardEvent): boolean {
  const parts = keys.split(BETWEEN_KEYS);
  const key = parts.at(-1) ?? '';
  const isLetterOrName = key.length > 1 || /[a-z]/.test(key);
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    (event.ctrlKey || event.metaKey) === parts.includes('Mod') &&
    (!isLetterOrName || event.shiftKey === parts.includes('Shift')) &&
    !event.altKey
  );
}

/** Of the node that has the focus, else of the one that is selected. */
function changeLinks(kind: LinkingKind): void {
  const focused = document.activeElement?.closest<HTMLElement>('[data-node]')?.dataset['node'];
  const node = focused ?? (selection.value.size === 1 ? [...selection.value][0] : undefined);
  if (node === undefined) say(words.links.whose);
  else linking.value = { kind, node };
}

function openCommands(): void {
  part.value = 'commands';
}

function openPalette(view: GraphView): void {
  palette.value = { at: view.middle };
}

function shown(keys: string): string {
  return keys
    .replace('Mod', 'Ctrl')
    .replace(/Arrow\w+/, 'arrows')
    .split(BETWEEN_KEYS)
    .map((part) => (part.length === 1 ? part.toUpperCase() : part))
    .join(' ');
}

function arrangeAll(view: GraphView): void {
  arrange();
  view.fit();
}
