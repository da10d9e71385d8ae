import { computed, signal } from '@preact/signals';
import { apply, type Command } from '../model/command.ts';
import { arrangeCommands, hasOverlaps } from '../model/arrange.ts';
import { emptyDocument, type GraphDocument } from '../model/document.ts';
import { readGraphText, type GraphFile } from '../model/graph-text.ts';
import { stringifyJson } from '../model/json.ts';
import { openDocument } from '../model/open-document.ts';
import { savedDocument } from '../model/save-document.ts';
import {
  fetchOwnWorkflow,
  fetchWorkflow,
  fetchWorkflows,
  moveWorkflow,
  storeWorkflow,
  type WorkflowEntry,
} from '../net/server-client.ts';
import { words } from '../messages/en/words.ts';
import { isNaming, question, renamingFile } from './dialogs.ts';
import { moveDrafts, type Draft } from './draft-store.ts';
import { beginWith, dispatch, doc, types, undo } from './editor.ts';
import { randomId } from './random-id.ts';
import { outputs, runProblems } from './run.ts';
import { say, sayError } from './toasts.ts';

/** The workflows that can be opened. */
export const workflows = signal<readonly WorkflowEntry[]>([]);

/** The file of the open document: its name among the user's own, undefined before it has one. */
const file = signal<OpenFile | undefined>(undefined);

interface OpenFile {
  readonly name: string | undefined;
  readonly saved: GraphDocument;
  /** The text of the file when it was last read or written. */
  readonly base: string;
}

/** Counts the documents that were opened; the view shows each whole. */
export const opened = signal(0);

/** Called before another document takes the place of the open one. */
export const onLeaving: { call: () => void } = { call: () => undefined };

/** The name of the open document. */
export const title = computed(() => doc.value.title);

/** Whether the document differs from its file. */
export const isDirty = computed(() => file.value !== undefined && file.value.saved !== doc.value);

/** Makes a change that is no work of a person, such as a drawn seed: it does not make the document unsaved. */
export function dispatchQuietly(command: Command): void {
  const wasDirty = isDirty.value;
  dispatch(command);
  if (!wasDirty && file.value) file.value = { ...file.value, saved: doc.value };
}

/** Reads the list of workflows. */
export async function listWorkflows(): Promise<void> {
  workflows.value = await fetchWorkflows();
}

/** Opens what the first visit shows: the workflow `generate`, else the first there is. */
export async function openFirst(): Promise<void> {
  const entry = workflows.value.find(({ name }) => name === 'generate') ?? workflows.value[0];
  if (entry) await openWorkflow(entry, true);
}

const ROUTE = /^#\/w\/(.+)$/;

/** Opens the workflow that the page's address names, `#/w/<name>`, the user's own before one that ships; once. */
export async function openAddressed(isFirst: boolean): Promise<boolean> {
  const [, coded] = ROUTE.exec(location.hash) ?? [];
  if (coded === undefined) return false;
  history.replaceState(null, '', location.pathname + location.search);
  const name = plainName(coded);
  const named = workflows.value.filter((entry) => entry.name === name);
  const entry = named.find(({ source }) => source.kind === 'own') ?? named[0];
  if (!entry) say(words.files.unknown(name), { kind: 'error' });
  else await openWorkflow(entry, isFirst);
  return entry !== undefined;
}

function plainName(coded: string): string {
  try {
    return decodeURIComponent(coded);
  } catch {
    return coded;
  }
}

/** Opens a workflow of the list; one that ships is opened as a copy. */
export async function openWorkflow(entry: WorkflowEntry, isFirst = false): Promise<void> {
  try {
    const text = new TextDecoder().decode(await fetchWorkflow(entry));
    const isOwn = entry.source.kind === 'own';
    const isOpen = openText(text, `${entry.name}.json`, isOwn, isFirst);
    if (isOpen && isOwn && file.value) file.value = { ...file.value, base: text };
  } catch (error) {
    sayError(error);
  }
}

/** Opens a graph from the bytes of a file, a picture's too; a bad one gives a sentence and leaves the open graph as it is. */
export async function openBytes(bytes: Uint8Array, name: string): Promise<void> {
  try {
    const { readGraphFile } = await import('../model/graph-file.ts');
    openGraph(readGraphFile(bytes, name), name, false, false);
  } catch (error) {
    sayError(error);
  }
}

/**
 * Opens a graph from JSON text; a bad one gives a sentence and leaves the open graph as it is.
 * @returns whether it was opened
 */
export function openText(text: string, name: string, isOwn = false, isFirst = false): boolean {
  try {
    openGraph(readGraphText(text, name), name, isOwn, isFirst);
    return true;
  } catch (error) {
    sayError(error);
    return false;
  }
}

