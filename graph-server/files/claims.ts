import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../../ui/src/model/json.ts';
import { atomicWrite } from './atomic-write.ts';

/**
 * The names that a job gave its files, noted before each is written: a second attempt after a crash finds its file
 * there, or takes the same name, and never writes a second one.
 */
export class Claims {
  readonly #folder: string;
  readonly #counts = new Map<string, number>();

  /** @param folder the job's own, which goes when the job has ended */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The place of the next file of these bytes: equal ones of one job are told apart by their order. */
  next(prefix: string, bytes: Uint8Array): Claim {
    const key = createHash('sha256').update(`${prefix}\n`).update(bytes).digest('hex');
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return new Claim(join(this.#folder, `${key}.${count}`));
  }
}

/** The name of one file of a job. */
class Claim {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** The name that an earlier attempt noted. */
  async name(): Promise<string | undefined> {
    const text = await readFile(this.#path, 'utf8').catch(() => undefined);
    const name = text === undefined ? undefined : parseJson(text, 'claim');
    return typeof name === 'string' ? name : undefined;
  }

  /** Notes a name; it is on disk when this returns. */
  note(name: string): Promise<void> {
    return atomicWrite(this.#path, JSON.stringify(name));
  }
}
