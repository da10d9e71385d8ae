import {
  MAX_CELLS,
  MOST_COLUMNS,
  readRows,
  spaced,
  type SweepKind,
  type SweepPhoto,
  type SweepPlan,
} from './sweep.ts';

/** A grid as it is typed. */
export interface SweepForm {
  readonly from: string;
  readonly to: string;
  readonly count: string;
  readonly kind: SweepKind;
  readonly rows: string;
}

/** What the graph allows, and the photos that were chosen. */
interface SweepLimits {
  /** The limits of λ. */
  readonly least: number;
  readonly most: number;
  readonly photos: readonly SweepPhoto[];
}

/** What of a form is wrong: λ is none or beyond its limits, the pictures of a row, the values of the rows, all together. */
export type SweepFault = 'lambda' | 'count' | 'rows' | 'many';

/** The plan that a form describes, or the first thing that is wrong with it. */
export function planOf(form: SweepForm, { least, most, photos }: SweepLimits): SweepPlan | SweepFault {
  const [from, to, count] = [form.from, form.to, form.count].map(numberIn);
  const isLambda = (value: number | undefined): value is number =>
    value !== undefined && value >= least && value <= most;
  if (!isLambda(from) || !isLambda(to)) return 'lambda';
  if (count === undefined || !Number.isInteger(count) || count < 2 || count > MOST_COLUMNS) return 'count';
  const isPhotos = form.kind === 'photos';
  const rows = readRows(form.kind, isPhotos ? photos.map(({ photo }) => photo).join('\n') : form.rows);
  if (!rows) return 'rows';
  if (count * rows.length > MAX_CELLS) return 'many';
  const plan = { lambdas: spaced(from, to, count), kind: form.kind, rows };
  return isPhotos ? { ...plan, masks: photos.flatMap(({ mask }) => mask ?? []) } : plan;
}

/** A typed number; undefined when it is none. */
function numberIn(text: string): number | undefined {
  const number = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(number) ? undefined : number;
}
