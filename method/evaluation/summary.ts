import { grouped } from './grouped.ts';
import { lambdaSweep, type Sweep } from './lambda-curve.ts';
import { patterns, type Pattern, type Rows } from './patterns.ts';
import type { Row } from './rows.ts';
import { METRICS, type Metric, type Presets, type ScoredPicture } from './scored-picture.ts';
import {
  holm,
  meanInterval,
  RESAMPLE_SEED,
  RESAMPLES,
  type Difference,
  type Interval,
} from './statistics.ts';
import { rowDifference, rowWinRate, subjectMeans, valueOf } from './subject-means.ts';

type Means<T> = Readonly<Partial<Record<Metric, T>>>;

/** One line of the report's table. */
export interface RowSummary {
  readonly id: string;
  readonly title: string;
  readonly pictures: number;
  readonly failed: number;
  readonly alarms: number;
  readonly means: Means<Interval>;
  readonly byKind: Readonly<Record<string, Means<Interval>>>;
  readonly bySubject: Readonly<Record<string, Means<number>>>;
  /** Share of pictures with the asked attribute, by the label judge's head. */
  readonly attributes: Readonly<Record<string, Interval>>;
}

/** A row against the full method, or against the same row of another run. */
interface Comparison {
  readonly row: string;
  readonly against: string;
  readonly metric: Metric;
  readonly difference: Difference;
  /** p after Holm's correction over the rows compared by this metric. */
  readonly corrected: number;
  readonly wins: Interval;
}

/** Everything that a report says in numbers. */
export interface Summary {
  readonly benchmark: string;
  readonly interval: string;
  readonly presets: Presets;
  /** Why a column is empty, by metric. */
  readonly missing: Readonly<Partial<Record<Metric, string>>>;
  readonly rows: readonly RowSummary[];
  readonly comparisons: readonly Comparison[];
  readonly patterns: readonly Pattern[];
  readonly sweep?: Sweep;
  /** Whether the sweep's λ = 0 has the pixels of the row without local mapper; undefined when both were not drawn. */
  readonly lambdaZeroEqual?: boolean;
  /** The five subjects that the full method did worst on, the worst first. */
  readonly worst: readonly { readonly subject: string; readonly metric: Metric; readonly mean: number }[];
}

/** The row that the others are compared with. */
const REFERENCE = 'full';
const WORST = 5;
/** The metrics of likeness; the last one that was measured decides. */
const LIKENESS: readonly Metric[] = ['clip_i_mean', 'dino_i_mean', 'id_i'];

/**
 * Means with intervals over subjects, differences to the full method, patterns and sweep.
 * @param baseline pictures of another run on the same triples, each row of which is compared with this run's
 */
export function summarise(
  pictures: readonly ScoredPicture[],
  about: Pick<Summary, 'benchmark' | 'presets' | 'missing'> & {
    readonly rows: readonly Row[];
    readonly baseline?: readonly ScoredPicture[];
  },
): Summary {
  const byRow: Rows = grouped(pictures, ({ row }) => row);
  const identity = LIKENESS.filter((metric) => pictures.some(({ values }) => values[metric] !== undefined));
  const sweep = lambdaSweep(pictures, ['clip_t', ...identity]);
  const same = lambdaZeroEqual(byRow);
  const rows = about.rows.filter(({ id }) => byRow.has(id));
  return {
    benchmark: about.benchmark,
    interval: `95 % percentile bootstrap over subjects, ${RESAMPLES} resamples, seed ${RESAMPLE_SEED}`,
    presets: about.presets,
    missing: about.missing,
    rows: rows.map((row) => rowSummary(row, byRow.get(row.id) ?? [])),
    comparisons: [...againstFull(byRow), ...againstBaseline(byRow, about.baseline ?? [])],
    patterns: patterns(byRow, identity, sweep),
    ...(sweep === undefined ? {} : { sweep }),
    ...(same === undefined ? {} : { lambdaZeroEqual: same }),
    worst: worstSubjects(byRow, identity.at(-1)),
  };
}

