import { linkIndex, linkInto, type GraphDocument, type GraphNode } from './document.ts';
import { words } from '../messages/en/words.ts';
import type { NodeType, NodeTypes } from './node-type.ts';
import { VIRTUAL_TYPES } from './graph-to-prompt.ts';
import type { Subgraph } from './subgraph.ts';
import { MODE, parseWorkflow } from './workflow.ts';

const text = words.problems;

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
  const { subgraphs } = parseWorkflow({ ...doc.carry, nodes: [], links: [] }, doc.title);
  const kinds = new Map(running.map((node) => [node, typesOf(node.type, subgraphs)]));
  const problems = running.flatMap((node) => {
    const type = types.get(node.type);
    if (type) return nodeProblems(doc, node, type);
    return (kinds.get(node) ?? []).filter((kind) => !types.has(kind)).map((kind) => unknown(node, kind));
  });
  const hasResult = [...kinds.values()].some((within) =>
    within.some((kind) => types.get(kind)?.showsResult === true),
  );
  if (problems.length > 0 || hasResult) return problems;
  return [{ sentence: text.noResult }];
}

/**
 * Whether what was said of one document still holds in the next: its node is there, of the same type and state, and where
 * it is about an input this has the same value and link.
 */
export function stillHolds({ node, input }: Problem, before: GraphDocument, now: GraphDocument): boolean {
  if (node === undefined) return true;
  const [was, is] = [before.nodes.get(node), now.nodes.get(node)];
  if (!was || !is || was.type !== is.type || was.state !== is.state) return false;
  return (
    input === undefined ||
    (was.values[input] === is.values[input] &&
      linkInto(before, node, input)?.from === linkInto(now, node, input)?.from)
  );
}

/** The types of nodes that run where a node stands: its own, or those inside the subgraph that it stands for. */
function typesOf(type: string, subgraphs: ReadonlyMap<string, Subgraph>): string[] {
  const seen = new Set<string>();
  const waiting = [type];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const node of subgraphs.get(next)?.nodes ?? []) {
      const isRunning = node.mode !== MODE.muted && node.mode !== MODE.bypassed;
      if (isRunning && !VIRTUAL_TYPES.has(node.type)) waiting.push(node.type);
    }
  }
  return [...seen].filter((kind) => !subgraphs.has(kind));
}

function unknown(node: GraphNode, type: string): Problem {
  return {
    node: node.id,
    sentence: text.unknown(node.title ?? node.type, type),
  };
}

function nodeProblems(doc: GraphDocument, node: GraphNode, type: NodeType): Problem[] {
  const linked = new Set(
    linkIndex(doc)
      .into.get(node.id)
      ?.map(({ to }) => to.input),
  );
  const title = node.title ?? type.title;
  const missing = type.inputs
    .filter(({ name, isOptional }) => !isOptional && !linked.has(name))
    .map(({ name, label, type: wanted }) => ({
      node: node.id,
      input: name,
      sentence: text.unconnected(title, label, wanted),
    }));
  const absent = type.fields
    .filter(({ name, kind }) => (kind === 'list' || kind === 'photo') && !linked.has(name))
    .filter(({ name, choices }) => !isOffered(node.values[name], choices))
    .map(({ name, label, kind }) => ({
      node: node.id,
      input: name,
      sentence:
        kind === 'photo'
          ? text.noPicture(title, shown(node.values[name]))
          : text.noChoice(title, label, shown(node.values[name])),
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
  return typeof value === 'string' && value !== '' ? value : words.fields.none;
}
