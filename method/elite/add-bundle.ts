import { randomBytes } from 'node:crypto';
import { copyFile, link, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileHash } from '../checkpoint/file-hash.ts';
import { count } from '../clip/config.ts';
import { BundleFolder, MANIFEST, SCHEMA } from '../diffusion/bundle-folder.ts';
import { parseVaeConfig, vaeFactor } from '../diffusion/vae.ts';
import { bundleSources, type BundleSources, type PublishedFiles } from './bundle-sources.ts';
import { checkBundle } from './check-bundle.ts';
import { readJson } from '../diffusion/read-json.ts';
import { inNamesOfSources } from './source-names.ts';

/** What a new bundle is made of, and where. */
export interface NewBundle extends PublishedFiles {
  readonly name: string;
  /** The folder of bundles. */
  readonly folder: string;
  /** Copies the files instead of linking them. */
  readonly copy: boolean;
  /** Told the keys that no network asks for, by the file of the bundle that has them. */
  readonly onUnknown?: (keys: ReadonlyMap<string, readonly string[]>) => void;
}

/**
 * Makes a bundle of files as they were published: hard links (or copies), every key and shape checked, hashes, bundle.json.
 * It appears whole or not at all.
 * @returns its files with their hashes
 * @throws naming the file that was given, and the key, that is not as it should be
 */
export async function addBundle({
  name,
  folder,
  copy,
  onUnknown,
  ...published
}: NewBundle): Promise<readonly Listed[]> {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(name))
    throw new Error(`${name}: expected a name of letters, digits, ".", "_" and "-", got another`);
  const target = join(folder, name);
  if (await exists(target)) throw new Error(`${target}: expected a new name, got one that is taken`);
  const sources = await bundleSources(published);
  const draft = resolve(folder, `.${name}.${randomBytes(4).toString('hex')}`);
  try {
    await fill(draft, sources, copy);
    await writeManifest(draft, name, sources, []);
    const unknown = await checkBundle(await BundleFolder.open(draft));
    const files = await hashed(draft, sources);
    await writeManifest(draft, name, sources, files);
    await rename(draft, target);
    onUnknown?.(new Map([...unknown].map(([file, keys]) => [join(target, relative(draft, file)), keys])));
    return files;
  } catch (cause) {
    await rm(draft, { recursive: true, force: true });
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(inNamesOfSources(message, { path: draft, names: sources.names, target }), { cause });
  }
}

async function fill(draft: string, { files, texts }: BundleSources, copy: boolean): Promise<void> {
  for (const [path, source] of files) {
    const to = join(draft, path);
    await mkdir(dirname(to), { recursive: true });
    await (copy ? copyTo(source, to) : linkTo(await realpath(source), to));
  }
  for (const [path, text] of texts) {
    await mkdir(dirname(join(draft, path)), { recursive: true });
    await writeFile(join(draft, path), text);
  }
}

async function linkTo(source: string, to: string): Promise<void> {
  await link(source, to).catch((cause: unknown) => {
    const code = codeOf(cause);
    const got = code === 'EXDEV' ? 'one on another file system' : code;
    throw new Error(
      `${source}: expected a file that ${dirname(to)} can link to, got ${got} (--copy copies it)`,
      { cause },
    );
  });
}

async function copyTo(source: string, to: string): Promise<void> {
  await copyFile(source, to).catch((cause: unknown) => {
    throw new Error(`${source}: expected to copy it into ${dirname(to)}, got ${codeOf(cause)}`, { cause });
  });
}

const codeOf = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? String(cause);

interface Listed {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

async function hashed(draft: string, { files, texts }: BundleSources): Promise<Listed[]> {
  const listed: Listed[] = [];
  for (const path of [...files.keys(), ...texts.keys()].sort()) {
    const file = join(draft, path);
    listed.push({ path, bytes: (await stat(file)).size, sha256: await fileHash(file) });
  }
  return listed;
}

async function writeManifest(
  draft: string,
  name: string,
  { parts }: BundleSources,
  files: readonly Listed[],
): Promise<void> {
  const manifest = {
    schema: SCHEMA,
    name,
    title: name,
    description: 'Added from published files.',
    licence: 'that of the files',
    image_size: await imageSize(draft),
    parts,
    files,
  };
  await writeFile(join(draft, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Side of the pictures that a UNet was trained for, pixels; its config.json says it in latents. */
async function imageSize(draft: string): Promise<number> {
  const [unet, vae] = [join(draft, 'unet/config.json'), join(draft, 'vae/config.json')];
  const side = count(await readJson(unet), 'sample_size', unet, 64);
  return side * vaeFactor(parseVaeConfig(await readJson(vae), vae));
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
