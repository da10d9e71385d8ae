import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, parseJson } from '../../ui/src/model/json.ts';
import { atomicWrite } from './atomic-write.ts';

/**
 * The names that a job gave its files, noted before each is written: a second attempt after a crash takes the same name
 * for the same file, whatever its bytes are now, and never leaves a second one.
 */
export class Claims {
  readonly #folder: string;
  readonly #counts = new Map<string, number>();

  /** @param folder the job's own, which goes when the job has ended */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The claim on the next file of a writer, such as one call of a node: its files are told apart by their order. */
  next(writer: string): Claim {
    const count = (this.#counts.get(writer) ?? 0) + 1;
    this.#counts.set(writer, count);
    return new Claim(join(this.#folder, `${hash('sha256', writer)}.${count}`));
  }
}

/** What is noted of one file: its name, and the hashes of all that attempts wrote under it or were about to. */
interface Note {
  readonly name: string;
  readonly hashes: readonly string[];
}

/** The name of one file of a job. */
export class Claim {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** The name that an earlier attempt noted. */
  async name(): Promise<string | undefined> {
    return (await this.#note())?.name;
  }

  /** Whether an earlier attempt wrote these bytes; else a file that holds them is another's. */
  async holds(bytes: Uint8Array): Promise<boolean> {
    return (await this.#note())?.hashes.includes(hashOf(bytes)) === true;
  }

  /** Notes a name and what will be written under it; it is on disk when this returns. */
  async note(name: string, bytes: Uint8Array): Promise<void> {
    const earlier = await this.#note();
    const hashes = earlier?.name === name ? earlier.hashes : [];
    await atomicWrite(this.#path, JSON.stringify({ name, hashes: [...hashes, hashOf(bytes)] }));
  }

  async #note(): Promise<Note | undefined> {
    const text = await readFile(this.#path, 'utf8').catch(() => undefined);
    const noted = text === undefined ? undefined : parseJson(text, 'claim');
    if (noted === undefined || !isJsonObject(noted)) return undefined;
    const { name, hashes } = noted;
    return typeof name === 'string' && Array.isArray(hashes)
      ? { name, hashes: hashes.map(String) }
      : undefined;
  }
}

const hashOf = (bytes: Uint8Array): string => hash('sha256', bytes);
