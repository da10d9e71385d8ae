import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, link, optional } from '../../graph-server/engine/sockets.ts';
import { clipPixels } from '../../method/image/clip-pixels.ts';
import { framedSubjects } from '../../method/image/framed-subject.ts';
import { gridMask } from '../../method/image/mask.ts';
import { concatenate, type Tensor } from '../../method/tensor/tensor.ts';
import { CLIP_VISION, FEATURES, IMAGE, MASK } from '../sockets.ts';

/** Shows a photograph, and its subject on black, to CLIP's vision tower (Wei et al. 2023, section 3.2). */
export const CLIPImageFeatures = defineNode({
  type: 'CLIPImageFeatures',
  displayName: 'CLIP Image Features',
  category: 'elite',
  description:
    "Shows a photograph to CLIP's vision tower, and the masked subject on black a second time. " +
    'Without a mask the whole picture is the subject, and its background is learned with it.',
  aliases: ['encode photo', 'concept', 'clip vision'],
  inputs: {
    clip_vision: link(CLIP_VISION),
    image: link(IMAGE, { tooltip: 'The photograph; the subject should fill most of it.' }),
    mask: optional(link(MASK, { tooltip: 'White is the subject; of the same size as the photograph.' })),
    framing: choice(['subject', 'squash'], {
      default: 'subject',
      advanced: true,
      tooltip:
        'subject: the square about the mask; squash: the whole photograph pressed into a square, as released.',
    }),
    grid: choice(['nearest', 'area'], {
      default: 'nearest',
      advanced: true,
      tooltip: 'How the mask reaches the patches: the top left pixel of each, as released, or half its area.',
    }),
  },
  outputs: { features: FEATURES, object_features: FEATURES, patch_mask: MASK },
  outputTooltips: [
    'Five layers of the photograph.',
    'Five layers of the subject on black.',
    'The mask on the grid of patches.',
  ],

  async run({ clip_vision, image, mask, framing, grid }, { signal }) {
    const { imageSize } = clip_vision.config;
    const framed = framedSubjects(image, mask, framing);
    const pixels = (of: readonly Tensor[]): Tensor =>
      concatenate(
        of.map((x) => clipPixels(x, imageSize)),
        0,
      );
    const cells = framed.map((f) => gridMask(f.mask, Math.sqrt(clip_vision.patches), grid));
    if (cells.some(({ data }) => data.every((v) => v === 0))) throw new Error(THIN);
    const [features, object_features] = await clip_vision.featuresOfBoth(
      pixels(framed.map((f) => f.picture)),
      pixels(framed.map((f) => f.object)),
      signal,
    );
    return { features, object_features, patch_mask: concatenate(cells, 0) };
  },
});

const THIN =
  'mask: expected a subject on at least one patch, got one so small or thin that it is on none (try grid area, or framing subject)';
