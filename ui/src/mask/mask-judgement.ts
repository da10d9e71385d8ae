import { cellsIn, extentOf, frameOf, type MaskRule } from './mask-frame.ts';
import type { Box, Mask } from './mask.ts';

/** How a mask will do: good, doubtful, of no use, or none at all (the whole picture is the subject). */
export interface Judgement {
  readonly state: 'whole' | 'blocked' | 'doubtful' | 'good';
  /** Why, for `doubtful`. */
  readonly reason: 'small' | 'large' | 'few' | 'thin' | '';
  /** Share of the pixels that are the subject's, 0 … 1. */
  readonly coverage: number;
  /** The part of the photo that the model sees, in its pixels. */
  readonly frame: Box;
  /** Which cells of the encoder's grid over it are the subject's: 1 or 0, row by row. */
  readonly cells: Uint8Array;
}

/** The side on which thin parts are looked for. */
const SAMPLED = 128;
const [LEAST, MOST, WHOLE] = [0.05, 0.8, 0.99];
/** 8 of 16 × 16 cells. */
const FEW = 1 / 32;

/** Judges a mask by the rule by which it reaches the model; a place to draw in does wherever there is one. */
export function judge(mask: Mask, rule: MaskRule): Judgement {
  const { coverage, box } = extentOf(mask);
  const frame = frameOf(mask, box, rule);
  const cells = cellsIn(mask, frame, rule.grid, rule.sampling);
  const count = cells.reduce((sum, cell) => sum + cell, 0);
  const told = { coverage, frame, cells, reason: '' } as const;
  if (rule.purpose === 'area')
    return { ...told, state: coverage === 0 ? 'blocked' : coverage >= WHOLE ? 'whole' : 'good' };
  if (coverage === 0 || coverage >= WHOLE) return { ...told, state: 'whole' };
  if (count === 0) return { ...told, state: 'blocked' };
  const reason =
    coverage < LEAST
      ? 'small'
      : coverage > MOST
        ? 'large'
        : count < FEW * cells.length
          ? 'few'
          : eroded(eroded(cellsIn(mask, frame, SAMPLED))).includes(1)
            ? ''
            : 'thin';
  return { ...told, reason, state: reason === '' ? 'good' : 'doubtful' };
}

/** One pixel less all round, on the sampled grid. */
function eroded(bits: Uint8Array): Uint8Array {
  return bits.map((bit, at) => {
    const [x, y] = [at % SAMPLED, Math.floor(at / SAMPLED)];
    const near = [
      [x - 1, y],
      [x + 1, y],
      [x, y - 1],
      [x, y + 1],
    ] as const;
    return Number(
      bit === 1 &&
        near.every(
          ([nx, ny]) => nx < 0 || ny < 0 || nx >= SAMPLED || ny >= SAMPLED || bits[ny * SAMPLED + nx] === 1,
        ),
    );
  });
}
