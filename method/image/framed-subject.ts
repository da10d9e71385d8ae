import { filled, slice, type Tensor } from '../tensor/tensor.ts';
import { crop, cropMask } from './crop.ts';
import { maskedPicture, requireSameSize, squareAround, subjectBox } from './mask.ts';

/** What a vision tower is shown: `subject` is the square about the mask, `squash` the whole picture pressed into a square. */
export type Framing = 'subject' | 'squash';

/** One picture as the two towers' inputs, before they are scaled; all of one size. */
export interface FramedSubject {
  /** [1, h, w, 3] */
  readonly picture: Tensor;
  /** The subject on black, [1, h, w, 3]. */
  readonly object: Tensor;
  /** [1, h, w] */
  readonly mask: Tensor;
}

/** Room on each side of a subject, as a share of its longer side: about what the mappers saw in training. */
const MARGIN = 0.1;

/**
 * Frames the subject of each picture; without a mask the whole picture is the subject.
 * Source: Wei et al. 2023, whose released code squashes.
 * Differs there: `subject` keeps the aspect ratio; what lies outside the picture is black.
 * @param pictures [B, H, W, 3], 0 … 1 @param mask [B or 1, H, W], 0 … 1
 * @throws when the mask has another size than the picture, or shows no subject
 */
export function framedSubjects(
  pictures: Tensor,
  mask: Tensor | undefined,
  framing: Framing,
): FramedSubject[] {
  const [batch = 0, height = 0, width = 0] = pictures.dims;
  const masks = mask ?? filled([1, height, width], 1);
  requireSameSize(pictures, masks);
  return Array.from({ length: batch }, (_, b) => {
    const of = (x: Tensor): Tensor => slice(x, 0, b % (x.dims[0] ?? 1), (b % (x.dims[0] ?? 1)) + 1);
    const box = subjectBox(of(masks));
    if (box === undefined)
      throw new Error('mask: expected a subject, got no pixel of 128 or more (an inverted mask?)');
    const frame =
      framing === 'squash'
        ? { top: 0, left: 0, height, width }
        : squareAround(box, MARGIN, { height, width });
    const picture = crop(of(pictures), frame, 'black');
    const framedMask = cropMask(of(masks), frame);
    return { picture, mask: framedMask, object: maskedPicture(picture, framedMask) };
  });
}
