import { signal } from '@preact/signals';

/** Whether the node types are known and the first graph is open. */
export const isReady = signal(false);

/** Resolves as soon as there is a graph to work on. */
export function whenReady(): Promise<void> {
  return new Promise((resolve) => {
    const stop = isReady.subscribe((ready) => {
      if (!ready) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}
