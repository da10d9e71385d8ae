import type { SweepPlan } from './sweep.ts';

const LETTER = { none: '', seed: '_s', guidance: '_g', prompts: '_p', photos: '_photo' } as const;

/** The place of a picture in a grid. */
interface CellPlace {
  readonly column: number;
  readonly row: number;
}

/** The name of a picture of a grid by its values: `l0.60_s42.png`; prompts and photos count from 1. */
export function cellFileName({ lambdas, kind, rows }: SweepPlan, { column, row }: CellPlace): string {
  const value = kind === 'none' ? '' : kind === 'prompts' || kind === 'photos' ? row + 1 : (rows[row] ?? '');
  return `l${(lambdas[column] ?? 0).toFixed(2)}${LETTER[kind]}${value}.png`;
}

/** Where things go on a sheet of all pictures, in its pixels. */
export interface SheetLayout {
  readonly width: number;
  readonly height: number;
  /** Side of a picture. */
  readonly side: number;
  /** Height of a line of text. */
  readonly line: number;
  readonly cell: (place: CellPlace) => readonly [left: number, top: number];
}

/** The largest side of a sheet. */
const MOST = 8192;
const GAP = 8;

/**
 * Lays a grid out with λ above its columns and a line of text above each row that varies, pictures as large as they are or
 * as 8192 pixels a side allow.
 * @param picture side of one, in pixels
 */
export function sheetLayout({ lambdas, kind, rows }: SweepPlan, picture: number): SheetLayout {
  const [columns, lines] = [lambdas.length, rows.length];
  const hasCaptions = kind !== 'none';
  const lineOf = (side: number): number => Math.max(14, Math.round(side / 14));
  const sizeOf = (side: number): readonly [number, number] => {
    const line = lineOf(side);
    const rowHeight = side + GAP + (hasCaptions ? line : 0);
    return [GAP + columns * (side + GAP), GAP + line + lines * rowHeight];
  };
  let side = picture;
  while (side > 1 && Math.max(...sizeOf(side)) > MOST) side -= 1;
  const [width, height] = sizeOf(side);
  const line = lineOf(side);
  const caption = hasCaptions ? line : 0;
  return {
    ...{ width, height, side, line },
    cell: ({ column, row }) => [
      GAP + column * (side + GAP),
      GAP + line + row * (side + GAP + caption) + caption,
    ],
  };
}
