import { asked, databaseStore } from './database.ts';
import type { Draft } from './draft-store.ts';

const KEPT = 20;
const store = databaseStore('elite-graph-states', 'states', ['id', 'at']);

/** The last states of a document, newest first. @throws where the browser keeps nothing */
export async function listStates(id: string): Promise<Draft[]> {
  const states = await asked((await store('readonly')).getAll(rangeOf(id)) as IDBRequest<Draft[]>);
  return states.reverse();
}

/** Keeps a state of a document; the oldest of it above twenty go. */
export async function writeState(state: Draft): Promise<void> {
  const states = await store('readwrite');
  const keys = await asked(states.getAllKeys(rangeOf(state.id)));
  for (const key of keys.slice(0, Math.max(0, keys.length + 1 - KEPT))) states.delete(key);
  await asked(states.put(state));
}

/** Forgets the states of a document. */
export async function dropStates(id: string): Promise<void> {
  await asked((await store('readwrite')).delete(rangeOf(id)));
}

/** All states of a document, in the order of their times. */
function rangeOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Infinity]);
}
