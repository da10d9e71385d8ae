import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Pack } from '../engine/define-node.ts';
import { sentenceOf } from '../engine/errors.ts';
import { Registry } from '../engine/registry.ts';
import type { BrowserFolder } from '../queue/executor.ts';

/** The packs that were loaded. */
export interface LoadedPacks {
  readonly registry: Registry;
  readonly browserFolders: readonly BrowserFolder[];
}

/** What is told of the loading. */
interface LoadListener {
  /** The pack whose turn it is. */
  readonly onLoading?: (path: string) => void;
  /** One sentence for each pack that is left out. */
  readonly onFault: (sentence: string) => void;
}

/** How long a pack may take to load. */
export const LOAD_MS = 60_000;

/** Loads packs by path; one that cannot be loaded is left out. */
export async function loadPacks(
  paths: readonly string[],
  { onLoading, onFault }: LoadListener,
): Promise<LoadedPacks> {
  const registry = new Registry();
  const browserFolders: BrowserFolder[] = [];
  for (const path of paths) {
    onLoading?.(path);
    try {
      const pack = packOf(await imported(path));
      const folder = browserFolder(pack);
      registry.add(pack);
      if (folder !== undefined) browserFolders.push({ pack: pack.name, folder });
    } catch (error) {
      onFault(leftOut(path, sentenceOf(error)));
    }
  }
  return { registry, browserFolders };
}

/** Why a pack is left out. */
export const leftOut = (path: string, reason: string): string =>
  `${path}: expected a pack that loads, got ${reason} (it is left out)`;

async function imported(path: string): Promise<{ readonly default?: unknown }> {
  if (!existsSync(path)) throw new Error('no such file or folder');
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no end of its loading within ${LOAD_MS / 1000} s`));
    }, LOAD_MS);
  });
  try {
    return await Promise.race([import(pathToFileURL(path).href) as Promise<{ default?: unknown }>, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

/** @throws when the pack names a folder that is not there */
function browserFolder({ name, browserFiles }: Pack): string | undefined {
  if (browserFiles === undefined) return undefined;
  if (!/^[\w-][\w.-]*$/.test(name))
    throw new Error(
      `a name ${JSON.stringify(name)}, which no address can have (letters, digits, - and _ can)`,
    );
  const folder = fileURLToPath(browserFiles);
  if (existsSync(folder)) return folder;
  throw new Error(`browserFiles ${folder}, where no folder is`);
}

function packOf({ default: pack }: { readonly default?: unknown }): Pack {
  if (isPack(pack)) return pack;
  throw new Error('no default export that definePack made of a name and nodes');
}

function isPack(value: unknown): value is Pack {
  return (
    isObject(value) &&
    typeof value['name'] === 'string' &&
    Array.isArray(value['nodes']) &&
    value['nodes'].every(isNode) &&
    (value['browserFiles'] === undefined || value['browserFiles'] instanceof URL)
  );
}

function isNode(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['type'] === 'string' &&
    isObject(value['inputs']) &&
    isObject(value['outputs']) &&
    typeof value['run'] === 'function'
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
