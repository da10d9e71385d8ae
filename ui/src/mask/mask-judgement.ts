import { THRESHOLD, type Mask } from './mask.ts';

/** How a mask will do: good, doubtful, of no use, or none at all (the whole picture is the subject). */
export interface Judgement {
  readonly state: 'whole' | 'blocked' | 'doubtful' | 'good';
  /** Why, for `doubtful`. */
  readonly reason: 'small' | 'large' | 'few' | 'thin' | '';
  /** Share of the pixels that are the subject's, 0 … 1. */
  readonly coverage: number;
  /** Cells of the encoder's grid whose sample lies in the subject. */
  readonly cells: number;
}

const SAMPLED = 128;
const [LEAST, MOST, WHOLE] = [0.05, 0.8, 0.99];
const FEW_CELLS = 8;

/** Judges a mask on a grid of `grid` by `grid` cells. */
export function judge(mask: Mask, grid = 16): Judgement {
  const coverage = coverageOf(mask);
  const small = sampled(mask, SAMPLED, THRESHOLD);
  const cells = sampled({ width: SAMPLED, height: SAMPLED, alpha: small }, grid, 1).reduce(
    (sum, cell) => sum + cell,
    0,
  );
  const plain = { coverage, cells, reason: '' } as const;
  if (coverage === 0 || coverage >= WHOLE) return { ...plain, state: 'whole' };
  if (cells === 0) return { ...plain, state: 'blocked' };
  const reason =
    coverage < LEAST
      ? 'small'
      : coverage > MOST
        ? 'large'
        : cells < FEW_CELLS
          ? 'few'
          : eroded(eroded(small)).includes(1)
            ? ''
            : 'thin';
  return { ...plain, reason, state: reason === '' ? 'good' : 'doubtful' };
}

/** Which cells of the encoder's grid are the subject's: 1 or 0, row by row. */
export function cellsOf(mask: Mask, grid = 16): Uint8Array {
  return sampled({ width: SAMPLED, height: SAMPLED, alpha: sampled(mask, SAMPLED, THRESHOLD) }, grid, 1);
}

function coverageOf({ alpha }: Mask): number {
  let count = 0;
  for (let at = 0; at < alpha.length; at += 1) if ((alpha[at] ?? 0) >= THRESHOLD) count += 1;
  return alpha.length === 0 ? 0 : count / alpha.length;
}

/** Nearest sampling at the source index ⌊i · in / out⌋: the top left pixel of each cell; 1 from `least` on. */
function sampled({ width, height, alpha }: Mask, out: number, least: number): Uint8Array {
  const index = (at: number, side: number) => Math.floor((at * side) / out);
  return Uint8Array.from({ length: out * out }, (_, at) =>
    Number((alpha[index(Math.floor(at / out), height) * width + index(at % out, width)] ?? 0) >= least),
  );
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
