import type { Folders } from '../../graph-server/engine/sockets.ts';
import { Registry } from '../../graph-server/engine/registry.ts';
import testPack, { Unsure } from './test-pack.ts';

/** Folders for tests whose nodes read none. */
export const NO_FOLDERS: Folders = { input: '', output: '', temp: '', models: [], defaultBundle: '' };

/** The entry file of the test pack. */
export const TEST_PACK = new URL('./test-pack.ts', import.meta.url).pathname;

/** The node types of the test pack, and one that cannot describe itself. */
export function testRegistry(): Registry {
  const registry = new Registry();
  registry.add(testPack);
  registry.add({ name: 'unsure', nodes: [Unsure] });
  return registry;
}

/** A node of a prompt as JSON: `node('Add', '"a": ["1", 0]')`. */
export function node(type: string, inputs = ''): string {
  return `{"class_type":"${type}","inputs":{${inputs}}}`;
}

/** A prompt of nodes by id, in this order. */
export function promptOf(...nodes: readonly (readonly [id: string, node: string])[]): string {
  return `{${nodes.map(([id, text]) => `"${id}":${text}`).join(',')}}`;
}

/** 1 Constant → 2 Steps → 3 Show. */
export function chain(value: number, middle = 'Steps', last = 'Show'): string {
  return promptOf(
    ['1', node('Constant', `"value":${value}`)],
    ['2', node(middle, `"${middle === 'Add' ? 'a' : 'number'}":["1",0]`)],
    ['3', node(last, '"number":["2",0]')],
  );
}
