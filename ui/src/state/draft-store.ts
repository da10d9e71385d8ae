import { asked, databaseStore } from './database.ts';
import { dropStates, writeState } from './state-store.ts';

/** A document as it was last left, in this browser. */
export interface Draft {
  readonly id: string;
  readonly title: string;
  /** The document as a workflow file. */
  readonly text: string;
  /** The name of its file among the user's own; empty when it has none. */
  readonly file: string;
  /** The text of that file when it was last read or written. */
  readonly base: string;
  readonly isDirty: boolean;
  /** When it was left, milliseconds. */
  readonly at: number;
}

const KEPT = 30;
const store = databaseStore('elite-graph', 'drafts', 'id');
const LEFT = 'elite-graph.left';

/** The drafts, newest first. @throws where the browser keeps nothing */
export async function listDrafts(): Promise<Draft[]> {
  const drafts = await asked((await store('readonly')).getAll() as IDBRequest<Draft[]>);
  return drafts.sort((a, b) => b.at - a.at);
}

/** A draft by the id of its document. */
export async function readDraft(id: string): Promise<Draft | undefined> {
  return asked((await store('readonly')).get(id) as IDBRequest<Draft | undefined>);
}

/** Keeps a draft, and as a state of its document; the oldest above thirty go with their states. */
export async function writeDraft(draft: Draft): Promise<void> {
  await asked((await store('readwrite')).put(draft));
  await writeState(draft).catch(() => undefined); // the draft itself is kept
  for (const { id } of (await listDrafts()).slice(KEPT)) {
    await asked((await store('readwrite')).delete(id));
    await dropStates(id);
  }
}

/** A file got another name: the drafts of it belong to it still. */
export async function moveDrafts(from: string, to: string): Promise<void> {
  for (const draft of await listDrafts())
    if (draft.file === from) await asked((await store('readwrite')).put({ ...draft, file: to }));
}

/** Keeps a draft at once: what a page asks the database while it is being left may never be done. */
export function leaveDraft(draft: Draft): void {
  localStorage.setItem(LEFT, JSON.stringify(draft));
}

/** Puts the draft of a page that was left among the others, unless a newer one of its document is there. */
export async function keepLeftDraft(): Promise<void> {
  const text = localStorage.getItem(LEFT);
  if (text === null) return;
  localStorage.removeItem(LEFT);
  const left = JSON.parse(text) as Draft;
  const known = await readDraft(left.id);
  if (!known || known.at < left.at) await writeDraft(left);
}