function openGraph(read: GraphFile, name: string, isOwn: boolean, isFirst: boolean): void {
  const plain = name.replace(/\.(json|png|jpe?g|webp)$/i, '');
  const id = randomId();
  const own = openDocument(read, types.value, { id, title: plain });
  const copy = isOwn ? own : { ...own, id }; // a copy is a document of its own
  const next = isOwn || !hasOverlaps(copy, types.value) ? copy : arranged(copy);
  show(next, isOwn ? plain : undefined, isFirst);
  if (!isFirst) say(words.files.opened(plain), { actions: [{ label: words.undo, run: undo }] });
}

/** Begins an empty document. */
export function openEmpty(): void {
  show(emptyDocument(randomId(), words.files.untitled), undefined, false);
}

function show(next: GraphDocument, name: string | undefined, isFirst: boolean): void {
  onLeaving.call();
  if (isFirst) beginWith(next);
  else dispatch({ kind: 'load', doc: next });
  outputs.value = new Map();
  runProblems.value = [];
  file.value = { name, saved: next, base: '' };
  opened.value += 1;
}

function arranged(read: GraphDocument): GraphDocument {
  return apply(read, { kind: 'batch', commands: arrangeCommands(read, types.value) });
}

/** Saves over the document's own file, or asks for a name where it has none. */
export async function save(): Promise<void> {
  const { name, base = '' } = file.value ?? {};
  if (name === undefined) {
    isNaming.value = true;
    return;
  }
  const there = base === '' ? undefined : await fetchOwnWorkflow(name).catch(() => undefined);
  if (there && there.text !== base) askWhose(name);
  else await store(name, { tag: there?.tag }); // what changes from here on, the server sees
}

function askWhose(name: string): void {
  question.value = {
    text: words.files.changed(name),
    choices: [
      { label: words.files.theirs, run: () => void openWorkflow({ name, source: { kind: 'own' } }) },
      { label: words.files.copy, run: () => (isNaming.value = true) },
      { label: words.files.mine, isMain: true, run: () => void store(name, {}) },
    ],
  };
}

/** The name and the text of the document's own file, for its draft. */
export function fileFacts(): { readonly file: string; readonly base: string } {
  return { file: file.value?.name ?? '', base: file.value?.base ?? '' };
}

/** Opens a draft as it was left, with the file that it belongs to. */
export function openDraftText(draft: Draft, isFirst: boolean): boolean {
  try {
    const name = { id: draft.id, title: draft.title };
    const read = openDocument(readGraphText(draft.text, `${draft.title}.json`), types.value, name);
    show({ ...read, id: draft.id }, draft.file === '' ? undefined : draft.file, isFirst);
    const saved = draft.isDirty ? emptyDocument(draft.id, draft.title) : doc.value;
    file.value = { name: draft.file === '' ? undefined : draft.file, base: draft.base, saved };
    return true;
  } catch (error) {
    sayError(error);
    return false;
  }
}

/** Saves under a new name; answers whether the name was free. */
export async function saveAs(name: string): Promise<boolean> {
  dispatch({ kind: 'rename', title: name });
  return store(name, { isNew: true });
}

async function store(
  name: string,
  how: { readonly isNew?: boolean; readonly tag?: string | undefined },
): Promise<boolean> {
  try {
    const saved = doc.value;
    const workflow = savedDocument(saved, types.value);
    const outcome = await storeWorkflow(name, workflow, how);
    if (outcome === 'taken') say(words.files.taken(name), { kind: 'error' });
    if (outcome === 'changed') askWhose(name);
    if (outcome !== 'stored') return false;
    file.value = { name, saved, base: stringifyJson(workflow, 2) };
    say(words.files.saved(name));
    await listWorkflows();
    return true;
  } catch (error) {
    sayError(error);
    return false;
  }
}

/** Asks for another name of the open document's file; one without a file is saved under a name. */
export function renameOpen(): void {
  const name = file.value?.name;
  if (name === undefined) isNaming.value = true;
  else renamingFile.value = name;
}

/** Gives a workflow of the user's own another name; answers whether it has it now. */
export async function renameWorkflow(from: string, to: string): Promise<boolean> {
  if (from === to) return true;
  try {
    if (!(await moveWorkflow(from, to))) {
      say(words.files.taken(to), { kind: 'error' });
      return false;
    }
    if (file.value?.name === from) {
      dispatchQuietly({ kind: 'rename', title: to });
      file.value = { ...file.value, name: to };
    }
    await moveDrafts(from, to).catch(() => undefined); // a browser that keeps nothing has none
    say(words.files.renamed(to));
    await listWorkflows();
    return true;
  } catch (error) {
    sayError(error);
    return false;
  }
}

/** Gives the document to the user as a file. */
export function download(): void {
  const text = stringifyJson(savedDocument(doc.value, types.value), 2);
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  [link.href, link.download] = [url, `${doc.value.title}.json`];
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
