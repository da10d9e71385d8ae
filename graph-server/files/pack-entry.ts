import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

const INDEXES = ['index.ts', 'index.js', 'index.mjs'];

/**
 * The file that a pack begins with. A pack is a file or a folder below one of the roots, or a package in their
 * `node_modules`; one that is nowhere is named below the first root, where loading it tells that it is missing.
 * @param name an absolute path, a path below a root, or the name of a package
 */
export function packEntry(name: string, roots: readonly [string, ...string[]]): string {
  const places = isAbsolute(name)
    ? [name]
    : [...roots.map((root) => join(root, name)), ...roots.map((root) => join(root, 'node_modules', name))];
  const found = places.find((place) => existsSync(place));
  return found === undefined ? (places[0] ?? name) : entryOf(found);
}

function entryOf(path: string): string {
  if (statSync(path).isFile()) return path;
  const named = namedEntry(join(path, 'package.json'));
  if (named !== undefined) return join(path, named);
  return join(path, INDEXES.find((index) => existsSync(join(path, index))) ?? 'index.js');
}

/** The entry that a package names for modules; a broken package.json names none. */
function namedEntry(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const { exports, main } = JSON.parse(readFileSync(path, 'utf8')) as { exports?: unknown; main?: unknown };
    return exportedEntry(exports) ?? (typeof main === 'string' ? main : undefined);
  } catch {
    return undefined; // the index, if there is one, may be a pack all the same
  }
}

/** `exports` is a path, or an object by subpath or by condition. */
function exportedEntry(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  const by = exports as Readonly<Record<string, unknown>>;
  for (const key of ['.', 'import', 'node', 'default'])
    if (by[key] !== undefined) return exportedEntry(by[key]);
  return undefined;
}
