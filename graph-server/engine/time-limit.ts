/** Seconds that a node may go without progress unless it declares another limit. */
export const DEFAULT_TIME_LIMIT = 1800;

/**
 * Does work that has to end or tell progress within a time; when it does neither, its signal is aborted.
 * @param work gets the signal, and what it calls for each progress
 * @throws when the time is up, at once, whatever the work goes on with
 */
export async function withinTimeLimit<T>(
  seconds: number,
  signal: AbortSignal,
  work: (signal: AbortSignal, touch: () => void) => Promise<T>,
): Promise<T> {
  const expired = new AbortController();
  let last = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    const wait = (ms: number): void => {
      timer = setTimeout(() => {
        const left = last + seconds * 1000 - performance.now();
        if (left > 0) {
          wait(left);
          return;
        }
        const error = new Error(`expected an end or progress within ${seconds} s, got none`);
        expired.abort(error);
        reject(error);
      }, ms).unref();
    };
    wait(seconds * 1000);
  });
  const touch = () => {
    last = performance.now();
  };
  const stop = () => {
    clearTimeout(timer); // whoever aborted it sees to its end
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work(AbortSignal.any([signal, expired.signal]), touch), expiry]);
  } finally {
    stop();
    signal.removeEventListener('abort', stop);
  }
}