function rowSummary({ id, title }: Row, pictures: readonly ScoredPicture[]): RowSummary {
  const kinds = grouped(pictures, ({ kind }) => kind);
  const subjects = grouped(pictures, ({ subject }) => subject);
  return {
    id,
    title,
    pictures: pictures.length,
    failed: pictures.filter(({ flags }) => flags.includes('nan')).length,
    alarms: pictures.filter(({ alarm }) => alarm).length,
    means: intervals(pictures),
    byKind: Object.fromEntries([...kinds].map(([kind, of]) => [kind, intervals(of)])),
    bySubject: Object.fromEntries(
      [...subjects].map(([subject, of]) => [subject, each((m) => subjectMeans(of, m).get(subject))]),
    ),
    attributes: attributeShares(pictures),
  };
}

const intervals = (pictures: readonly ScoredPicture[]): Means<Interval> =>
  each((metric) => {
    const means = [...subjectMeans(pictures, metric).values()];
    return means.length === 0 ? undefined : meanInterval(means);
  });

/** The value of each metric that has one. */
const each = <T>(of: (metric: Metric) => T | undefined): Means<T> =>
  Object.fromEntries(
    METRICS.flatMap((metric) => {
      const value = of(metric);
      return value === undefined ? [] : [[metric, value]];
    }),
  );

function attributeShares(pictures: readonly ScoredPicture[]): Record<string, Interval> {
  const heads = [...new Set(pictures.flatMap(({ hits }) => Object.keys(hits)))];
  return Object.fromEntries(
    heads.map((head) => {
      const asked = pictures.filter(({ hits }) => hits[head] !== undefined);
      const scored = asked.map((p) => ({ ...p, values: { attributes: Number(p.hits[head]) } }));
      return [head, meanInterval([...subjectMeans(scored, 'attributes').values()])];
    }),
  );
}

function againstFull(byRow: Rows): Comparison[] {
  const others = [...byRow.keys()].filter((row) => row !== REFERENCE && !/^(lambda|plain)-/.test(row));
  return corrected(
    others.map((row) => [row, REFERENCE, byRow.get(row) ?? [], byRow.get(REFERENCE) ?? []] as const),
  );
}

function againstBaseline(byRow: Rows, baseline: readonly ScoredPicture[]): Comparison[] {
  const theirs: Rows = grouped(baseline, ({ row }) => row);
  return corrected(
    [...byRow].map(([row, of]) => [row, `baseline ${row}`, of, theirs.get(row) ?? []] as const),
  );
}

function corrected(
  pairs: readonly (readonly [
    row: string,
    against: string,
    a: readonly ScoredPicture[],
    b: readonly ScoredPicture[],
  ])[],
): Comparison[] {
  return METRICS.flatMap((metric) => {
    const found = pairs.flatMap(([row, against, a, b]) => {
      const [difference, wins] = [rowDifference(a, b, metric), rowWinRate(a, b, metric)];
      return difference && wins ? [{ row, against, metric, difference, wins }] : [];
    });
    const ps = holm(found.map(({ difference }) => difference.p));
    return found.map((comparison, index) => ({ ...comparison, corrected: ps[index] ?? 1 }));
  });
}

function lambdaZeroEqual(byRow: Rows): boolean | undefined {
  const without = new Map(byRow.get('w0')?.map((p) => [`${p.subject}/${p.prompt}/${p.seed}`, p.pixels]));
  const pairs = (byRow.get('lambda-0') ?? []).flatMap((p) => {
    const pixels = without.get(`${p.subject}/${p.prompt}/${p.seed}`);
    return pixels === undefined ? [] : [[p.pixels, pixels] as const];
  });
  return pairs.length === 0 ? undefined : pairs.every(([a, b]) => a === b);
}

function worstSubjects(byRow: Rows, metric: Metric | undefined): Summary['worst'] {
  if (metric === undefined) return [];
  const pictures = (byRow.get(REFERENCE) ?? []).filter((picture) => valueOf(picture, metric) !== undefined);
  return [...subjectMeans(pictures, metric)]
    .map(([subject, mean]) => ({ subject, metric, mean }))
    .sort((a, b) => a.mean - b.mean)
    .slice(0, WORST);
}
