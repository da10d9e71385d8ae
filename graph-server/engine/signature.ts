import { createHash } from 'node:crypto';
import { literalValues } from './check-node.ts';
import type { AnyNode } from './define-node.ts';
import { writeJson } from './lossless-json.ts';
import { linkOf, type PromptNode } from './prompt.ts';
import type { Folders } from './sockets.ts';

/**
 * What a node's result follows from, as a hash: its type, literals and fingerprint, and the signatures of what feeds it.
 * Ids, titles and inputs that the type does not declare do not matter.
 * @param known the signatures of the nodes that feed it
 */
export async function signatureOf(
  node: PromptNode,
  definition: AnyNode,
  known: ReadonlyMap<string, string>,
  folders: Folders,
): Promise<string> {
  const inputs = Object.keys(definition.inputs).map((name) => {
    const value = node.inputs.get(name);
    const link = linkOf(value);
    if (link) return [name, 'link', known.get(link.from), link.slot];
    return value === undefined ? [name] : [name, 'value', writeJson(value)];
  });
  const fingerprint = await definition.fingerprint?.(literalValues(definition, node.inputs), folders);
  return createHash('sha256')
    .update(JSON.stringify([definition.type, inputs, fingerprint ?? null]))
    .digest('hex');
}
