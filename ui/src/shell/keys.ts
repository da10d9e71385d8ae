import type { GraphView } from '../canvas/graph-view.ts';
import { words } from '../messages/en/words.ts';
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
import { enterNode, focusToast, walk } from './walk.ts';

interface Shortcut {
  /** `Mod` is Ctrl, on a Mac Cmd. */
  readonly keys: string;
  readonly words: string;
  /** Acts while a text is being typed, too. */
  readonly isGlobal?: boolean;
  /** Acts on the graph alone: where another control has the focus, the key is that control's. */
  readonly isOfGraph?: boolean;
  readonly act: (view: GraphView) => void;
}

/** What stands between keys, which is no key itself. */
const BETWEEN_KEYS = /\+(?=.)/;
const [ZOOM, PAN_PX] = [1.2, 96];

/** The arrow keys, each with its way and what looking there is called. */
const ARROWS = [
  ['ArrowLeft', -1, 0, words.view.left],
  ['ArrowRight', 1, 0, words.view.right],
  ['ArrowUp', 0, -1, words.view.up],
  ['ArrowDown', 0, 1, words.view.down],
] as const;

const SHORTCUTS: readonly Shortcut[] = [
  {
    keys: 'Mod+Enter',
    words: words.run.run,
    isGlobal: true,
    act: () => (run.value ? undefined : void startRun()),
  },
  { keys: 'Mod+s', words: words.files.save, isGlobal: true, act: () => void save() },
  { keys: 'Mod+k', words: words.node.add, isGlobal: true, act: openPalette },
  { keys: 'a', words: words.node.add, act: openPalette },
  { keys: 'Mod+z', words: words.undo, act: undo },
  { keys: 'Mod+Shift+z', words: words.redo, act: redo },
  { keys: 'Mod+y', words: words.redo, act: redo },
  { keys: 'Mod+a', words: words.select.all, act: () => select(doc.value.nodes.keys()) },
  { keys: 'Escape', words: words.select.none, act: () => select([]) },
  { keys: 'Delete', words: words.node.remove, act: removeSelected },
  { keys: 'Backspace', words: words.node.remove, act: removeSelected },
  { keys: 'Mod+d', words: words.node.duplicate, act: () => paste(copied()) },
  { keys: 'Mod+m', words: words.node.switch, act: () => toggleState('off') },
  { keys: 'Mod+b', words: words.node.bypass, act: () => toggleState('bypass') },
  { keys: 'c', words: words.node.fold, act: toggleCollapsed },
  { keys: 'p', words: words.node.pin, act: togglePinned },
  { keys: 'l', words: words.links.connect, act: () => changeLinks('connect') },
  { keys: 'Shift+l', words: words.links.takeOff, act: () => changeLinks('takeOff') },
  { keys: 'm', words: words.links.move, act: () => changeLinks('move') },
  { keys: 'Mod+Shift+l', words: words.graph.arrange, act: arrangeShown },
  { keys: '.', words: words.view.selection, act: (view) => view.fit(selection.value) },
  { keys: '0', words: words.view.whole, act: (view) => view.zoomTo(1) },
  { keys: '+', words: words.view.zoomIn, act: (view) => view.zoomTo(view.view.scale * ZOOM) },
  { keys: '-', words: words.view.zoomOut, act: (view) => view.zoomTo(view.view.scale / ZOOM) },
  { keys: 'F1', words: words.commands.label, isGlobal: true, act: openCommands },
  { keys: 'Mod+Shift+p', words: words.commands.label, act: openCommands },
  { keys: '?', words: words.commands.keys, act: () => (isShowingKeys.value = true) },
  { keys: 'F8', words: words.commands.message, act: focusToast },
  { keys: 'Enter', words: words.select.fields, isOfGraph: true, act: enterNode },
  ...ARROWS.flatMap(([key, x, y, looking]): Shortcut[] => [
    { keys: key, words: words.select.next, isOfGraph: true, act: (view) => walk(view, [x, y]) },
    { keys: `Shift+${key}`, words: looking, act: (view) => view.pan(-x * PAN_PX, -y * PAN_PX) },
    { keys: `Mod+${key}`, words: words.select.nudge, act: () => nudge(12 * x, 12 * y) },
    { keys: `Mod+Shift+${key}`, words: words.select.nudgeLittle, act: () => nudge(x, y) },
  ]),
];

/** The keys with their words, for the sheet. */
export const SHORTCUT_KEYS: readonly (readonly [string, string])[] = SHORTCUTS.filter(
  ({ keys }) => !['Mod+y', 'Backspace', 'Mod+k'].includes(keys),
)
  .filter(({ words }, index, all) => all.findIndex((other) => other.words === words) === index)
  .map(({ keys, words }) => [shownKeys(keys), words] as const);

/** The shortcuts as commands, each once. */
export function shortcutCommands(view: () => GraphView | undefined): NamedCommand[] {
  return SHORTCUTS.filter(
    ({ words }, index) => SHORTCUTS.findIndex((other) => other.words === words) === index,
  )
    .filter(({ keys }) => keys !== 'F1')
    .map(({ keys, words, act }) => ({
      words,
      keys: shownKeys(keys),
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
    if (event.key === 'Escape' && isField(event.target)) {
      view.focus();
      return;
    }
    const shortcut = SHORTCUTS.find(({ keys }) => isPressed(keys, event));
    if (!shortcut || (isTyping(event.target) && shortcut.isGlobal !== true)) return;
    if (shortcut.isOfGraph === true && !isGround(event.target)) return;
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

/** Whether a control of a node has the keys. */
function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.node-body') !== null;
}

/** Whether the graph has the keys, or nothing has. */
function isGround(target: EventTarget | null): boolean {
  return target === document.body || target instanceof HTMLCanvasElement;
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

/** Keys as they are shown to people. */
export function shownKeys(keys: string): string {
  return keys
    .replace('Mod', words.keys.modifier)
    .replace(/Arrow\w+/, words.keys.arrows)
    .split(BETWEEN_KEYS)
    .map((part) => (part.length === 1 ? part.toUpperCase() : part))
    .join(' ');
}

/** Lays the graph out and shows all of it; selected nodes are laid out where they are looked at. */
export function arrangeShown(view: GraphView): void {
  if (arrange()) view.fit();
}
