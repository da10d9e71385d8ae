import { linkIndex, linkInto, type GraphDocument, type GraphNode } from './document.ts';
import { anyLoop } from './execution-order.ts';
import { isChoice } from './field.ts';
import { words } from '../messages/en/words.ts';
import type { NodeType, NodeTypes } from './node-type.ts';
import { Float, type Json } from './json.ts';
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

/**
 * What keeps a document from running as far as the editor can tell, without asking the server, the gravest first.
 * @param others what else is known against it; only values beyond their limits are less grave
 */
export function problemsOf(
  doc: GraphDocument,
  types: NodeTypes,
  others: readonly Problem[] = [],
): readonly Problem[] {
  const running = [...doc.nodes.values()].filter(
    ({ state, type }) => state === 'on' && !VIRTUAL_TYPES.has(type),
  );
  const { subgraphs } = parseWorkflow({ ...doc.carry, nodes: [], links: [] }, doc.title);
  const kinds = new Map(running.map((node) => [node, typesOf(node.type, subgraphs)]));
  const known = running.flatMap((node) => {
    const type = types.get(node.type);
    return type ? [{ node, type, title: node.title ?? type.title, linked: linkedInputs(doc, node) }] : [];
  });
  const problems = [
    ...running
      .filter(({ type }) => !types.has(type))
      .flatMap((node) =>
        (kinds.get(node) ?? []).filter((kind) => !types.has(kind)).map((kind) => unknown(node, kind)),
      ),
    ...loopIn(doc, types),
    ...known.flatMap(unconnected),
    ...known.flatMap(absent),
    ...others,
    ...known.flatMap(beyondLimits),
  ];
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

/** A node whose type the server has. */
interface KnownNode {
  readonly node: GraphNode;
  readonly type: NodeType;
  readonly title: string;
  /** The names of the inputs that a link feeds. */
  readonly linked: ReadonlySet<string>;
}

function linkedInputs(doc: GraphDocument, node: GraphNode): Set<string> {
  return new Set(
    linkIndex(doc)
      .into.get(node.id)
      ?.map(({ to }) => to.input),
  );
}

/** No editor draws a loop, but a file may hold one. */
function loopIn(doc: GraphDocument, types: NodeTypes): Problem[] {
  const nodes = [...doc.nodes.values()].filter(({ state }) => state !== 'off');
  const loop = anyLoop(doc, new Set(nodes.map(({ id }) => id)));
  const [node] = loop ?? [];
  if (!loop || node === undefined) return [];
  const titles = loop.map((id) => {
    const each = doc.nodes.get(id);
    return each?.title ?? types.get(each?.type ?? '')?.title ?? each?.type ?? id;
  });
  return [{ node, sentence: text.loop(titles.join(' → ')) }];
}

function unconnected({ node, type, title, linked }: KnownNode): Problem[] {
  return type.inputs
    .filter(({ name, isOptional }) => !isOptional && !linked.has(name))
    .map(({ name, label, type: wanted }) => ({
      node: node.id,
      input: name,
      sentence: text.unconnected(title, label, wanted),
    }));
}

function absent({ node, type, title, linked }: KnownNode): Problem[] {
  return type.fields
    .filter((field) => isChoice(field) && !linked.has(field.name))
    .filter(({ name, choices }) => !isOffered(node.values[name], choices))
    .map(({ name, label, kind }) => ({
      node: node.id,
      input: name,
      sentence:
        kind === 'photo'
          ? text.noPicture(title, shown(node.values[name]))
          : text.noChoice(title, label, shown(node.values[name])),
    }));
}

function beyondLimits({ node, type, title, linked }: KnownNode): Problem[] {
  return type.fields
    .filter(({ name }) => !linked.has(name) && limitOf(type, name, node.values[name]) !== undefined)
    .map(({ name, label, min, max }) => ({
      node: node.id,
      input: name,
      sentence: text.beyond(title, label, String(numberOf(node.values[name])), `${min}`, `${max}`),
    }));
}

/** The limit that a number lies beyond; undefined where the server takes it. */
export function limitOf(type: NodeType, name: string, value: Json | undefined): number | bigint | undefined {
  const field = type.fields.find((each) => each.name === name);
  const number = numberOf(value);
  if (!field || number === undefined) return undefined;
  const { min, max } = field.told;
  return number < min ? min : number > max ? max : undefined;
}

function numberOf(value: Json | undefined): number | bigint | undefined {
  const plain = value instanceof Float ? value.value : value;
  return typeof plain === 'number' || typeof plain === 'bigint' ? plain : undefined;
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
