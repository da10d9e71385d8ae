/** The least time between two reports of one node. */
const PAUSE_MS = 50;

interface Report {
  readonly node: string;
  readonly value: number;
  readonly max: number;
}

/**
 * Passes on how far nodes are, up to 20 times a second: the first at once, then the latest of each pause.
 * The last is never dropped, for `flush` comes before whatever follows it.
 */
export class Coalesced {
  readonly #pass: (report: Report) => void;
  readonly #now: () => number;
  #last: { readonly node: string; readonly at: number } | undefined;
  #waiting: Report | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(pass: (report: Report) => void, now: () => number = () => performance.now()) {
    this.#pass = pass;
    this.#now = now;
  }

  /** Takes a report: it is passed on now, or later unless a newer one comes. */
  offer(report: Report): void {
    const since = this.#last?.node === report.node ? this.#now() - this.#last.at : PAUSE_MS;
    this.#waiting = report;
    if (since >= PAUSE_MS) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), PAUSE_MS - since);
  }

  /** Passes on what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const report = this.#waiting;
    this.#waiting = undefined;
    if (!report) return;
    this.#last = { node: report.node, at: this.#now() };
    this.#pass(report);
  }
}
