import type { GraphDocument, GraphNode } from './document.ts';
import type { NodeType, NodeTypes } from './node-type.ts';
import { VIRTUAL_TYPES } from './graph-to-prompt.ts';

/** Why a graph cannot run or did not: a sentence, and the node and field where it stands. */
export interface Problem {
  readonly sentence: string;
  readonly node?: string;
  readonly input?: string;
}

/** What keeps a document from running as far as the editor can tell, without asking the server. */
export function problemsOf(doc: GraphDocument, types: NodeTypes): Problem[] {
  const running = [...doc.nodes.values()].filter(
    ({ state, type }) => state === 'on' && !VIRTUAL_TYPES.has(type),
  );
  const problems = running.flatMap((node) => {
    const type = types.get(node.type);
    return type ? nodeProblems(doc, node, type) : [unknown(node)];
  });
  if (problems.length > 0 || running.some(({ type }) => types.get(type)?.showsResult)) return problems;
  return [{ sentence: 'The graph has no node that keeps a result (add Save Image or Preview Image)' }];
}

function unknown(node: GraphNode): Problem {
  return {
    node: node.id,
    sentence: `${node.title ?? node.type}: the server has no node of type ${node.type} (its pack is missing)`,
  };
}

function nodeProblems(doc: GraphDocument, node: GraphNode, type: NodeType): Problem[] {
  const linked = new Set(doc.links.filter(({ to }) => to.node === node.id).map(({ to }) => to.input));
  const title = node.title ?? type.title;
  const missing = type.inputs
    .filter(({ name, isOptional }) => !isOptional && !linked.has(name))
    .map(({ name, label, type: wanted }) => ({
      node: node.id,
      input: name,
      sentence: `${title}: ${label} is not connected (it takes ${wanted})`,
    }));
  const absent = type.fields
    .filter(({ name, kind }) => (kind === 'list' || kind === 'photo') && !linked.has(name))
    .filter(({ name, choices }) => !isOffered(node.values[name], choices))
    .map(({ name, label, kind }) => ({
      node: node.id,
      input: name,
      sentence:
        kind === 'photo'
          ? `${title}: the picture ${shown(node.values[name])} is not on the server (drop or choose another)`
          : `${title}: ${label} ${shown(node.values[name])} is not among the choices (choose another)`,
    }));
  return [...missing, ...absent];
}

function isOffered(value: unknown, choices: readonly string[]): boolean {
  // a file may carry its folder: "dog.png [output]"
  return (
    choices.includes(String(value)) || (typeof value === 'string' && / \[(input|output|temp)\]$/.test(value))
  );
}

function shown(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : '(none)';
}
