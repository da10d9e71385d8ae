import type { Ui } from './define-node.ts';

/** What an execution tells while it goes on; the last one is `success`, `error` or `interrupted`. */
export type ExecutionEvent =
  | { readonly kind: 'cached'; readonly nodes: readonly string[] }
  | { readonly kind: 'executing'; readonly node: string }
  | { readonly kind: 'progress'; readonly node: string; readonly value: number; readonly max: number }
  | { readonly kind: 'preview'; readonly node: string; readonly bytes: Uint8Array; readonly mime: string }
  | { readonly kind: 'executed'; readonly node: string; readonly ui: Ui | null }
  | { readonly kind: 'finished'; readonly node: string }
  | { readonly kind: 'success' }
  | { readonly kind: 'interrupted'; readonly node?: string; readonly executed: readonly string[] }
  | {
      readonly kind: 'error';
      readonly node: string;
      readonly error: unknown;
      /** The literals that the node was given, by input. */
      readonly inputs: Readonly<Record<string, unknown>>;
      readonly executed: readonly string[];
    };

/** Runs work that tells events on its way, and passes them on as they come. */
export async function* eventsOf<E, T>(
  work: (tell: (event: E) => void) => Promise<T>,
): AsyncGenerator<E, T, undefined> {
  const told: E[] = [];
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
    for (let event = told.shift(); event !== undefined; event = told.shift()) yield event;
    if (state.isOver) return result;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
