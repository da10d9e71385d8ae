import { isSameCrop, type Crop } from './crop.ts';
import {
  equalJson,
  loopOf,
  type GraphDocument,
  type GraphLink,
  type GraphNode,
  type NodeState,
  type Pair,
  type SeedControl,
} from './document.ts';
import type { Json } from './json.ts';

/** A change of a document, as plain data; the only way to change one. */
export type Command =
  | { readonly kind: 'add'; readonly node: Omit<GraphNode, 'id'> }
  | { readonly kind: 'remove'; readonly nodes: readonly string[] }
  | { readonly kind: 'move'; readonly node: string; readonly pos: Pair }
  | { readonly kind: 'resize'; readonly node: string; readonly size: Pair }
  | { readonly kind: 'connect'; readonly from: GraphLink['from']; readonly to: GraphLink['to'] }
  | { readonly kind: 'disconnect'; readonly to: GraphLink['to'] }
  | { readonly kind: 'setValue'; readonly node: string; readonly name: string; readonly value: Json }
  | {
      readonly kind: 'setControl';
      readonly node: string;
      readonly name: string;
      readonly control: SeedControl;
    }
  | { readonly kind: 'setCrop'; readonly node: string; readonly name: string; readonly crop: Crop }
  | { readonly kind: 'setState'; readonly node: string; readonly state: NodeState }
  | {
      readonly kind: 'setView';
      readonly node: string;
      readonly isCollapsed?: boolean;
      readonly isPinned?: boolean;
      readonly showsAdvanced?: boolean;
    }
  | { readonly kind: 'setTitle'; readonly node: string; readonly title: string }
  | {
      /** Puts a node in the place of the one with its id; the links are all that it has then. */
      readonly kind: 'replaceNode';
      readonly node: GraphNode;
      readonly links: readonly GraphLink[];
    }
  | { readonly kind: 'paste'; readonly nodes: readonly GraphNode[]; readonly links: readonly GraphLink[] }
  | { readonly kind: 'rename'; readonly title: string }
  | { readonly kind: 'load'; readonly doc: GraphDocument }
  | { readonly kind: 'batch'; readonly commands: readonly Command[] };

/**
 * The document after a command; the same object when the command changes nothing.
 * A link that would close a loop, a pinned node's place and size, and whatever names a node that is not there stay as
 * they are.
 */
export function apply(doc: GraphDocument, command: Command): GraphDocument {
  switch (command.kind) {
    case 'load':
      return command.doc;
    case 'rename':
      return command.title === doc.title ? doc : { ...doc, title: command.title };
    case 'batch':
      return command.commands.reduce(apply, doc);
    case 'add':
      return added(doc, command.node);
    case 'remove':
      return removed(doc, new Set(command.nodes));
    case 'connect':
      return connected(doc, command.from, command.to);
    case 'disconnect':
      return disconnected(doc, command.to);
    case 'replaceNode':
      return replaced(doc, command.node, command.links);
    case 'paste':
      return pasted(doc, command.nodes, command.links);
    default:
      return changed(doc, command.node, (node) => changedNode(node, command));
  }
}

type NodeCommand = Exclude<
  Command,
  {
    readonly kind:
      'add' | 'remove' | 'connect' | 'disconnect' | 'replaceNode' | 'paste' | 'rename' | 'load' | 'batch';
  }
>;

function changedNode(node: GraphNode, command: NodeCommand): GraphNode {
  switch (command.kind) {
    case 'move':
      return node.isPinned || samePair(node.pos, command.pos) ? node : { ...node, pos: rounded(command.pos) };
    case 'resize':
      return node.isPinned || samePair(node.size, command.size)
        ? node
        : { ...node, size: rounded(command.size) };
    case 'setValue':
      if (equalJson(node.values[command.name], command.value)) return node;
      return { ...node, values: { ...node.values, [command.name]: command.value } };
    case 'setControl':
      if (node.controls[command.name] === command.control) return node;
      return { ...node, controls: { ...node.controls, [command.name]: command.control } };
    case 'setCrop':
      if (isSameCrop(node.crops[command.name], command.crop)) return node;
      return { ...node, crops: { ...node.crops, [command.name]: command.crop } };
    case 'setState':
      return node.state === command.state ? node : { ...node, state: command.state };
    case 'setView':
      return viewed(node, command);
    case 'setTitle': {
      if ((node.title ?? '') === command.title) return node;
      const titled = { ...node, title: command.title };
      if (command.title === '') Reflect.deleteProperty(titled, 'title');
      return titled;
    }
  }
}

