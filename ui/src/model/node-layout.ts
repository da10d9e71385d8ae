import { linkIndex, type GraphDocument, type GraphNode, type Pair } from './document.ts';
import type { Field, FieldKind } from './field.ts';
import { slotsOf, type NodeType, type NodeTypes, type SlotType } from './node-type.ts';

/** Measures of a node in pixels at zoom 1. */
export const METRICS = { title: 34, slot: 24, slotsTop: 6, gap: 6, padding: 10, minWidth: 210 } as const;

const HEIGHTS: Readonly<Record<FieldKind, number>> = {
  number: 30,
  slider: 30,
  lambda: 48,
  seed: 64,
  switch: 30,
  list: 30,
  line: 30,
  box: 96,
  photo: 186,
  concept: 72,
};
const WIDTHS: Readonly<Partial<Record<FieldKind, number>>> = { lambda: 250, box: 290, photo: 230, seed: 240 };
const PICTURE = { result: 260, preview: 170, width: 290 };
const MORE = 24;
const CHARACTER = 7;

/** Where the parts of a node lie, in pixels from the lower edge of its title. */
export interface NodeLayout {
  readonly inputs: readonly SlotType[];
  readonly outputs: readonly SlotType[];
  readonly fields: readonly Field[];
  /** How many fields are hidden until asked for. */
  readonly hidden: number;
  readonly picture: 'result' | 'preview' | undefined;
  /** Where fields and pictures begin. */
  readonly bodyTop: number;
  readonly minimum: Pair;
  readonly size: Pair;
}

/** How high the control of a field is. */
export function fieldHeight(kind: FieldKind): number {
  return HEIGHTS[kind];
}

/** The layout of a node of a document. */
export function layoutOf(doc: GraphDocument, node: GraphNode, types: NodeTypes): NodeLayout {
  const linked = new Set(
    linkIndex(doc)
      .into.get(node.id)
      ?.map(({ to }) => to.input),
  );
  return nodeLayout(node, types.get(node.type), linked);
}

/** The layout of a node some of whose inputs are linked. */
export function nodeLayout(
  node: GraphNode,
  type: NodeType | undefined,
  linked: ReadonlySet<string>,
): NodeLayout {
  const { inputs, outputs } = slotsOf(node, type, linked);
  const own = (type?.fields ?? []).filter(({ name }) => !linked.has(name));
  const fields = own.filter(({ isAdvanced }) => !isAdvanced || node.showsAdvanced);
  const hasMore = own.some(({ isAdvanced }) => isAdvanced);
  const picture = type?.showsResult ? 'result' : type?.showsPreview ? 'preview' : undefined;
  const rows = Math.max(inputs.length, outputs.length);
  const bodyTop = METRICS.slotsTop + rows * METRICS.slot + METRICS.gap;
  const parts = [
    ...fields.map(({ kind }) => HEIGHTS[kind]),
    ...(hasMore ? [MORE] : []),
    ...(picture ? [PICTURE[picture]] : []),
  ];
  const minimum: Pair = [
    Math.max(
      METRICS.minWidth,
      labelsWidth(inputs, outputs),
      (node.title ?? type?.title ?? node.type).length * (CHARACTER + 1) + 92,
      picture ? PICTURE.width : 0,
      ...fields.map(({ kind }) => WIDTHS[kind] ?? 0),
    ),
    bodyTop +
      parts.reduce((sum, height) => sum + height + METRICS.gap, 0) +
      (parts.length > 0 ? METRICS.padding - METRICS.gap : 0),
  ];
  const size: Pair = [Math.max(minimum[0], node.size?.[0] ?? 0), Math.max(minimum[1], node.size?.[1] ?? 0)];
  return { inputs, outputs, fields, hidden: own.length - fields.length, picture, bodyTop, minimum, size };
}

function labelsWidth(inputs: readonly SlotType[], outputs: readonly SlotType[]): number {
  const widths = Array.from({ length: Math.max(inputs.length, outputs.length) }, (_, row) => {
    const letters = (inputs[row]?.label.length ?? 0) + (outputs[row]?.label.length ?? 0);
    return letters * CHARACTER + 64;
  });
  return Math.min(420, Math.max(0, ...widths));
}

/** The place of a slot, from the node's own. */
export function slotPlace(side: 'input' | 'output', index: number, width: number): Pair {
  return [side === 'input' ? 0 : width, METRICS.slotsTop + (index + 0.5) * METRICS.slot];
}
