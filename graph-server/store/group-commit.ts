type Transaction = <T>(work: () => T) => T;

/** A piece of work that waits for its commit. */
interface Waiting {
  /** Does the work; answers what tells its end once the commit is there. */
  readonly work: () => () => void;
  readonly reject: (error: unknown) => void;
}

/** Commits what comes at about the same time at once: many small changes then wait for one write to the disk. */
export class GroupCommit {
  readonly #transaction: Transaction;
  #waiting: Waiting[] = [];

  /** @param transaction does all of the work it is given and commits it, or none */
  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  /**
   * Does work with all else that comes before the event loop's next turn; answers once it is on disk.
   * Work that was undone because other work failed is done again: it changes nothing but the database.
   */
  add<T>(work: () => T): Promise<T> {
    if (this.#waiting.length === 0) setImmediate(() => this.flush());
    return new Promise((resolve, reject) => {
      const settled = () => {
        const result = work();
        return () => {
          resolve(result);
        };
      };
      this.#waiting.push({ work: settled, reject });
    });
  }

  /** Commits what waits now; where that fails, each piece by itself, so that one that throws fails alone. */
  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return;
    try {
      const ends = this.#transaction(() => waiting.map(({ work }) => work()));
      for (const end of ends) end();
    } catch (error) {
      if (waiting.length === 1) waiting[0]?.reject(error);
      else for (const each of waiting) this.#commit(each);
    }
  }

  #commit({ work, reject }: Waiting): void {
    try {
      this.#transaction(work)();
    } catch (error) {
      reject(error);
    }
  }
}