function viewed(node: GraphNode, command: Extract<Command, { readonly kind: 'setView' }>): GraphNode {
  const { isCollapsed = node.isCollapsed, isPinned = node.isPinned } = command;
  const { showsAdvanced = node.showsAdvanced } = command;
  const isSame =
    isCollapsed === node.isCollapsed && isPinned === node.isPinned && showsAdvanced === node.showsAdvanced;
  return isSame ? node : { ...node, isCollapsed, isPinned, showsAdvanced };
}

function changed(doc: GraphDocument, id: string, change: (node: GraphNode) => GraphNode): GraphDocument {
  const node = doc.nodes.get(id);
  if (!node) return doc;
  const next = change(node);
  return next === node ? doc : { ...doc, nodes: new Map(doc.nodes).set(id, next) };
}

function added(doc: GraphDocument, node: Omit<GraphNode, 'id'>): GraphDocument {
  const number = doc.last.node + 1;
  const id = String(number);
  const nodes = new Map(doc.nodes).set(id, { ...node, id, pos: rounded(node.pos) });
  return { ...doc, nodes, last: { ...doc.last, node: number } };
}

function replaced(doc: GraphDocument, node: GraphNode, links: readonly GraphLink[]): GraphDocument {
  if (!doc.nodes.has(node.id)) return doc;
  const others = doc.links.filter(({ from, to }) => from.node !== node.id && to.node !== node.id);
  return { ...doc, nodes: new Map(doc.nodes).set(node.id, node), links: [...others, ...links] };
}

function removed(doc: GraphDocument, ids: ReadonlySet<string>): GraphDocument {
  const nodes = new Map([...doc.nodes].filter(([id]) => !ids.has(id)));
  if (nodes.size === doc.nodes.size) return doc;
  const links = doc.links.filter(({ from, to }) => !ids.has(from.node) && !ids.has(to.node));
  return { ...doc, nodes, links };
}

function connected(doc: GraphDocument, from: GraphLink['from'], to: GraphLink['to']): GraphDocument {
  const rest = doc.links.filter((link) => link.to.node !== to.node || link.to.input !== to.input);
  const old = doc.links.find((link) => !rest.includes(link));
  if (old && old.from.node === from.node && old.from.slot === from.slot) return doc;
  if (!doc.nodes.has(from.node) || !doc.nodes.has(to.node)) return doc;
  if (loopOf({ ...doc, links: rest }, from.node, to.node)) return doc;
  const number = doc.last.link + 1;
  return {
    ...doc,
    links: [...rest, { id: String(number), from, to }],
    last: { ...doc.last, link: number },
  };
}

function disconnected(doc: GraphDocument, to: GraphLink['to']): GraphDocument {
  const links = doc.links.filter((link) => link.to.node !== to.node || link.to.input !== to.input);
  return links.length === doc.links.length ? doc : { ...doc, links };
}

/** Copies get new ids; links among them stay, links from outside stay where their origin is there. */
function pasted(
  doc: GraphDocument,
  copies: readonly GraphNode[],
  copiedLinks: readonly GraphLink[],
): GraphDocument {
  if (copies.length === 0) return doc;
  let { node, link } = doc.last;
  const ids = new Map(copies.map((copy) => [copy.id, String((node += 1))]));
  const nodes = new Map(doc.nodes);
  for (const copy of copies) {
    const id = ids.get(copy.id) ?? copy.id;
    nodes.set(id, { ...copy, id, pos: rounded(copy.pos) });
  }
  const links = copiedLinks.flatMap((old): GraphLink[] => {
    const [from, to] = [ids.get(old.from.node) ?? old.from.node, ids.get(old.to.node)];
    if (to === undefined || !nodes.has(from)) return [];
    link += 1;
    return [{ id: String(link), from: { ...old.from, node: from }, to: { ...old.to, node: to } }];
  });
  return { ...doc, nodes, links: [...doc.links, ...links], last: { node, link } };
}

function rounded([x, y]: Pair): Pair {
  return [Math.round(x), Math.round(y)];
}

function samePair(a: Pair | undefined, b: Pair): boolean {
  return a !== undefined && a[0] === Math.round(b[0]) && a[1] === Math.round(b[1]);
}
