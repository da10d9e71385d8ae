import { reshaped, tensor, type Tensor } from '../tensor/tensor.ts';
import type { Box } from './mask.ts';
import type { PictureSize } from './resize.ts';

/** What lies outside a picture: its edge repeated, black, or mid-grey. */
export const BORDERS = ['edge', 'black', 'grey'] as const;

export type Border = (typeof BORDERS)[number];

const FILL = { black: 0, grey: 0.5 } as const;

/** The part of pictures inside a box, which may reach over their edges. @param pictures [B, H, W, C] */
export function crop({ dims, data }: Tensor, box: Box, border: Border): Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = dims;
  const out = new Float32Array(batch * box.height * box.width * channels);
  if (border !== 'edge') out.fill(FILL[border]);
  for (let b = 0; b < batch; b += 1)
    for (let y = 0; y < box.height; y += 1)
      for (let x = 0; x < box.width; x += 1) {
        const [row, column] = [box.top + y, box.left + x];
        const [nearRow, nearColumn] = [clamped(row, height), clamped(column, width)];
        if (border !== 'edge' && (row !== nearRow || column !== nearColumn)) continue;
        const from = ((b * height + nearRow) * width + nearColumn) * channels;
        out.set(data.subarray(from, from + channels), ((b * box.height + y) * box.width + x) * channels);
      }
  return tensor(out, [batch, box.height, box.width, channels]);
}

/** The part of masks inside a box; outside of them is no subject. @param mask [B, H, W] */
export function cropMask(mask: Tensor, box: Box): Tensor {
  const [batch = 0] = mask.dims;
  return reshaped(crop(reshaped(mask, [...mask.dims, 1]), box, 'black'), [batch, box.height, box.width]);
}

/** The largest box of the middle whose sides have a ratio; as ComfyUI crops before it scales. */
export function centreBox(picture: PictureSize, ratio: PictureSize): Box {
  const [old, wanted] = [picture.width / picture.height, ratio.width / ratio.height];
  const left = old > wanted ? roundedEven((picture.width - picture.width * (wanted / old)) / 2) : 0;
  const top = old < wanted ? roundedEven((picture.height - picture.height * (old / wanted)) / 2) : 0;
  return { top, left, height: picture.height - 2 * top, width: picture.width - 2 * left };
}

/** The square of the middle, as torchvision's CenterCrop finds it. @param side pixels, at most the picture's sides */
export const middleSquare = ({ height, width }: PictureSize, side: number): Box => ({
  top: roundedEven((height - side) / 2),
  left: roundedEven((width - side) / 2),
  height: side,
  width: side,
});

/** The box of the middle whose sides are multiples of a factor. @throws when a side is shorter than it */
export function multipleBox({ height, width }: PictureSize, factor: number): Box {
  if (height < factor || width < factor)
    throw new Error(`pixels: expected sides of at least ${factor} pixels, got ${width}×${height}`);
  return {
    top: Math.floor((height % factor) / 2),
    left: Math.floor((width % factor) / 2),
    height: height - (height % factor),
    width: width - (width % factor),
  };
}

const clamped = (i: number, length: number): number => Math.min(length - 1, Math.max(0, i));

/** Halves go to the even neighbour, as Python rounds. */
function roundedEven(value: number): number {
  const whole = Math.round(value);
  return whole - value === 0.5 && whole % 2 !== 0 ? whole - 1 : whole;
}
