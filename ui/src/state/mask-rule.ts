import { RELEASED, type MaskRule } from '../mask/mask-frame.ts';
import { maskReaderOf, type MaskReader } from '../model/mask-reader.ts';
import { isMaskType, type FieldPlace } from '../model/roles.ts';
import { doc, types } from './editor.ts';
import { modelFacts } from './start.ts';

/** What reads the mask of a field. */
export function readerOf(place: FieldPlace | undefined): MaskReader | undefined {
  return place && maskReaderOf(doc.value, types.value, place.node);
}

/** The fields of masks that belong to a photo. */
export function masksOf({ node }: FieldPlace): FieldPlace[] {
  return [...doc.value.nodes.values()].flatMap(({ id, type: name, state }): FieldPlace[] => {
    const type = types.value.get(name);
    const field =
      type && isMaskType(type) ? type.fields.find(({ kind }) => kind === 'photo')?.name : undefined;
    if (field === undefined || state !== 'on') return [];
    const place = { node: id, field };
    return readerOf(place)?.photo?.node === node ? [place] : [];
  });
}

/** How the mask of a field reaches the model of the open graph. */
export function maskRuleOf(place: FieldPlace | undefined): MaskRule {
  const facts = modelFacts.value;
  const reader = readerOf(place);
  return {
    purpose: reader?.purpose ?? RELEASED.purpose,
    grid: facts?.grid ?? RELEASED.grid,
    encoder: facts?.encoderSize ?? RELEASED.encoder,
    framing: reader?.framing ?? RELEASED.framing,
    sampling: reader?.sampling ?? RELEASED.sampling,
  };
}
