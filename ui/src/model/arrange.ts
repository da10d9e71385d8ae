import type { Command } from './command.ts';
import { linkIndex, type GraphDocument, type Pair } from './document.ts';
import { executionOrder } from './execution-order.ts';
import { layoutOf, METRICS } from './node-layout.ts';
import type { NodeTypes } from './node-type.ts';

type Move = Extract<Command, { readonly kind: 'move' }>;

const GAP: Pair = [64, 28];

/** The moves that lay some nodes of a graph out from left to right, where they are. */
export function arrangePart(doc: GraphDocument, types: NodeTypes, ids: ReadonlySet<string>): Move[] {
  const nodes = [...doc.nodes].filter(([id]) => ids.has(id));
  const links = doc.links.filter(({ from, to }) => ids.has(from.node) && ids.has(to.node));
  const moves = moved({ ...doc, nodes: new Map(nodes), links }, sizesOf(doc, types));
  const cornerOf = (places: readonly Pair[]) =>
    ([0, 1] as const).map((axis) => Math.min(...places.map((pos) => pos[axis])));
  const [left = 0, top = 0] = cornerOf(nodes.map(([, { pos }]) => pos));
  const [x = 0, y = 0] = cornerOf(moves.map(({ pos }) => pos));
  return moves.map(({ pos, ...move }) => ({ ...move, pos: [pos[0] - x + left, pos[1] - y + top] }));
}

/** The moves that lay a graph out from left to right: a node right of all that feeds it, no two over each other. */
export function arrangeCommands(doc: GraphDocument, types: NodeTypes): Move[] {
  return moved(doc, sizesOf(doc, types));
}

function sizesOf(doc: GraphDocument, types: NodeTypes): ReadonlyMap<string, Pair> {
  return new Map([...doc.nodes.values()].map((node) => [node.id, layoutOf(doc, node, types).size]));
}

function moved(doc: GraphDocument, sizes: ReadonlyMap<string, Pair>): Move[] {
  const columns = packed(columnsOf(doc), (id) => height(doc, id, sizes) + GAP[1]);
  const center = new Map<string, number>();
  const moves: Move[] = [];
  let x = 0;
  for (const column of columns) {
    const ordered = column.flatMap((part) =>
      part.toSorted((a, b) => pull(doc, a, center) - pull(doc, b, center)),
    );
    const heights = ordered.map((id) => height(doc, id, sizes));
    let y = -(heights.reduce((sum, h) => sum + h, 0) + GAP[1] * (heights.length - 1)) / 2;
    ordered.forEach((id, index) => {
      const tall = heights[index] ?? 0;
      moves.push({ kind: 'move', node: id, pos: [Math.round(x), Math.round(y + METRICS.title)] });
      center.set(id, y + tall / 2);
      y += tall + GAP[1];
    });
    x += Math.max(...ordered.map((id) => sizes.get(id)?.[0] ?? 0)) + GAP[0];
  }
  return moves;
}

/** Whether two nodes of a document lie over each other. */
export function hasOverlaps(doc: GraphDocument, types: NodeTypes): boolean {
  const boxes = [...doc.nodes.values()].map((node) => {
    const [width, tall] = layoutOf(doc, node, types).size;
    const [left, top] = [node.pos[0], node.pos[1] - METRICS.title];
    return { left, top, right: left + width, bottom: node.pos[1] + (node.isCollapsed ? 0 : tall) };
  });
  return boxes.some((a, index) =>
    boxes
      .slice(index + 1)
      .some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
  );
}

function height(doc: GraphDocument, id: string, sizes: ReadonlyMap<string, Pair>): number {
  return METRICS.title + (doc.nodes.get(id)?.isCollapsed ? 0 : (sizes.get(id)?.[1] ?? 0));
}

/** Neighbouring columns as one, the later below the earlier, while together they are not higher than the highest. */
function packed(columns: readonly string[][], tall: (id: string) => number): string[][][] {
  const heightOf = (ids: readonly string[]) => ids.reduce((sum, id) => sum + tall(id), 0);
  const most = Math.max(0, ...columns.map(heightOf));
  const stacks: string[][][] = [];
  for (const column of columns) {
    const last = stacks.at(-1);
    if (last && heightOf([...last.flat(), ...column]) <= most) last.push(column);
    else stacks.push([column]);
  }
  return stacks;
}

function linksInto(doc: GraphDocument, id: string) {
  return linkIndex(doc).into.get(id) ?? [];
}

/** The mean height of what feeds a node, which keeps links short. */
function pull(doc: GraphDocument, id: string, center: ReadonlyMap<string, number>): number {
  const feeding = linksInto(doc, id).map(({ from }) => center.get(from.node) ?? 0);
  return feeding.length === 0 ? 0 : feeding.reduce((sum, y) => sum + y, 0) / feeding.length;
}

/** Nodes by how many links lie at most between them and a beginning; beginnings stand left of what they feed. */
function columnsOf(doc: GraphDocument): string[][] {
  const depths = new Map<string, number>();
  for (const id of executionOrder(doc)) {
    const before = linksInto(doc, id).map(({ from }) => depths.get(from.node) ?? -1);
    depths.set(id, before.reduce((a, b) => Math.max(a, b), -1) + 1);
  }
  const columns: string[][] = [];
  for (const id of doc.nodes.keys()) {
    const isBeginning = linksInto(doc, id).length === 0;
    const fed = (linkIndex(doc).from.get(id) ?? []).map(({ to }) => depths.get(to.node) ?? 0);
    const column =
      isBeginning && fed.length > 0
        ? Math.max(0, fed.reduce((a, b) => Math.min(a, b)) - 1)
        : (depths.get(id) ?? 0);
    (columns[column] ??= []).push(id);
  }
  return columns.filter((column) => column.length > 0);
}
