import { resizeBilinear } from '../image/resize.ts';
import { subjectBox, type Box } from '../image/mask.ts';
import { reshaped, tensor, type Tensor } from '../tensor/tensor.ts';
import { foundObject } from './object-copy.ts';
import { objectTemplates, type ObjectTemplate } from './object-templates.ts';
import { COPY_SIDE, opponentPlanes, type OpponentPlanes } from './opponent-planes.ts';

/** How much of a picture is the reference again; correlations, −1 … 1. */
export interface CopyScore {
  /** The whole reference in the whole picture, as it is or mirrored, moved by up to 5 %. */
  readonly paste: number;
  /** The reference's object anywhere in the picture, at 0.35 to 1.20 of its size. */
  readonly objectCopy: number;
  /** What lies around the object, at the alignment of `paste`. */
  readonly backgroundCopy: number;
  /** 1 where the object was found, 64 × 64; absent where it is nowhere. */
  readonly objectMask?: Uint8Array;
}

/** A reference with what is looked for of it, made once for many pictures. */
export interface CopyReference {
  readonly planes: OpponentPlanes;
  /** The object without its edge at every size that is looked for; none when nothing is left of it. */
  readonly templates: readonly ObjectTemplate[];
  /** 1 outside the dilated box of the whole object. */
  readonly background: Float64Array;
}

/** Thresholds of the alarm; `docs/method.md` has their calibration. */
const PASTE_ALARM = 0.85;
const BACKGROUND_ALARM = 0.8;

/** Largest shift: 5 % of the side. */
const SHIFT = Math.floor(0.05 * COPY_SIDE);
/** The box of the object is widened by this before the rest is background, in pixels of the 64 × 64 grid. */
const DILATION = 2;
/** Share of the picture that must be background for a correlation of it to mean anything. */
const LEAST_BACKGROUND = 0.05;

/** What a run's own oracle rows say: the 95th percentile of real DINO-I, the 5th of text-only CLIP-T. */
export interface CopyLimits {
  readonly likeness: number;
  readonly alignment: number;
}

/** Prepares a reference. @param reference [1, H, W, 3], 0 … 1 @param mask [1, H, W], 0 … 1, white is the object */
export function copyReference(reference: Tensor, mask: Tensor): CopyReference {
  const [, height = 0, width = 0] = mask.dims;
  const small = resizeBilinear(reshaped(mask, [1, height, width, 1]), {
    height: COPY_SIDE,
    width: COPY_SIDE,
  });
  const whole = Float64Array.from(small.data, (v) => (v >= 0.5 ? 1 : 0));
  const object = eroded(whole);
  const around = boxOf(whole);
  const [planes, box] = [opponentPlanes(reference), boxOf(object)];
  return {
    planes,
    templates: box ? objectTemplates(planes, object, box) : [],
    background: whole.map((_, i) => (around && isInside(around, i, DILATION) ? 0 : 1)),
  };
}

/** Looks for the reference in a picture. @param picture [1, H, W, 3], 0 … 1 */
export function copyScore({ planes, templates, background }: CopyReference, picture: Tensor): CopyScore {
  const other = opponentPlanes(picture);
  const everywhere = new Float64Array(COPY_SIDE ** 2).fill(1);
  const room = background.reduce((sum, v) => sum + v, 0);
  let best = { paste: -1, placement: { isMirrored: false, down: 0, right: 0 } };
  for (const placement of placements()) {
    const paste = correlation(planes, other, everywhere, placement);
    if (paste > best.paste) best = { paste, placement };
  }
  const { likeness, mask } = foundObject(templates, other);
  return {
    paste: best.paste,
    objectCopy: likeness,
    ...(mask ? { objectMask: dilated(mask) } : {}),
    backgroundCopy:
      room < LEAST_BACKGROUND * COPY_SIDE ** 2 ? 0 : correlation(planes, other, background, best.placement),
  };
}

/**
 * Whether a picture looks copied: paste > 0.85, or background > 0.80 in another place, or as like as real pictures and
 * farther from its prompt than pictures without the subject.
 * @param isElsewhere whether the prompt names another place than the reference shows
 */
