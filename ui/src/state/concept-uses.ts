import { fetchWorkflow } from '../net/server-client.ts';
import { listDrafts } from './draft-store.ts';
import { doc } from './editor.ts';
import { workflows } from './files.ts';

/** What loads a concept, beside the open graph. */
export interface ConceptUses {
  /** Workflows of the user's own. */
  readonly graphs: number;
  /** Graphs of this browser that are not saved as they are. */
  readonly drafts: number;
}

/** Counts what loads a concept; a file that cannot be read is passed over. */
export async function usesOf(file: string): Promise<ConceptUses> {
  const own = workflows.value.filter(({ source }) => source.kind === 'own');
  const texts = own.map(async (entry) => new TextDecoder().decode(await fetchWorkflow(entry)));
  const saved = await Promise.all(texts.map((text) => text.catch(() => '')));
  const drafts = (await listDrafts().catch(() => [])).filter(
    ({ id, isDirty, file: name }) => id !== doc.value.id && (isDirty || name === ''),
  );
  return {
    graphs: saved.filter((text) => says(text, file)).length,
    drafts: drafts.filter(({ text }) => says(text, file)).length,
  };
}

/** Whether a JSON text has a string among its values. */
function says(text: string, wanted: string): boolean {
  let isThere = false;
  try {
    JSON.parse(text, (_, value: unknown) => {
      isThere ||= value === wanted;
      return value;
    });
  } catch {
    return false;
  }
  return isThere;
}
