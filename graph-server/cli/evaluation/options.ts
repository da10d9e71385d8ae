import { parseArgs } from 'node:util';
import { PRECISIONS, type Precision } from '../../../method/diffusion/int8-model.ts';
import { PRESETS, type Preset } from '../../../method/diffusion/presets.ts';
import { allRows, sweepRow, type Row } from '../../../method/evaluation/rows.ts';
import { parseSubset, type Subset } from '../../../method/evaluation/subset.ts';
import { COMPUTE_FLAGS, type ComputeFlags } from '../../compute-choice.ts';
import { UsageError } from '../usage.ts';
import { COPIES, type Copies } from './evaluate.ts';

const FLAGS = {
  out: { type: 'string' },
  data: { type: 'string' },
  bundle: { type: 'string' },
  config: { type: 'string' },
  ...COMPUTE_FLAGS,
  rows: { type: 'string' },
  sweep: { type: 'string' },
  'sweep-subset': { type: 'string' },
  subset: { type: 'string' },
  steps: { type: 'string' },
  preset: { type: 'string' },
  precision: { type: 'string' },
  guidance: { type: 'string' },
  lambda: { type: 'string' },
  seeds: { type: 'string' },
  batch: { type: 'string' },
  photos: { type: 'string' },
  copies: { type: 'string' },
  text: { type: 'string' },
  picture: { type: 'string' },
  baseline: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** What `elite-graph eval` was asked for; undefined where nothing was said. */
export interface EvalOptions {
  readonly dataSet: string;
  readonly out: string;
  readonly flags: ComputeFlags & {
    readonly data?: string;
    readonly bundle?: string;
    readonly config?: string;
  };
  readonly rows?: readonly string[];
  /** Values of λ; empty for no sweep. */
  readonly sweep?: readonly number[];
  readonly sweepSubset?: Subset;
  readonly subset?: Subset;
  readonly steps?: number;
  /** In place of steps. */
  readonly preset?: Preset;
  readonly precision?: Precision;
  readonly guidance?: number;
  readonly lambda?: number;
  readonly seeds?: readonly number[];
  readonly batch?: number;
  /** How many photographs of a subject make its words and patches. */
  readonly photos?: number;
  readonly copies?: Copies;
  readonly text?: string;
  readonly picture?: string;
  readonly baseline?: string;
  readonly json: boolean;
}

/** The λ sweep of the paper's study. */
export const SWEEP: readonly number[] = [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2];

/** Reads a command line. @throws UsageError in one sentence */
export function evalOptions(args: string[]): EvalOptions {
  const { values, positionals } = parseArgs({ args, options: FLAGS, allowPositionals: true, strict: true });
  const [dataSet, ...more] = positionals;
  if (dataSet === undefined || more.length > 0)
    throw new UsageError(`eval: expected the folder of one data set, got ${positionals.length}`);
  const { data, bundle, config, threads, provider, rows, sweep, seeds, subset, text, picture, baseline } =
    values;
  return {
    dataSet,
    out: values.out ?? 'eval-out',
    flags: present({ data, bundle, config, threads, provider, 'model-memory': values['model-memory'] }),
    json: values.json === true,
    ...present({
      rows: rows?.split(',').map((row) => row.trim()),
      sweep: sweep === undefined ? undefined : sweep === 'none' ? [] : numbers('--sweep', sweep, 0, 1.5),
      sweepSubset: usage(() => values['sweep-subset'] && parseSubset(values['sweep-subset'])),
      subset: usage(() => subset && parseSubset(subset)),
      steps: number('--steps', values.steps, 1, 1000, true),
      precision: oneOf('--precision', PRECISIONS, values.precision),
      preset: oneOf('--preset', PRESETS, values.preset),
      guidance: number('--guidance', values.guidance, 0, 100),
      lambda: number('--lambda', values.lambda, 0, 1.5),
      seeds: seeds === undefined ? undefined : numbers('--seeds', seeds, 0, Number.MAX_SAFE_INTEGER, true),
      batch: number('--batch', values.batch, 1, 64, true),
      photos: number('--photos', values.photos, 1, 64, true),
      copies: oneOf('--copies', COPIES, values.copies),
      text,
      picture,
      baseline,
    }),
  };
}

/** The rows by their names, and those of the sweep; all of the protocol when none are named. @throws UsageError */
export function rowsOf(
  names: readonly string[] | undefined,
  { lambda, sweep }: { readonly lambda: number; readonly sweep: readonly number[] },
): Row[] {
  const all = allRows(lambda);
  const odd = names?.find((name) => !all.some(({ id }) => id === name));
  if (odd !== undefined)
    throw new UsageError(`--rows: expected some of ${all.map(({ id }) => id).join(', ')}, got ${odd}`);
  const chosen = names === undefined ? all : all.filter(({ id }) => names.includes(id));
  return [...chosen, ...[...new Set(sweep)].sort((a, b) => a - b).map(sweepRow)];
}

function oneOf<T extends string>(flag: string, names: readonly T[], name: string | undefined): T | undefined {
  const found = names.find((one) => one === name);
  if (name === undefined || found !== undefined) return found;
  throw new UsageError(`${flag}: expected one of ${names.join(', ')}, got ${name}`);
}

function number(
  flag: string,
  text: string | undefined,
  from: number,
  to: number,
  isWhole = false,
): number | undefined {
  return text === undefined ? undefined : numbers(flag, text, from, to, isWhole)[0];
}

function numbers(flag: string, text: string, from: number, to: number, isWhole = false): number[] {
  return text.split(',').map((part) => {
    const value = part.trim() === '' ? NaN : Number(part);
    if (value >= from && value <= to && (!isWhole || Number.isInteger(value))) return value;
    throw new UsageError(
      `${flag}: expected ${isWhole ? 'a whole number' : 'a number'} from ${from} to ${to}, got ${JSON.stringify(part)}`,
    );
  });
}

/** The value, with any error about it as one of the command line. */
export function usage<T>(value: () => T | '' | undefined): T | undefined {
  try {
    const found = value();
    return found === '' ? undefined : found;
  } catch (error) {
    throw new UsageError(`--${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The members that are not undefined. */
function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
