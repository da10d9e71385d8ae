import type { Ui } from './define-node.ts';
import type { Kinship } from './live-graph.ts';

/** How a node failed. */
export interface NodeFailure {
  readonly node: string;
  readonly error: unknown;
  /** The literals that the node was given, by input. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly executed: readonly string[];
}

/** What an execution tells while it goes on; the last one is `success`, `error` or `interrupted`. */
export type ExecutionEvent =
  | { readonly kind: 'cached'; readonly nodes: readonly string[] }
  /** A node begins; seconds that it may go without progress, where it says so. */
  | { readonly kind: 'executing'; readonly node: string; readonly timeLimit?: number }
  | { readonly kind: 'progress'; readonly node: string; readonly value: number; readonly max: number }
  | { readonly kind: 'preview'; readonly node: string; readonly bytes: Uint8Array; readonly mime: string }
  | { readonly kind: 'executed'; readonly node: string; readonly ui: Ui | null }
  /** New nodes take the place of one. */
  | { readonly kind: 'expanded'; readonly node: string; readonly nodes: readonly Kinship[] }
  /** A blocker with a message kept a node from being called; the run goes on. */
  | {
      readonly kind: 'blocked';
      readonly node: string;
      readonly message: string;
      readonly executed: readonly string[];
    }
  | { readonly kind: 'finished'; readonly node: string }
  /** A node failed in a run that goes on with what does not depend on it. */
  | ({ readonly kind: 'failed'; readonly spoiled: readonly string[] } & NodeFailure)
  /** With nodes that failed when the run outlived that, and what depends on them. */
  | { readonly kind: 'success'; readonly failed?: readonly string[]; readonly spoiled?: readonly string[] }
  | { readonly kind: 'interrupted'; readonly node?: string; readonly executed: readonly string[] }
  | ({ readonly kind: 'error' } & NodeFailure);

/** Runs work that tells events on its way, and passes them on as they come. */
export async function* eventsOf<E, T>(
  work: (tell: (event: E) => void) => Promise<T>,
): AsyncGenerator<E, T, undefined> {
  let told: E[] = [];
  let wake: () => void = () => undefined;
  const state = { isOver: false };
  const result = work((event) => {
    told.push(event);
    wake();
  }).finally(() => {
    state.isOver = true;
    wake();
  });
  result.catch(() => undefined); // thrown below, once what was told before it is passed on
  for (;;) {
    const now = told; // taken as a whole: of a hundred thousand events, each taken from the front would move the rest
    told = [];
    yield* now;
    if (told.length > 0) continue;
    if (state.isOver) return result;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
