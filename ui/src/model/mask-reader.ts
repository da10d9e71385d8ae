import { linkIndex, linkInto, type GraphDocument } from './document.ts';
import type { NodeTypes } from './node-type.ts';
import type { FieldPlace } from './roles.ts';

/** The node that shows a photo and its mask to the model. */
export interface MaskReader {
  readonly node: string;
  /** Whether it makes features of the subject, for which it needs one, as large as the photo. */
  readonly makesFeatures: boolean;
  /** The field of the photo that the mask belongs to, where a node of its own gives it. */
  readonly photo: FieldPlace | undefined;
  /** What its fields say of the part of the photo that is used, and of how cells are sampled. */
  readonly framing: 'subject' | 'squash';
  readonly sampling: 'nearest' | 'area';
}

/** Finds what reads a mask of a node; one without the fields of ours reads as the released code does. */
export function maskReaderOf(doc: GraphDocument, types: NodeTypes, mask: string): MaskReader | undefined {
  for (const link of linkIndex(doc).from.get(mask) ?? []) {
    const reader = doc.nodes.get(link.to.node);
    const type = types.get(reader?.type ?? '');
    if (!reader || !type || reader.state !== 'on') continue;
    const isMask = type.inputs.some(({ name, type: wanted }) => name === link.to.input && wanted === 'MASK');
    if (!isMask) continue;
    return {
      node: reader.id,
      makesFeatures: type.outputs.some((output) => output.type === 'FEATURES'),
      photo: photoInto(doc, types, reader.id),
      framing: reader.values['framing'] === 'subject' ? 'subject' : 'squash',
      sampling: reader.values['grid'] === 'area' ? 'area' : 'nearest',
    };
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
