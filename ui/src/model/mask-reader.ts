import { linkIndex, linkInto, type GraphDocument, type GraphNode } from './document.ts';
import { VIRTUAL_TYPES } from './link-origin.ts';
import type { NodeType, NodeTypes } from './node-type.ts';
import type { FieldPlace } from './roles.ts';

/** The node that a mask is for. */
export interface MaskReader {
  readonly node: string;
  /** Whether it makes features of the subject, for which it needs one, as large as the photo. */
  readonly makesFeatures: boolean;
  /** What is white: the subject of a photo, or where a picture is drawn anew. */
  readonly purpose: 'subject' | 'area';
  /** Whether it reads the mask as it is, and not what another node made of it. */
  readonly isDirect: boolean;
  /** The field of the photo that the mask belongs to, where a node of its own gives it. */
  readonly photo: FieldPlace | undefined;
  /** What its fields say of the part of the photo that is used, and of how cells are sampled. */
  readonly framing: 'subject' | 'squash';
  readonly sampling: 'nearest' | 'area';
}

/**
 * Finds what reads a mask of a node, first of all what makes features; one without the fields of ours reads as the released code does.
 * Bypassed nodes and reroutes are passed through, and what scales, grows or otherwise changes the mask alone.
 */
export function maskReaderOf(doc: GraphDocument, types: NodeTypes, mask: string): MaskReader | undefined {
  const readers = readersOf(doc, types, mask);
  return readers.find(({ makesFeatures }) => makesFeatures) ?? readers[0];
}

function readersOf(doc: GraphDocument, types: NodeTypes, mask: string): MaskReader[] {
  const readers: MaskReader[] = [];
  /** Nodes that give the mask, and whether it is still as it was. */
  const givers = new Map([[mask, true]]);
  for (const [giver, isDirect] of givers)
    for (const link of linkIndex(doc).from.get(giver) ?? []) {
      const reader = doc.nodes.get(link.to.node);
      const type = types.get(reader?.type ?? '');
      if (!reader || reader.state === 'off' || givers.has(reader.id)) continue;
      const wanted = type?.inputs.find(({ name }) => name === link.to.input)?.type;
      if (isRelay(reader)) givers.set(reader.id, isDirect);
      else if (!type || (giver === mask && wanted !== 'MASK')) continue;
      else if (changesOne(type)) givers.set(reader.id, false);
      else if (wanted === 'MASK') readers.push(readerOf(doc, types, reader, { type, isDirect }));
    }
  return readers;
}

function readerOf(
  doc: GraphDocument,
  types: NodeTypes,
  reader: GraphNode,
  { type, isDirect }: { readonly type: NodeType; readonly isDirect: boolean },
): MaskReader {
  const gives = (wanted: string) => type.outputs.some((output) => output.type === wanted);
  const takesTwo = type.inputs.filter((input) => input.type === 'IMAGE').length > 1;
  const isArea = !gives('FEATURES') && (gives('LATENT') || (gives('IMAGE') && takesTwo));
  return {
    node: reader.id,
    makesFeatures: gives('FEATURES'),
    purpose: isArea ? 'area' : 'subject',
    isDirect,
    photo: isArea ? photoBehind(doc, types, reader.id) : photoInto(doc, types, reader.id),
    framing: reader.values['framing'] === 'subject' ? 'subject' : 'squash',
    sampling: reader.values['grid'] === 'area' ? 'area' : 'nearest',
  };
}

/** Whether what goes into a node comes out of it as it was. */
const isRelay = ({ state, type }: GraphNode): boolean => state === 'bypass' || VIRTUAL_TYPES.has(type);

/** Whether a node makes a mask or a picture of one mask or picture; what turns masks over does not count: white is another part then. */
function changesOne({ inputs, outputs, fields }: NodeType): boolean {
  const isPicture = ({ type }: { readonly type: string }) => type === 'MASK' || type === 'IMAGE';
  const taken = inputs.filter(isPicture);
  if (taken.length !== 1 || outputs.length === 0 || !outputs.every(isPicture)) return false;
  return fields.length > 0 || taken[0]?.type !== outputs[0]?.type;
}

/** The nearest photo that a node's picture comes from, changed on its way or not. */
function photoBehind(doc: GraphDocument, types: NodeTypes, node: string): FieldPlace | undefined {
  const seen = new Set([node]);
  for (const at of seen) {
    const giver = doc.nodes.get(at);
    const type = types.get(giver?.type ?? '');
    const field = at === node ? undefined : type?.fields.find(({ kind }) => kind === 'photo')?.name;
    if (field !== undefined) return { node: at, field };
    for (const { from, to } of linkIndex(doc).into.get(at) ?? []) {
      const wanted = type?.inputs.find(({ name }) => name === to.input)?.type;
      if (wanted === 'IMAGE' || wanted === 'LATENT' || (giver && isRelay(giver))) seen.add(from.node);
    }
  }
  return undefined;
}

/** The field of the photo that a node shows to the model together with a mask. */
export function photoInto(doc: GraphDocument, types: NodeTypes, reader: string): FieldPlace | undefined {
  const inputs = types.get(doc.nodes.get(reader)?.type ?? '')?.inputs ?? [];
  const picture = inputs.find(({ type }) => type === 'IMAGE');
  if (!picture || !inputs.some(({ type }) => type === 'MASK')) return undefined;
  const node = linkInto(doc, reader, picture.name)?.from.node;
  const type = node === undefined ? undefined : types.get(doc.nodes.get(node)?.type ?? '');
  const field = type?.fields.find(({ kind }) => kind === 'photo')?.name;
  return node === undefined || field === undefined ? undefined : { node, field };
}
