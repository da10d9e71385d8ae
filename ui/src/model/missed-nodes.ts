import { isJsonObject, type Json, type JsonObject } from './json.ts';
import type { NodeTypes } from './node-type.ts';

/** What became of the nodes of a job that ended, as `/api/jobs/{id}` tells it. */
export function missedNodes(
  job: JsonObject,
  types: NodeTypes,
): { readonly cached: readonly string[]; readonly done: readonly string[] } {
  const status = objectOf(job['execution_status']);
  const told = (kind: string, key: string): string[] =>
    listOf(status['messages']).flatMap((message) => {
      const [type, data] = listOf(message);
      return type === kind ? listOf(objectOf(data)[key]).filter((id) => typeof id === 'string') : [];
    });
  const cached = told('execution_cached', 'nodes');
  if (job['status'] === 'completed')
    return { cached, done: neededNodes(objectOf(objectOf(job['workflow'])['prompt']), types) };
  return {
    cached,
    done: ['execution_error', 'execution_interrupted'].flatMap((kind) => told(kind, 'executed')),
  };
}

/** The output nodes of a prompt and all that feeds them: no other runs. */
function neededNodes(prompt: JsonObject, types: NodeTypes): string[] {
  const isOutput = (node: Json) => types.get(textOf(objectOf(node)['class_type']))?.info.output_node === true;
  const needed = new Set(Object.keys(prompt).filter((id) => isOutput(prompt[id] ?? null)));
  for (const id of needed)
    for (const value of Object.values(objectOf(objectOf(prompt[id])['inputs']))) {
      const [from, slot] = listOf(value);
      if (typeof from === 'string' && typeof slot === 'number' && from in prompt) needed.add(from);
    }
  return [...needed];
}

const objectOf = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});
const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
