import { stateWords as text } from '../messages/en/states.ts';
import { words } from '../messages/en/words.ts';
import { graphSketch, type GraphSketch } from '../model/graph-sketch.ts';
import { readGraphText } from '../model/graph-text.ts';
import { isJsonObject, parseJson } from '../model/json.ts';
import { openDocument } from '../model/open-document.ts';
import type { Draft } from './draft-store.ts';
import { keepNow } from './drafts.ts';
import { dispatch, doc, types, undo } from './editor.ts';
import { listStates } from './state-store.ts';
import { say } from './toasts.ts';

/** An earlier state of the open graph, as a list shows it. */
export interface EarlierState {
  readonly at: number;
  /** When that was, by the clock, with the day where it was another. */
  readonly time: string;
  readonly nodes: number;
  readonly sketch: GraphSketch | undefined;
  readonly draft: Draft;
}

/** The earlier states of the open graph, newest first; what it is now is none of them. */
export async function earlierStates(): Promise<EarlierState[]> {
  await keepNow();
  const [, ...before] = await listStates(doc.value.id);
  return before.map((draft) => {
    const workflow = parseJson(draft.text, draft.title);
    const nodes = isJsonObject(workflow) && Array.isArray(workflow['nodes']) ? workflow['nodes'].length : 0;
    return { at: draft.at, time: timeOf(draft.at), nodes, sketch: graphSketch(workflow), draft };
  });
}

/** Makes the open graph what it was, in one step. */
export function takeState({ draft, time }: EarlierState): void {
  const { id, title } = doc.value;
  const read = openDocument(readGraphText(draft.text, `${title}.json`), types.value, { id, title });
  dispatch({ kind: 'load', doc: { ...read, id } });
  say(text.taken(time), { actions: [{ label: words.undo, run: undo }] });
}

function timeOf(at: number): string {
  const date = new Date(at);
  return date.toDateString() === new Date().toDateString()
    ? date.toLocaleTimeString()
    : date.toLocaleString();
}
