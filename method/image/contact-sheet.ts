import { filled, type Tensor } from '../tensor/tensor.ts';
import { labelPixels, LETTER_WIDTH, LINE_HEIGHT } from './label-font.ts';
import { scalePictures, type PictureSize } from './resize.ts';

/** A picture with lines of text below it; an empty cell has no picture. */
export interface Cell {
  /** [1, H, W, 3], 0 … 1 */
  readonly picture?: Tensor;
  readonly labels?: readonly string[];
}

const GAP = 4;

/**
 * Pictures in rows and columns with labels below, on white; each is scaled to fit the cell's square.
 * @param rows top first @param side of a cell, pixels @returns [1, H, W, 3]
 */
export function contactSheet(rows: readonly (readonly Cell[])[], side: number): Tensor {
  const columns = Math.max(1, ...rows.map((row) => row.length));
  const lines = Math.max(0, ...rows.flat().map(({ labels }) => labels?.length ?? 0));
  const height = side + lines * LINE_HEIGHT + GAP;
  const sheet = filled([1, Math.max(1, rows.length) * height + GAP, columns * (side + GAP) + GAP, 3], 1);
  rows.forEach((row, y) => {
    row.forEach(({ picture, labels = [] }, x) => {
      const [top, left] = [GAP + y * height, GAP + x * (side + GAP)];
      if (picture) paste(sheet, fitted(picture, side), top, left);
      labels.forEach((label, line) => {
        write(
          sheet,
          label.slice(0, Math.floor(side / LETTER_WIDTH)),
          top + side + 2 + line * LINE_HEIGHT,
          left,
        );
      });
    });
  });
  return sheet;
}

/** Two pictures and what differs, each channel's difference enlarged. @param gain of the difference */
export function differenceSheet(before: Tensor, after: Tensor, gain: number, side: number): Tensor {
  const isSame = before.dims.every((n, axis) => n === after.dims[axis]);
  const data = before.data.map((v, i) => Math.min(1, gain * Math.abs(v - (after.data[i] ?? 0))));
  const cells: Cell[] = [
    { picture: before, labels: ['baseline'] },
    { picture: after, labels: ['now'] },
    isSame
      ? { picture: { dims: before.dims, data }, labels: [`difference *${gain}`] }
      : { labels: ['other size'] },
  ];
  return contactSheet([cells], side);
}

/** A picture scaled so that its longer side is that of the cell. */
function fitted(picture: Tensor, side: number): Tensor {
  const [, height = 1, width = 1] = picture.dims;
  const ratio = side / Math.max(height, width);
  const size: PictureSize = {
    height: Math.max(1, Math.round(height * ratio)),
    width: Math.max(1, Math.round(width * ratio)),
  };
  if (size.height === height && size.width === width) return picture;
  return scalePictures(picture, size, ratio > 1 ? 'bicubic' : 'area');
}

function paste(sheet: Tensor, picture: Tensor, top: number, left: number): void {
  const [, height = 0, width = 0] = picture.dims;
  const across = sheet.dims[2] ?? 0;
  for (let y = 0; y < height; y += 1)
    sheet.data.set(
      picture.data.subarray(y * width * 3, (y + 1) * width * 3),
      ((top + y) * across + left) * 3,
    );
}

function write(sheet: Tensor, label: string, top: number, left: number): void {
  const across = sheet.dims[2] ?? 0;
  for (const [x, y] of labelPixels(label)) {
    const at = ((top + y) * across + left + x) * 3;
    sheet.data.fill(0.15, at, at + 3);
  }
}
