import { hash } from 'node:crypto';
import { literalValues } from './check-node.ts';
import type { AnyNode } from './define-node.ts';
import { expansionRoot } from './expansion.ts';
import type { GraphNode } from './live-graph.ts';
import { writeJson } from './lossless-json.ts';
import { linkOf } from './prompt.ts';
import type { Folders } from './sockets.ts';

/** The signatures of nodes that are known; a node without one is never found again. */
type Signatures = ReadonlyMap<string, string>;

/**
 * What a node's result follows from, as a hash: its type, literals and fingerprint, the client's `is_changed`, and the
 * signatures of what feeds it.
 * Ids, titles and inputs that the type does not declare do not matter; the id does for a type that is unique.
 * Undefined when the node cannot say what it depends on, or when something that feeds it cannot.
 */
export function signatureOf(
  node: GraphNode,
  definition: AnyNode,
  known: Signatures,
  folders: Folders,
): string | undefined | Promise<string | undefined> {
  const inputs = inputsOf(node, definition, known);
  if (inputs === undefined) return undefined;
  const signed = (fingerprint: string | undefined): string | undefined =>
    fingerprint === undefined
      ? undefined
      : hash(
          'sha256',
          JSON.stringify([
            ...[definition.type, inputs, fingerprint, definition.isUnique ? node.id : null],
            ...(node.isChanged === undefined ? [] : [writeJson(node.isChanged)]),
          ]),
        );
  // Most nodes have no fingerprint: of a large graph, waiting would take longer than signing.
  return definition.fingerprint ? fingerprintOf(node, definition, folders).then(signed) : signed('');
}

/** What the inputs of a node follow from; undefined when that of one is not known. */
function inputsOf(node: GraphNode, definition: AnyNode, known: Signatures): unknown[] | undefined {
  const inputs: unknown[] = [];
  for (const name of Object.keys(definition.inputs)) {
    const [value, opaque] = [node.inputs.get(name), node.values?.has(name) === true];
    const link = linkOf(value);
    const from = link ? known.get(link.from) : opaque ? known.get(node.parent ?? '') : '';
    if (from === undefined) return undefined;
    if (link) inputs.push([name, 'link', from, link.slot]);
    else if (opaque) inputs.push([name, 'made', from, placeOf(node)]);
    else inputs.push(value === undefined ? [name] : [name, 'value', writeJson(value)]);
  }
  return inputs;
}

/** Which of the nodes that its parent made a node is. */
const placeOf = ({ id, parent = '' }: GraphNode): string => id.slice(expansionRoot(parent).length);

/** What a node says it depends on besides its inputs; undefined when that is never the same. */
async function fingerprintOf(
  { inputs }: GraphNode,
  definition: AnyNode,
  folders: Folders,
): Promise<string | undefined> {
  try {
    return await definition.fingerprint?.(literalValues(definition, inputs), folders);
  } catch {
    return undefined; // the node runs and says itself what it misses
  }
}