export const copyAlarm = (
  { paste, backgroundCopy }: Pick<CopyScore, 'paste' | 'backgroundCopy'>,
  isElsewhere: boolean,
  scores?: CopyLimits & { readonly limits: CopyLimits },
): boolean =>
  paste > PASTE_ALARM ||
  (isElsewhere && backgroundCopy > BACKGROUND_ALARM) ||
  (scores !== undefined &&
    scores.likeness >= scores.limits.likeness &&
    scores.alignment <= scores.limits.alignment);

/** Where the reference lies on the picture. */
interface Placement {
  readonly isMirrored: boolean;
  readonly down: number;
  readonly right: number;
}

function placements(): Placement[] {
  const shifts = Array.from({ length: 2 * SHIFT + 1 }, (_, i) => i - SHIFT);
  return [false, true].flatMap((isMirrored) =>
    shifts.flatMap((down) => shifts.map((right) => ({ isMirrored, down, right }))),
  );
}

/** The correlation of both pictures where they overlap and the reference's pixel counts; each plane about its own mean. */
function correlation(
  reference: OpponentPlanes,
  picture: OpponentPlanes,
  counts: Float64Array,
  { isMirrored, down, right }: Placement,
): number {
  let [covariance, ours, theirs] = [0, 0, 0];
  for (const [c, plane] of picture.entries()) {
    const own = reference[c] ?? plane;
    let [n, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < COPY_SIDE ** 2; i += 1) {
      const row = Math.floor(i / COPY_SIDE) - down;
      const column = (i % COPY_SIDE) - right;
      if (row < 0 || row >= COPY_SIDE || column < 0 || column >= COPY_SIDE) continue;
      const k = row * COPY_SIDE + (isMirrored ? COPY_SIDE - 1 - column : column);
      if (counts[k] === 0) continue;
      const a = own[k] ?? 0;
      const b = plane[i] ?? 0;
      n += 1;
      x += a;
      y += b;
      xx += a * a;
      yy += b * b;
      xy += a * b;
    }
    covariance += xy - (x * y) / n;
    ours += xx - (x * x) / n;
    theirs += yy - (y * y) / n;
  }
  return ours > FLAT && theirs > FLAT ? covariance / Math.sqrt(ours * theirs) : 0;
}

/** A sum of squares below this is that of a flat picture, which resembles nothing. */
const FLAT = 1e-6;

/** 1 where a pixel and its four neighbours are 1; outside is 0. */
const eroded = (mask: Float64Array): Float64Array =>
  mask.map((own, i) => (own === 1 && neighbours(i).every((k) => mask[k] === 1) ? 1 : 0));

/** 1 where a pixel or one of its four neighbours is 1. */
const dilated = (mask: Uint8Array): Uint8Array =>
  mask.map((own, i) => (own === 1 || neighbours(i).some((k) => mask[k] === 1) ? 1 : 0));

/** The four beside a pixel; −1, or past the end, for one outside. */
function neighbours(i: number): number[] {
  const column = i % COPY_SIDE;
  return [column > 0 ? i - 1 : -1, column < COPY_SIDE - 1 ? i + 1 : -1, i - COPY_SIDE, i + COPY_SIDE];
}

const boxOf = (mask: Float64Array): Box | undefined =>
  subjectBox(tensor(Float32Array.from(mask), [1, COPY_SIDE, COPY_SIDE]));

function isInside({ top, left, height, width }: Box, i: number, margin: number): boolean {
  const [row, column] = [Math.floor(i / COPY_SIDE), i % COPY_SIDE];
  const isIn = (at: number, from: number, length: number): boolean =>
    at >= from - margin && at < from + length + margin;
  return isIn(row, top, height) && isIn(column, left, width);
}

/** The scores of pictures as text, a line a picture, with the alarm where it sounds. */
export const copyText = (scores: readonly CopyScore[], isElsewhere: boolean): string =>
  scores
    .map((score) => {
      const { paste, objectCopy: object, backgroundCopy: background } = score;
      const values = `paste ${paste.toFixed(3)} · object ${object.toFixed(3)} · background ${background.toFixed(3)}`;
      return copyAlarm(score, isElsewhere) ? `${values} · looks copied` : values;
    })
    .join('\n');
