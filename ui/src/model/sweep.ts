import type { Command } from './command.ts';
import type { Json } from './json.ts';
import type { FieldPlace, Roles } from './roles.ts';

/** What can vary from row to row. */
export const SWEEP_KINDS = ['none', 'seed', 'guidance', 'prompts', 'photos'] as const;

/** What varies from row to row. */
export type SweepKind = (typeof SWEEP_KINDS)[number];

/** A grid of runs: λ from column to column, something else from row to row. */
export interface SweepPlan {
  readonly lambdas: readonly number[];
  readonly kind: SweepKind;
  /** One value a row; one row without a value for `none`. */
  readonly rows: readonly (string | number | bigint)[];
  /** The mask that goes with the photo of each row. */
  readonly masks?: readonly string[];
}

/** A photo that a grid takes in a row. */
export interface SweepPhoto {
  /** The value that names its square. */
  readonly photo: string;
  /** The value that names its mask, where the graph has one. */
  readonly mask: string | undefined;
}

/** How many runs a grid may have. */
export const MAX_CELLS = 64;
/** How many rows. */
export const MAX_ROWS = 8;
/** How many runs a row may have. */
export const MOST_COLUMNS = 16;
const LEAST_COLUMNS = 2;
const ROLE: Readonly<Record<SweepKind, keyof Roles | undefined>> = {
  none: undefined,
  seed: 'seed',
  guidance: 'guidance',
  prompts: 'prompt',
  photos: 'photo',
};

/** Evenly spaced values from one end to the other, both included, to three decimals. */
export function spaced(from: number, to: number, count: number): number[] {
  const steps = Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, Math.round(count)));
  return Array.from({ length: steps }, (_, index) =>
    Number((from + ((to - from) * index) / (steps - 1)).toFixed(3)),
  );
}

/** Reads the rows that were given: a prompt or a photo a line, or numbers between blanks and commas; undefined when one is none. */
export function readRows(kind: SweepKind, text: string): SweepPlan['rows'] | undefined {
  if (kind === 'none') return [''];
  const isLines = kind === 'prompts' || kind === 'photos';
  const parts = (isLines ? text.split('\n') : text.split(/[\s,;]+/))
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length === 0 || parts.length > MAX_ROWS) return undefined;
  if (isLines) return parts;
  const pattern = kind === 'seed' ? /^\d{1,20}$/ : /^\d+(\.\d+)?$/;
  if (!parts.every((part) => pattern.test(part))) return undefined;
  return parts.map((part) =>
    Number.isSafeInteger(Number(part)) || kind !== 'seed' ? Number(part) : BigInt(part),
  );
}

/** The commands that make the graph of one cell; the seed is held, so that it is the one that is shown. */
export function cellCommands(
  roles: Roles,
  {
    lambda,
    kind,
    row,
    mask,
  }: {
    readonly lambda: number;
    readonly kind: SweepKind;
    readonly row: Json;
    /** The mask of the row's photo. */
    readonly mask?: string | undefined;
  },
): Command[] {
  const role = ROLE[kind];
  const place = role && roles[role];
  return [
    ...(roles.seed
      ? [{ kind: 'setControl', node: roles.seed.node, name: roles.seed.field, control: 'fixed' } as const]
      : []),
    ...valued(roles.lambda, lambda),
    ...valued(place, row),
    ...(kind === 'photos' && mask !== undefined ? valued(roles.mask, mask) : []),
  ];
}

function valued(place: FieldPlace | undefined, value: Json): Command[] {
  return place ? [{ kind: 'setValue', node: place.node, name: place.field, value }] : [];
}
