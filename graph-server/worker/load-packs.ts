import { pathToFileURL } from 'node:url';
import type { Pack } from '../engine/define-node.ts';
import { sentenceOf } from '../engine/errors.ts';
import { Registry } from '../engine/registry.ts';

/**
 * Loads packs by path; one that cannot be loaded is left out.
 * @param onFault told one sentence for each pack that is left out
 */
export async function loadPacks(
  paths: readonly string[],
  onFault: (sentence: string) => void,
): Promise<Registry> {
  const registry = new Registry();
  for (const path of paths) {
    try {
      registry.add(packOf((await import(pathToFileURL(path).href)) as { default?: unknown }));
    } catch (error) {
      onFault(`${path}: expected a pack that loads, got ${sentenceOf(error)} (it is left out)`);
    }
  }
  return registry;
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
    value['nodes'].every(isNode)
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
