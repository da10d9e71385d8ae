/** A line of the log as ComfyUI's clients read it: when, and what. */
interface LogEntry {
  /** ISO 8601. */
  readonly t: string;
  readonly m: string;
}

const MAX_ENTRIES = 300;
const MAX_LENGTH = 4000;
const SECRETS = /([?&]token=|Bearer )[\w-]+/g;

/** The last lines that the server logged, without its token. */
export class LogBuffer {
  readonly #entries: LogEntry[] = [];
  readonly #onEntry: (entry: LogEntry) => void;

  /** @param onEntry told of each line */
  constructor(onEntry: (entry: LogEntry) => void) {
    this.#onEntry = onEntry;
  }

  /** The lines, oldest first. */
  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  /** Takes one text in. */
  add(text: string): void {
    const m = `${text.replace(SECRETS, '$1…').slice(0, MAX_LENGTH)}\n`;
    const entry = { t: new Date().toISOString(), m };
    this.#entries.push(entry);
    if (this.#entries.length > MAX_ENTRIES) this.#entries.shift();
    this.#onEntry(entry);
  }

  /** Takes in what is written to a console from now on; answers what ends it. */
  follow(console: Pick<Console, 'log' | 'error'>): () => void {
    const { log, error } = console;
    console.log = (...args: unknown[]) => {
      this.add(args.map(String).join(' '));
      log(...args);
    };
    console.error = (...args: unknown[]) => {
      this.add(args.map(String).join(' '));
      error(...args);
    };
    const own = { log: console.log, error: console.error };
    return () => {
      if (console.log === own.log) console.log = log;
      if (console.error === own.error) console.error = error;
    };
  }
}
