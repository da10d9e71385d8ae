import type { Command } from './command.ts';
import type { Json } from './json.ts';
import type { FieldPlace, Roles } from './roles.ts';

/** What varies from row to row. */
export type SweepKind = 'none' | 'seed' | 'guidance' | 'prompts';

/** A grid of runs: λ from column to column, something else from row to row. */
export interface SweepPlan {
  readonly lambdas: readonly number[];
  readonly kind: SweepKind;
  /** One value a row; one row without a value for `none`. */
  readonly rows: readonly (string | number | bigint)[];
}

/** How many runs a grid may have. */
export const MAX_CELLS = 64;
const [LEAST, MOST, MAX_ROWS] = [2, 16, 8];
const ROLE: Readonly<Record<SweepKind, keyof Roles | undefined>> = {
  none: undefined,
  seed: 'seed',
  guidance: 'guidance',
  prompts: 'prompt',
};

/** Evenly spaced values from one end to the other, both included, to three decimals. */
export function spaced(from: number, to: number, count: number): number[] {
  const steps = Math.max(LEAST, Math.min(MOST, Math.round(count)));
  return Array.from({ length: steps }, (_, index) =>
    Number((from + ((to - from) * index) / (steps - 1)).toFixed(3)),
  );
}

/** Reads the rows that were typed: a prompt a line, or numbers between blanks and commas; undefined when one is none. */
export function readRows(kind: SweepKind, text: string): SweepPlan['rows'] | undefined {
  if (kind === 'none') return [''];
  const parts = (kind === 'prompts' ? text.split('\n') : text.split(/[\s,;]+/))
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length === 0 || parts.length > MAX_ROWS) return undefined;
  if (kind === 'prompts') return parts;
  const pattern = kind === 'seed' ? /^\d{1,20}$/ : /^\d+(\.\d+)?$/;
  if (!parts.every((part) => pattern.test(part))) return undefined;
  return parts.map((part) =>
    Number.isSafeInteger(Number(part)) || kind !== 'seed' ? Number(part) : BigInt(part),
  );
}

/** The commands that make the graph of one cell; the seed is held, so that it is the one that is shown. */
export function cellCommands(
  roles: Roles,
  { lambda, kind, row }: { readonly lambda: number; readonly kind: SweepKind; readonly row: Json },
): Command[] {
  const role = ROLE[kind];
  const place = role && roles[role];
  return [
    ...(roles.seed
      ? [{ kind: 'setControl', node: roles.seed.node, name: roles.seed.field, control: 'fixed' } as const]
      : []),
    ...valued(roles.lambda, lambda),
    ...valued(place, row),
  ];
}

function valued(place: FieldPlace | undefined, value: Json): Command[] {
  return place ? [{ kind: 'setValue', node: place.node, name: place.field, value }] : [];
}
