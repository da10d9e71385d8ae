import { linkInto, linkIndex, type GraphDocument, type GraphNode } from './document.ts';
import type { NodeType, NodeTypes } from './node-type.ts';

/** A field of a node. */
export interface FieldPlace {
  readonly node: string;
  readonly field: string;
}

/** The fields of a graph that the short way from a photo to a picture needs. */
export interface Roles {
  readonly photo?: FieldPlace;
  readonly mask?: FieldPlace;
  readonly prompt?: FieldPlace;
  readonly lambda?: FieldPlace;
  readonly seed?: FieldPlace;
  readonly guidance?: FieldPlace;
  readonly bundle?: FieldPlace;
}

/** Finds the fields by what their nodes give and take; nodes that are off are passed over. */
export function rolesOf(doc: GraphDocument, types: NodeTypes): Roles {
  const on = [...doc.nodes.values()].filter(({ state }) => state === 'on');
  const nodes = [...shownToModel(doc, types, on), ...on];
  const first = (
    matches: (node: GraphNode, type: NodeType) => string | undefined,
  ): FieldPlace | undefined => {
    for (const node of nodes) {
      const type = types.get(node.type);
      const field = type && matches(node, type);
      if (field !== undefined) return { node: node.id, field };
    }
    return undefined;
  };
  const gives = (type: NodeType, wanted: string) => type.outputs.some((output) => output.type === wanted);
  const photoOf = (type: NodeType) => type.fields.find(({ kind }) => kind === 'photo')?.name;
  const isUsed = (node: GraphNode) => (linkIndex(doc).from.get(node.id)?.length ?? 0) > 0;
  const named = (name: string) => (_: GraphNode, type: NodeType) =>
    type.fields.some((field) => field.name === name) ? name : undefined;
  const found: Record<keyof Roles, FieldPlace | undefined> = {
    photo: first((node, type) => (gives(type, 'IMAGE') && isUsed(node) ? photoOf(type) : undefined)),
    mask: first((node, type) => (isMaskType(type) && isUsed(node) ? photoOf(type) : undefined)),
    prompt: first((node, type) => (isPromptOf(doc, node, type) ? promptOf(type) : undefined)),
    lambda:
      first((_, type) => type.fields.find(({ role }) => role === 'lambda')?.name) ?? first(named('lambda')),
    seed: first((_, type) => type.fields.find(({ kind }) => kind === 'seed')?.name),
    guidance: first(named('cfg')),
    bundle: first(named('bundle')),
  };
  return Object.fromEntries(Object.entries(found).filter(([, place]) => place !== undefined));
}

/** What is joined with the first node that makes features: other photos and masks of a graph are not the subject's. */
function shownToModel(doc: GraphDocument, types: NodeTypes, on: readonly GraphNode[]): GraphNode[] {
  const makes = on.find(({ type }) => types.get(type)?.outputs.some((output) => output.type === 'FEATURES'));
  const sources = new Set(
    (makes ? (linkIndex(doc).into.get(makes.id) ?? []) : []).map(({ from }) => from.node),
  );
  return on.filter(({ id }) => sources.has(id));
}

/** Whether a node's text is a prompt in which S* stands for the words of a subject. */
export function isPromptOf(doc: GraphDocument, node: GraphNode, type: NodeType): boolean {
  const words = type.inputs.find((input) => input.type === 'WORDS')?.name;
  return words !== undefined && linkInto(doc, node.id, words) !== undefined;
}

/** Whether the picture of a node is a mask: it says so, or gives no picture. */
export function isMaskType({ fields, outputs }: NodeType): boolean {
  return fields.some(({ role }) => role === 'mask') || !outputs.some(({ type }) => type === 'IMAGE');
}

/** The text that is the prompt: the one that says so, else the first. */
export function promptOf({ fields }: NodeType): string | undefined {
  const boxes = fields.filter(({ kind }) => kind === 'box');
  return (boxes.find(({ role }) => role === 'prompt') ?? boxes[0])?.name;
}
