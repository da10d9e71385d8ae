import { apply, type Command } from './command.ts';
import type { GraphDocument } from './document.ts';

/** A document with the ones before it and those that were undone; unchanged parts are shared among them. */
export interface History {
  readonly now: GraphDocument;
  readonly past: readonly GraphDocument[];
  readonly future: readonly GraphDocument[];
  /** What the last step belongs to: more of the same within `MERGE_MS` is the same step. */
  readonly merge?: { readonly key: string; readonly at: number };
}

const MAX_STEPS = 200;
const MERGE_MS = 800;

/** A document without a past. */
export function historyOf(doc: GraphDocument): History {
  return { now: doc, past: [], future: [] };
}

/** The history after a command; the same object when it changes nothing. */
export function committed(
  history: History,
  command: Command,
  merge?: { readonly key: string; readonly at: number },
): History {
  const now = apply(history.now, command);
  if (now === history.now) return history;
  const last = history.merge;
  const isSameStep = merge && last?.key === merge.key && merge.at - last.at <= MERGE_MS;
  const past = isSameStep ? history.past : [...history.past, history.now].slice(-MAX_STEPS);
  return { now, past, future: [], ...(merge ? { merge } : {}) };
}

/** The history one step back, undefined when there is none. */
export function undone({ now, past, future }: History): History | undefined {
  const before = past.at(-1);
  return before && { now: before, past: past.slice(0, -1), future: [...future, now] };
}

/** The history with the last undone step done again, undefined when there is none. */
export function redone({ now, past, future }: History): History | undefined {
  const after = future.at(-1);
  return after && { now: after, past: [...past, now], future: future.slice(0, -1) };
}
