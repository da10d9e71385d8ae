import { isBlocker, type Blocker } from './blocker.ts';
import type { AnyNode, Ui } from './define-node.ts';
import { isExpanded, isOutputLink, type Expanded, type OutputLink } from './expansion.ts';

/** The values that a node gets, a list for each input; an input without one is left out. */
export type InputLists = ReadonlyMap<string, readonly unknown[]>;

/** What a node gave: a list for each output. */
export type OutputLists = Readonly<Record<string, readonly unknown[]>>;

/** What one call of a node's `run` gave. */
export type CallResult = Readonly<Record<string, unknown>> | Blocker | Expanded;

/**
 * What each call of a node gets: as many calls as the longest list has items, shorter lists repeat their last one.
 * A node that takes lists is called once with all of them, and one whose lists are all empty once with nothing.
 * @throws when one list is empty and another is not
 */
export function callsOf(lists: InputLists, takesLists: boolean): Readonly<Record<string, unknown>>[] {
  if (takesLists) return [Object.fromEntries(lists)];
  const count = Math.max(0, ...[...lists.values()].map(({ length }) => length));
  if (count === 0) return [{}];
  const empty = [...lists].find(([, { length }]) => length === 0);
  if (empty) throw new Error(`input ${empty[0]}: expected at least one value, got an empty list`);
  return Array.from({ length: count }, (_, call) =>
    Object.fromEntries([...lists].map(([name, values]) => [name, values[Math.min(call, values.length - 1)]])),
  );
}

/** The blocker among what a call gets, if there is one. */
export function blockerIn(call: Readonly<Record<string, unknown>>, takesLists: boolean): Blocker | undefined {
  const values = Object.values(call);
  return (takesLists ? values.flat() : values).find(isBlocker);
}

/**
 * Joins what the calls of a node gave: an item a call for each output, all items where the output is a list.
 * @param valuesOf what a new node gave, to which an output of an expansion links
 * @throws when a call did not give an output
 */
export function joinedOutputs(
  { outputs }: AnyNode,
  results: readonly CallResult[],
  valuesOf: (link: OutputLink) => readonly unknown[],
): OutputLists {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { isList }]) => {
      const items = results.flatMap((result) => {
        if (isBlocker(result)) return [result];
        const value = isExpanded(result) ? result.outputs[name] : result[name];
        if (isOutputLink(value)) return valuesOf(value);
        if (value === undefined) throw new Error(`output ${name}: expected a value, got none`);
        if (isList !== true || isBlocker(value)) return [value];
        if (Array.isArray(value)) return value as unknown[];
        throw new Error(`output ${name}: expected a list, got one value`);
      });
      return [name, items];
    }),
  );
}

/** Joins what the calls of a node show: its lists by key, under the keys of the first that shows something. */
export function joinedUi(results: readonly CallResult[]): Ui | undefined {
  const shown = results.flatMap((result) => {
    if (isBlocker(result)) return [];
    const ui = (isExpanded(result) ? result.outputs : result)['ui'] as Ui | undefined;
    return ui ? [ui] : [];
  });
  const [first] = shown;
  if (!first) return undefined;
  return Object.fromEntries(Object.keys(first).map((key) => [key, shown.flatMap((ui) => ui[key] ?? [])]));
}
