/** Tells a person or a program how an evaluation goes. */
export interface Progress {
  /** Pictures made so far; `drawn` of them now, the others were there. */
  step(done: {
    readonly row: string;
    readonly count: number;
    readonly total: number;
    readonly drawn: number;
  }): void;
  /** A sentence, such as which row is left out. */
  say(event: string, sentence: string): void;
}

const BAR = 24;

/** One JSON object a line. */
export const jsonProgress = (print: (line: string) => void): Progress => ({
  step: (done) => {
    print(JSON.stringify({ event: 'progress', ...done }));
  },
  say: (event, sentence) => {
    print(JSON.stringify({ event, message: sentence }));
  },
});

/** A bar that moves on a terminal; elsewhere a line a row. */
export function textProgress(stream: { isTTY?: boolean; write(text: string): unknown }): Progress {
  const isTerminal = stream.isTTY === true;
  const clear = isTerminal ? '\r\x1b[K' : '';
  const start = performance.now();
  let drawn = 0;
  let last = '';
  return {
    step: (done) => {
      drawn += done.drawn;
      const { row, count, total } = done;
      const filled = Math.round((BAR * count) / Math.max(total, 1));
      const bar = `[${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}] ${count}/${total} ${row}`;
      if (isTerminal) stream.write(`${clear}${bar}${remaining(start, drawn, total - count)}`);
      else if (row !== last) stream.write(`${row}: from picture ${count} of ${total}\n`);
      last = row;
    },
    say: (_, sentence) => {
      stream.write(`${clear}${sentence}\n`);
    },
  };
}

/** How long the rest takes at the pace of what was drawn so far. */
function remaining(start: number, drawn: number, left: number): string {
  if (drawn === 0 || left === 0) return '';
  const minutes = ((performance.now() - start) / drawn) * (left / 60_000);
  return `, ${minutes < 1 ? 'less than a minute' : `${Math.round(minutes)} min`} left`;
}
