import { linkIndex, linkInto, type GraphDocument, type GraphNode } from './document.ts';
import type { NodeType, NodeTypes } from './node-type.ts';
import type { FieldPlace } from './roles.ts';

/** The node that a mask is for. */
export interface MaskReader {
  readonly node: string;
  /** Whether it makes features of the subject, for which it needs one, as large as the photo. */
  readonly makesFeatures: boolean;
  /** What is white: the subject of a photo, or where a picture is drawn anew. */
  readonly purpose: 'subject' | 'area';
  /** The field of the photo that the mask belongs to, where a node of its own gives it. */
  readonly photo: FieldPlace | undefined;
  /** What its fields say of the part of the photo that is used, and of how cells are sampled. */
  readonly framing: 'subject' | 'squash';
  readonly sampling: 'nearest' | 'area';
}

/**
 * Finds what reads a mask of a node, first of all what makes features; one without the fields of ours reads as the released code does.
 * What only changes masks on their way is passed through to a sampler's.
 */
export function maskReaderOf(doc: GraphDocument, types: NodeTypes, mask: string): MaskReader | undefined {
  const readers = readersOf(doc, types, mask, new Set());
  return readers.find(({ makesFeatures }) => makesFeatures) ?? readers[0];
}

function readersOf(
  doc: GraphDocument,
  types: NodeTypes,
  mask: string,
  passed: ReadonlySet<string>,
): MaskReader[] {
  return (linkIndex(doc).from.get(mask) ?? []).flatMap((link): MaskReader[] => {
    const reader = doc.nodes.get(link.to.node);
    const type = types.get(reader?.type ?? '');
    if (!reader || !type || reader.state !== 'on' || passed.has(reader.id)) return [];
    const isMask = type.inputs.some(({ name, type: wanted }) => name === link.to.input && wanted === 'MASK');
    if (!isMask) return [];
    const own = readerOf(doc, types, reader, type);
    if (!isOnWay(type)) return [own];
    const areas = readersOf(doc, types, reader.id, new Set([...passed, reader.id]));
    return [...areas.filter(({ purpose }) => purpose === 'area'), own];
  });
}

function readerOf(doc: GraphDocument, types: NodeTypes, reader: GraphNode, type: NodeType): MaskReader {
  const gives = (wanted: string) => type.outputs.some((output) => output.type === wanted);
  const isArea = !gives('FEATURES') && !gives('MASK') && (gives('LATENT') || takesPicture(type) > 1);
  return {
    node: reader.id,
    makesFeatures: gives('FEATURES'),
    purpose: isArea ? 'area' : 'subject',
    photo: isArea ? photoBehind(doc, types, reader.id) : photoInto(doc, types, reader.id),
    framing: reader.values['framing'] === 'subject' ? 'subject' : 'squash',
    sampling: reader.values['grid'] === 'area' ? 'area' : 'nearest',
  };
}

const takesPicture = ({ inputs }: NodeType): number => inputs.filter(({ type }) => type === 'IMAGE').length;

/** Whether a node makes masks of masks and of nothing else. */
function isOnWay(type: NodeType): boolean {
  return type.outputs.every((output) => output.type === 'MASK') && takesPicture(type) === 0;
}

/** The nearest photo that a node's picture comes from, changed on its way or not. */
function photoBehind(doc: GraphDocument, types: NodeTypes, node: string): FieldPlace | undefined {
  const seen = new Set([node]);
  for (const at of seen) {
    const type = types.get(doc.nodes.get(at)?.type ?? '');
    const field = at === node ? undefined : type?.fields.find(({ kind }) => kind === 'photo')?.name;
    if (field !== undefined) return { node: at, field };
    for (const input of type?.inputs ?? [])
      if (input.type === 'IMAGE' || input.type === 'LATENT') {
        const from = linkInto(doc, at, input.name)?.from.node;
        if (from !== undefined) seen.add(from);
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
