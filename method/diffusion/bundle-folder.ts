import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { isFile } from '../checkpoint/is-file.ts';
import { ldmParts } from '../checkpoint/ldm.ts';
import { Module } from '../checkpoint/module.ts';
import { openCheckpoint } from '../checkpoint/open-checkpoint.ts';
import { object } from '../clip/config.ts';
import { refuseOtherFamily } from './family.ts';
import { parsedJson, readJson } from './read-json.ts';

/** The file that makes a folder a bundle. */
export const MANIFEST = 'bundle.json';
/** The form of bundle.json that is read and written here. */
export const SCHEMA = 1;

/** A part's published config.json, and the file's name for messages. */
export interface PartConfig {
  readonly json: Readonly<Record<string, unknown>>;
  readonly where: string;
}

/** A part's weights, and a key that tells them from all others: it follows from the contents. */
export interface PartWeights {
  readonly key: string;
  readonly weights: Module;
}

type Members = Readonly<Record<string, unknown>>;

/** A folder of models whose bundle.json names the parts; their files lie inside and are read in place. */
export class BundleFolder {
  /** Absolute. */
  readonly path: string;
  /** Changes with every change of bundle.json. */
  readonly digest: string;
  readonly manifest: Members;
  readonly #where: string;
  readonly #listed: ReadonlyMap<string, { readonly bytes: number; readonly sha256: string }>;

  private constructor(path: string, text: Buffer) {
    this.path = path;
    this.#where = join(path, MANIFEST);
    this.digest = sha256(text);
    this.manifest = parsedJson(text.toString('utf8'), this.#where);
    const { schema } = this.manifest;
    if (schema !== SCHEMA)
      throw new Error(`${this.#where}, schema: expected ${SCHEMA}, got ${JSON.stringify(schema)}`);
    this.#listed = listedFiles(this.manifest['files'], this.#where);
  }

  /** @throws when the folder has no bundle.json or one that is not understood */
  static async open(path: string): Promise<BundleFolder> {
    const absolute = resolve(path);
    const text = await readFile(join(absolute, MANIFEST)).catch((cause: unknown) => {
      throw new Error(`${absolute}: expected a bundle, got a folder without ${MANIFEST}`, { cause });
    });
    return new BundleFolder(absolute, text);
  }

  /** The files whose size and hash bundle.json keeps. */
  get listed(): ReadonlyMap<string, { readonly bytes: number; readonly sha256: string }> {
    return this.#listed;
  }

  /** Whether bundle.json names this part. */
  has(part: string): boolean {
    return this.#members(part) !== undefined;
  }

  /**
   * The absolute path of a file of a part.
   * @throws when the part has no such file, or one that lies outside the folder or is shorter than bundle.json says
   */
  async file(part: string, member: string): Promise<string> {
    const members = this.#members(part);
    if (members === undefined)
      throw new Error(`${this.#where}, parts: expected a part ${part}, got ${this.#partNames()}`);
    return this.fileInside(members[member], `parts.${part}.${member}`);
  }

  /** The absolute path of a file that the manifest names. @throws as `file` does */
  async fileInside(name: unknown, place: string): Promise<string> {
    const where = `${this.#where}, ${place}`;
    if (typeof name !== 'string' || name === '')
      throw new Error(`${where}: expected the name of a file, got ${JSON.stringify(name)}`);
    const outside = new Error(`${where}: expected a file inside the bundle, got ${JSON.stringify(name)}`);
    if (isAbsolute(name) || /[\\\0]/.test(name) || name.split('/').includes('..')) throw outside;
    const path = join(this.path, name);
    const real = await realpath(path).catch((cause: unknown) => {
      throw new Error(`${path}: no such file (${this.#where} names it as ${place})`, { cause });
    });
    if (!real.startsWith((await realpath(this.path)) + sep)) throw outside;
    const expected = this.#listed.get(name)?.bytes;
    const { size } = await stat(real);
    if (expected !== undefined && size !== expected)
      throw new Error(
        `${path}: expected ${expected} bytes, as ${MANIFEST} says, got ${size}${size < expected ? ' (truncated?)' : ''}`,
      );
    return path;
  }

  /** A part's config.json. */
  async config(part: string): Promise<PartConfig> {
    const where = await this.file(part, 'config');
    return { json: await readJson(where), where };
  }

  /** A part's weights, of which only the headers are read now. */
  async weights(part: string): Promise<PartWeights> {
    const file = await this.file(part, 'weights');
    const checkpoint = await openCheckpoint(file);
    refuseOtherFamily(checkpoint, file);
    const contents = [await this.#content(file)];
    for (const shard of checkpoint.files.filter((path) => path !== file))
      contents.push(await this.#content(await this.fileInside(this.#nameOf(shard), `parts.${part}.weights`)));
    const config = sha256(await readFile(await this.file(part, 'config')));
    return {
      key: sha256(`${contents.join(' ')} ${config}`).slice(0, 32),
      weights: new Module(partOf(part, checkpoint)),
    };
  }

  /** What changes with a file: its listed hash, else its size and time. */
  async #content(file: string): Promise<string> {
    const { size, mtimeMs } = await stat(file);
    return this.#listed.get(this.#nameOf(file))?.sha256 ?? `${file} ${size} ${mtimeMs}`;
  }

  #nameOf(file: string): string {
    return relative(this.path, file).split(sep).join('/');
  }

  #members(part: string): Members | undefined {
    const parts = object(this.manifest['parts'] ?? {}, `${this.#where}, parts`);
    return Object.hasOwn(parts, part) ? object(parts[part], `${this.#where}, parts.${part}`) : undefined;
  }

