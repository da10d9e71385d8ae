/** The mark is shared by every copy of this module that a pack may bring along. */
const BLOCKER: unique symbol = Symbol.for('elite-graph.blocker');

/** Stands in place of a value: whatever would take it is not called, and gives blockers itself. */
export type Blocker = { readonly [BLOCKER]: true; readonly message?: string };

/**
 * A blocker for one output, or for all when `run` returns it bare.
 * @param message told to the client once, at the first node that it blocks; without one it blocks silently
 */
export function block(message?: string): Blocker {
  return message === undefined ? { [BLOCKER]: true } : { [BLOCKER]: true, message };
}

/** Whether a value is a blocker. */
export function isBlocker(value: unknown): value is Blocker {
  return typeof value === 'object' && value !== null && BLOCKER in value;
}
