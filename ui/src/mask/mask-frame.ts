import { THRESHOLD, type Box, type Mask } from './mask.ts';

/** How a mask reaches the model. */
export interface MaskRule {
  /** What is white: the subject, or where a sampler draws. */
  readonly purpose: 'subject' | 'area';
  /** Cells of the encoder along each side. */
  readonly grid: number;
  /** Side of the picture that the encoder is given, pixels. */
  readonly encoder: number;
  /** Which part of the photo that is: the square about the mask, or the whole photo pressed into a square. */
  readonly framing: 'subject' | 'squash';
  /** What tells whether a cell is the subject's: its top left pixel, or half its area. */
  readonly sampling: 'nearest' | 'area';
}

/** The rule of CLIP ViT-L/14 and the released code. */
export const RELEASED: MaskRule = {
  purpose: 'subject',
  grid: 16,
  encoder: 224,
  framing: 'squash',
  sampling: 'nearest',
};

/** Room on each side of the subject, as a share of its longer side; the engine's own. */
const MARGIN = 0.1;

/** What of a mask is the subject's. */
export interface Extent {
  /** Share of the pixels, 0 … 1. */
  readonly coverage: number;
  /** The smallest box about them; undefined when there are none. */
  readonly box: Box | undefined;
}

/** Finds how much of a mask is the subject's, and where. */
export function extentOf({ width, height, alpha }: Mask): Extent {
  let count = 0;
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) {
      if ((alpha[at] ?? 0) < THRESHOLD) continue;
      count += 1;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      bottom = y + 1;
    }
  return {
    coverage: alpha.length === 0 ? 0 : count / alpha.length,
    box: count === 0 ? undefined : { left, top, right, bottom },
  };
}

/** The part of a photo that the model sees, in its pixels; it may reach over the photo's edges. */
export function frameOf({ width, height }: Mask, box: Box | undefined, { framing }: MaskRule): Box {
  if (framing === 'squash' || !box) return { left: 0, top: 0, right: width, bottom: height };
  const longest = Math.max(box.right - box.left, box.bottom - box.top);
  const room = Math.max(longest, Math.min(width, height));
  const side = Math.min(room, Math.round(longest * (1 + 2 * MARGIN)));
  const place = (from: number, to: number, limit: number): number => {
    const first = Math.round(from + (to - from - side) / 2);
    return side > limit ? first : Math.min(Math.max(0, first), limit - side);
  };
  const [left, top] = [place(box.left, box.right, width), place(box.top, box.bottom, height)];
  return { left, top, right: left + side, bottom: top + side };
}

/** Which cells of a grid over a part of the photo are the subject's: 1 or 0, row by row. */
export function cellsIn(
  mask: Mask,
  frame: Box,
  grid: number,
  sampling: MaskRule['sampling'] = 'nearest',
): Uint8Array {
  const isCell = sampling === 'area' ? isHalf : isTopLeft;
  return Uint8Array.from({ length: grid * grid }, (_, at) =>
    Number(isCell(mask, frame, grid, [at % grid, Math.floor(at / grid)])),
  );
}

type Cell = readonly [column: number, row: number];

function isTopLeft(
  mask: Mask,
  { left, top, right, bottom }: Box,
  grid: number,
  [column, row]: Cell,
): boolean {
  const x = left + Math.floor((column * (right - left)) / grid);
  const y = top + Math.floor((row * (bottom - top)) / grid);
  return isSubject(mask, x, y);
}

/** As PyTorch's adaptive average: from the floor of a cell's beginning to the ceiling of its end. */
function isHalf(mask: Mask, { left, top, right, bottom }: Box, grid: number, [column, row]: Cell): boolean {
  const span = (index: number, length: number): readonly [number, number] => [
    Math.floor((index * length) / grid),
    Math.ceil(((index + 1) * length) / grid),
  ];
  const [[x0, x1], [y0, y1]] = [span(column, right - left), span(row, bottom - top)];
  let count = 0;
  for (let y = y0; y < y1; y += 1)
    for (let x = x0; x < x1; x += 1) count += Number(isSubject(mask, left + x, top + y));
  return count * 2 >= (x1 - x0) * (y1 - y0);
}

/** Outside of the photo there is no subject. */
function isSubject({ width, height, alpha }: Mask, x: number, y: number): boolean {
  return x >= 0 && y >= 0 && x < width && y < height && (alpha[y * width + x] ?? 0) >= THRESHOLD;
}