  #partNames(): string {
    return Object.keys(object(this.manifest['parts'] ?? {}, this.#where)).join(', ') || 'none';
  }
}

/** A part of a single-file checkpoint under its published names; any other file is the part already. */
function partOf(part: string, checkpoint: Checkpoint): Checkpoint {
  const { unet, vae } = ldmParts(checkpoint);
  return (part === 'unet' ? unet : part === 'vae' ? vae : undefined) ?? checkpoint;
}

/** The bundles in these folders by name; of two with one name the first folder's counts. @returns name to absolute path */
export async function listBundles(folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    const entries = await readdir(folder).catch(() => []);
    for (const name of entries.filter((entry) => !entry.startsWith('.')).sort()) {
      const path = resolve(folder, name);
      if (!found.has(name) && (await isFile(join(path, MANIFEST)))) found.set(name, path);
    }
  }
  return found;
}

/** The names of the bundles in these folders, this one before all others. */
export async function bundleNames(folders: readonly string[], first: string): Promise<readonly string[]> {
  const names = [...(await listBundles(folders)).keys()];
  return names.includes(first) ? [first, ...names.filter((name) => name !== first)] : names;
}

/** The bundle of this name. @throws naming the bundles that there are */
export async function namedBundle(name: string, folders: readonly string[]): Promise<BundleFolder> {
  const bundles = await listBundles(folders);
  const path = bundles.get(name);
  if (path !== undefined) return BundleFolder.open(path);
  const offered = [...bundles.keys()].join(', ') || 'no bundle at all';
  throw new Error(`bundle ${JSON.stringify(name)}: expected one of ${offered}, got another name`);
}

function listedFiles(
  files: unknown,
  where: string,
): ReadonlyMap<string, { readonly bytes: number; readonly sha256: string }> {
  if (files === undefined) return new Map();
  if (!Array.isArray(files))
    throw new Error(`${where}, files: expected a list, got ${JSON.stringify(files)}`);
  return new Map(
    files.map((entry: unknown, index) => {
      const { path, bytes, sha256: hash } = object(entry, `${where}, files[${index}]`);
      if (typeof path === 'string' && typeof bytes === 'number' && typeof hash === 'string')
        return [path, { bytes, sha256: hash }];
      throw new Error(
        `${where}, files[${index}]: expected path, bytes and sha256, got ${JSON.stringify(entry)}`,
      );
    }),
  );
}

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
