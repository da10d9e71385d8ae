import { mapSides, type AttentionRecord } from './attention-record.ts';

/** What a file of attention holds besides its maps. */
interface AttentionFacts {
  readonly steps: number;
  /** The sides at which maps can be had, the plainest first. */
  readonly sizes: readonly number[];
  /** The token positions of each map; the first is that of the subject's word. */
  readonly columns: readonly (readonly number[])[];
}

/** Which map is wanted. */
interface MapChoice {
  /** A token position; the subject's word where none is given. */
  readonly token?: number;
  /** One of the sizes of the file; the first where none is given. */
  readonly size?: number;
  /** The first step and the one after the last; all where they are not given. */
  readonly from?: number;
  readonly to?: number;
}

const END = 10; // a line feed ends the header
const NAME = 'elite attention 1';

/** The record of a run as bytes: a line of JSON, then the steps, each [columns, side, side]. */
export function attentionBytes(record: AttentionRecord, columns: readonly (readonly number[])[]): Uint8Array {
  const steps = record.steps;
  const header = JSON.stringify({ format: NAME, side: record.side, steps: steps.length, columns });
  return Buffer.concat([Buffer.from(`${header}\n`), ...steps]);
}

interface AttentionFile {
  readonly side: number;
  readonly steps: number;
  readonly columns: readonly (readonly number[])[];
  readonly maps: Uint8Array;
}

/** @throws for bytes that `attentionBytes` did not write, or that were cut off */
function parsed(bytes: Uint8Array): AttentionFile {
  const end = bytes.indexOf(END);
  const header =
    end < 0 ? undefined : (JSON.parse(Buffer.from(bytes.subarray(0, end)).toString()) as unknown);
  if (!isHeader(header)) throw new Error(`attention: expected a file of "${NAME}", got another`);
  const maps = bytes.subarray(end + 1);
  const length = header.steps * header.columns.length * header.side ** 2;
  if (maps.length !== length)
    throw new Error(`attention: expected ${length} bytes of maps, got ${maps.length}`);
  return { ...header, maps };
}

function isHeader(value: unknown): value is Omit<AttentionFile, 'maps'> {
  return typeof value === 'object' && value !== null && 'format' in value && value.format === NAME;
}

/** What a file of attention holds. */
export function attentionFacts(bytes: Uint8Array): AttentionFacts {
  const { side, steps, columns } = parsed(bytes);
  return { steps, sizes: mapSides(side), columns };
}

/**
 * A map of a file: the mean over a range of steps and over the cells of a coarser grid.
 * @returns size² bytes, row by row, 255 is 1
 * @throws for a token, size or range that the file lacks
 */
export function attentionMap(bytes: Uint8Array, choice: MapChoice): Uint8Array {
  const { side, steps, columns, maps } = parsed(bytes);
  const { token, size = mapSides(side)[0] ?? side, from = 0, to = steps } = choice;
  const column = token === undefined ? 0 : columns.findIndex((each, at) => at > 0 && each[0] === token);
  if (column < 0) throw new Error(`token: expected one of ${tokensOf(columns)}, got ${token ?? 'none'}`);
  if (!mapSides(side).includes(size))
    throw new Error(`size: expected one of ${mapSides(side).join(', ')}, got ${size}`);
  if (!(from >= 0 && from < to && to <= steps))
    throw new Error(`from, to: expected a range within the steps 0 to ${steps}, got ${from} to ${to}`);
  const sums = new Float64Array(size * size);
  const cell = side / size;
  for (let step = from; step < to; step += 1) {
    const start = (step * columns.length + column) * side * side;
    for (let at = 0; at < side * side; at += 1) {
      const [x, y] = [Math.floor((at % side) / cell), Math.floor(Math.floor(at / side) / cell)];
      sums[y * size + x] = (sums[y * size + x] ?? 0) + (maps[start + at] ?? 0);
    }
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / ((to - from) * cell * cell)));
}

function tokensOf(columns: readonly (readonly number[])[]): string {
  return columns.slice(1).flat().join(', ') || 'none';
}
