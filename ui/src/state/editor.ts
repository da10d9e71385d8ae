import { computed, signal } from '@preact/signals';
import type { Command } from '../model/command.ts';
import { emptyDocument, type GraphDocument } from '../model/document.ts';
import { committed, historyOf, redone, undone, type History } from '../model/history.ts';
import { nodeTypes, type NodeTypes } from '../model/node-type.ts';
import type { ObjectInfo } from '../model/object-info.ts';
import { words } from '../messages/en/words.ts';
import { randomId } from './random-id.ts';
import { say } from './toasts.ts';

/** The history of the open document. */
const history = signal<History>(historyOf(emptyDocument(randomId(), words.files.untitled)));

/** The open document. */
export const doc = computed(() => history.value.now);

/** Whether there is something to undo. */
export const canUndo = computed(() => history.value.past.length > 0);

/** Whether there is something to redo. */
export const canRedo = computed(() => history.value.future.length > 0);

/** What the server says of its node types. */
export const objectInfo = signal<ObjectInfo>({});

/** The types of nodes that can be used. */
export const types = computed<NodeTypes>(() => nodeTypes(objectInfo.value, words.note));

/** The ids of the selected nodes. */
export const selection = signal<ReadonlySet<string>>(new Set());

/** What a node is called: its own title, else that of its type. */
export function nodeTitle(id: string): string {
  const node = doc.value.nodes.get(id);
  return node?.title ?? types.value.get(node?.type ?? '')?.title ?? node?.type ?? id;
}

/** Whether another tab holds the document: nothing but opening another one is done. */
export const isReadOnly = signal(false);

/** Since when a pointer is held down: what it drags is one step, however long it takes. */
let heldSince: number | undefined;

/** Notes that a pointer went down at a time, or up. */
export function hold(at: number | undefined): void {
  heldSince = at;
}

/** Changes the document; steps of one `merge` key in a row, or in one drag, are undone together. */
export function dispatch(command: Command, merge?: string): void {
  if (isRefused(command)) return;
  const at = heldSince ?? Date.now();
  history.value = committed(history.value, command, merge === undefined ? undefined : { key: merge, at });
  pruneSelection();
}

/** Takes the last step back. */
export function undo(): void {
  if (isReadOnly.value) return;
  history.value = undone(history.value) ?? history.value;
  pruneSelection();
}

/** Does the last undone step again. */
export function redo(): void {
  if (isReadOnly.value) return;
  history.value = redone(history.value) ?? history.value;
  pruneSelection();
}

/** Makes a document the first of a new history: nothing before it can be undone to. */
export function beginWith(first: GraphDocument): void {
  history.value = historyOf(first);
  selection.value = new Set();
}

/** Selects nodes. */
export function select(ids: Iterable<string>): void {
  const next = new Set(ids);
  const now = selection.value;
  if (next.size === now.size && [...next].every((id) => now.has(id))) return;
  selection.value = next;
}

/** Adds nodes to the selection, or takes those that are in it out. */
export function toggleSelected(ids: Iterable<string>): void {
  const next = new Set(selection.value);
  for (const id of ids) if (!next.delete(id)) next.add(id);
  select(next);
}

function isRefused(command: Command): boolean {
  if (!isReadOnly.value || command.kind === 'load') return false;
  say(words.tabs.readOnly, { kind: 'error' });
  return true;
}

function pruneSelection(): void {
  const kept = [...selection.value].filter((id) => doc.value.nodes.has(id));
  if (kept.length !== selection.value.size) selection.value = new Set(kept);
}
