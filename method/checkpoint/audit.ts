const SHOWN = 3;

/** What a network asked of a checkpoint while its graphs were built: the keys it used, and those that it missed. */
export class Audit {
  readonly used: Set<string>;
  /** One sentence for each key that is missing or has another shape. */
  readonly faults: string[] = [];
  readonly #faulty: string[] = [];

  /** @param used the keys that others used of the same checkpoint, which this adds to */
  constructor(used = new Set<string>()) {
    this.used = used;
  }

  /** Notes a key that is missing or has another shape. */
  fault(key: string, sentence: string): void {
    if (this.#faulty.includes(key)) return;
    this.#faulty.push(key);
    this.faults.push(sentence);
  }

  /** The first fault whole, the others by their first keys and number, and the keys that no network asked for. */
  summary(keys: readonly string[]): string {
    const [first = '', ...rest] = this.faults;
    const unused = this.unused(keys);
    return [
      first,
      ...(rest.length > 0 ? [`${rest.length} more keys like it: ${firstOf(this.#faulty.slice(1))}`] : []),
      ...(rest.length > 0 && unused.length > 0 ? [`${unused.length} unknown keys: ${firstOf(unused)}`] : []),
    ].join('; ');
  }

  /** The keys of a checkpoint that no network asked for. */
  unused(keys: readonly string[]): string[] {
    return keys.filter((key) => !this.used.has(key));
  }
}

/** Keys that are missing or have another shape, all of them; the message has the first. */
export class AuditError extends Error {
  /** One sentence for each key. */
  readonly faults: readonly string[];
  /** Keys that no network asked for. */
  readonly unused: readonly string[];
  /** What the message begins with: the file, or the file and the part. */
  readonly where: string;

  constructor(where: string, audit: Audit, keys: readonly string[]) {
    super(`${where}: ${audit.summary(keys)}`);
    this.where = where;
    this.faults = audit.faults;
    this.unused = audit.unused(keys);
  }
}

/** The first keys of a list, and whether there are more. */
export const firstOf = (keys: readonly string[]): string =>
  keys.slice(0, SHOWN).join(', ') + (keys.length > SHOWN ? ', …' : '');
