import { fetchWorkflow, fetchWorkflows } from '../net/server-client.ts';
import { listDrafts } from './draft-store.ts';
import { doc } from './editor.ts';
import { fileFacts, isDirty } from './files.ts';

/** What loads a concept, beside the open graph. */
export interface ConceptUses {
  /** Workflows of the user's own; the open one's where it was changed. */
  readonly graphs: number;
  /** Graphs of this browser that are not saved as they are. */
  readonly drafts: number;
  /** Workflows that could not be looked into. */
  readonly unread: number;
}

/** Counts what loads a concept, now. @throws when the server does not list its workflows */
export async function usesOf(concept: string): Promise<ConceptUses> {
  const open = isDirty.value ? undefined : fileFacts().file; // one that was changed is not what is saved
  const own = (await fetchWorkflows()).filter(({ name, source }) => source.kind === 'own' && name !== open);
  const saved = await Promise.all(
    own.map(async (entry) => says(await fetchWorkflow(entry).catch(() => undefined), concept)),
  );
  const drafts = (await listDrafts().catch(() => [])).filter(
    ({ id, isDirty, file }) => id !== doc.value.id && (isDirty || file === ''),
  );
  return {
    graphs: saved.filter((answer) => answer === true).length,
    drafts: drafts.filter(({ text }) => says(text, concept)).length,
    unread: saved.filter((answer) => answer === undefined).length,
  };
}

/** Whether a JSON text has a string among its values; undefined where it is none. */
function says(text: string | Uint8Array | undefined, wanted: string): boolean | undefined {
  if (text === undefined) return undefined;
  let isThere = false;
  try {
    JSON.parse(typeof text === 'string' ? text : new TextDecoder().decode(text), (_, value: unknown) => {
      isThere ||= value === wanted;
      return value;
    });
  } catch {
    return undefined;
  }
  return isThere;
}
