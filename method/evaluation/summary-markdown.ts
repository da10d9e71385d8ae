import type { Metric } from './scored-picture.ts';
import type { Interval } from './statistics.ts';
import type { Pattern } from './patterns.ts';
import type { RowSummary, Summary } from './summary.ts';

/** A table of texts, its first row the header. */
export type Table = readonly (readonly string[])[];

/** What readers call a metric. */
export const METRIC_NAMES: Readonly<Record<Metric, string>> = {
  clip_t: 'CLIP-T',
  clip_i_mean: 'CLIP-I',
  clip_i_max: 'CLIP-I max',
  dino_i_mean: 'DINO-I',
  dino_i_max: 'DINO-I max',
  id_i: 'ID-I',
  r1: 'R@1',
  attributes: 'attributes',
  truth_similarity: 'truth',
  truth_labels: 'truth labels',
  aligned_ncc: 'aligned NCC',
  paste: 'paste',
  object_copy: 'object copy',
  background_copy: 'background copy',
  gate_iou: 'gate IoU',
  gate_half_iou: 'gate IoU, upper half',
};

/** Left out of the tables for people, since they repeat another column. */
const REPEATED: readonly Metric[] = ['clip_i_max', 'dino_i_max', 'aligned_ncc'];

/** The metrics that some row has, without those that repeat another. */
const shownMetrics = ({ rows }: Pick<Summary, 'rows'>): Metric[] =>
  (Object.keys(METRIC_NAMES) as Metric[]).filter(
    (metric) => !REPEATED.includes(metric) && rows.some(({ means }) => means[metric] !== undefined),
  );

/** The table of all rows: means with intervals, pictures, failures and alarms. */
export function rowsTable(summary: Summary): Table {
  const metrics = shownMetrics(summary);
  const heads = [...new Set(summary.rows.flatMap(({ attributes }) => Object.keys(attributes)))];
  return [
    ['row', ...metrics.map((metric) => METRIC_NAMES[metric]), ...heads, 'pictures', 'failed', 'alarms'],
    ...summary.rows.map((row) => [
      row.title,
      ...metrics.map((metric) => intervalText(row.means[metric])),
      ...heads.map((head) => intervalText(row.attributes[head])),
      String(row.pictures),
      String(row.failed),
      String(row.alarms),
    ]),
  ];
}

/** Means of one row by kind of prompt. */
export const kindsTable = (summary: Summary, { byKind }: RowSummary): Table => [
  ['kind', ...shownMetrics(summary).map((metric) => METRIC_NAMES[metric])],
  ...Object.entries(byKind).map(([kind, means]) => [
    kind,
    ...shownMetrics(summary).map((metric) => intervalText(means[metric])),
  ]),
];

/** Means of one row by subject. */
export const subjectsTable = (summary: Summary, { bySubject }: RowSummary): Table => [
  ['subject', ...shownMetrics(summary).map((metric) => METRIC_NAMES[metric])],
  ...Object.entries(bySubject).map(([subject, means]) => [
    subject,
    ...shownMetrics(summary).map((metric) => numberText(means[metric])),
  ]),
];

/** Differences with paired intervals, corrected p-values and win rates. */
export const comparisonsTable = ({ comparisons, ...summary }: Summary): Table => [
  ['row', 'against', 'metric', 'difference', 'p (Holm)', 'wins'],
  ...comparisons
    .filter(({ metric }) => shownMetrics(summary).includes(metric))
    .map(({ row, against, metric, difference, corrected, wins }) => [
      row,
      against,
      METRIC_NAMES[metric],
      intervalText(difference, true),
      corrected < 0.001 ? '< 0.001' : corrected.toFixed(3),
      intervalText(wins),
    ]),
];

/** What decided each pattern. */
export const patternsTable = (found: readonly Pattern[]): Table => [
  ['pattern', 'verdict', 'because'],
  ...found.map(({ id, title, verdict, checks, reason }) => [
    `${id}. ${title}`,
    verdict,
    reason ??
      checks
        .map(
          ({ claim, holds, interval, value }) =>
            `${holds ? 'yes' : 'no'}: ${claim} (${interval ? intervalText(interval, true) : numberText(value)})`,
        )
        .join('; '),
  ]),
];

/** The curves of a sweep, a line a λ. */
export const sweepTable = ({ lambdas, curves }: NonNullable<Summary['sweep']>): Table => [
  ['λ', ...curves.map(({ metric }) => METRIC_NAMES[metric])],
  ...lambdas.map((lambda, i) => [String(lambda), ...curves.map(({ points }) => intervalText(points[i]))]),
];

/** The sentences about a sweep and about λ = 0. */
export function sweepSentences({ sweep, lambdaZeroEqual }: Summary): string[] {
  const knee = sweep?.knee;
  return [
    ...(sweep?.curves ?? []).map(
      ({ metric, spearman, monotone }) =>
        `${METRIC_NAMES[metric]}: Spearman’s correlation with λ ${spearman.toFixed(2)}; it never falls for ${(100 * monotone).toFixed(0)} % of the subjects.`,
    ),
    ...(knee === undefined
      ? []
      : [`Knee: λ ${knee}, the largest that costs at most 0.01 of CLIP-T; the λ to suggest.`]),
    ...(lambdaZeroEqual === undefined
      ? []
      : [`λ = 0 ${lambdaZeroEqual ? 'has' : 'does NOT have'} the pixels of the row without local mapper.`]),
  ];
}

/** summary.md: every table, with what is missing and why. */
export function summaryMarkdown(summary: Summary, facts: readonly string[]): string {
  const full = summary.rows.find(({ id }) => id === 'full') ?? summary.rows[0];
  const parts = [
    `# ${summary.benchmark}: evaluation`,
    list(facts),
    `Intervals: ${summary.interval}; p-values are two-sided and corrected after Holm over the rows of a metric.${fewSubjects(summary)}`,
    markdownTable(rowsTable(summary)),
    presetSentence(summary),
    missingList(summary),
    '## Patterns of the paper',
    markdownTable(patternsTable(summary.patterns)),
    ...(summary.sweep
      ? ['## λ sweep', markdownTable(sweepTable(summary.sweep)), list(sweepSentences(summary))]
      : []),
    '## Differences',
    markdownTable(comparisonsTable(summary)),
    ...(full
      ? [
          `## By kind of prompt: ${full.title}`,
          markdownTable(kindsTable(summary, full)),
          `## By subject: ${full.title}`,
          markdownTable(subjectsTable(summary, full)),
        ]
      : []),
    ...(summary.worst.length > 0
      ? [
          '## Worst subjects',
          list(
            summary.worst.map(
              ({ subject, metric, mean }) => `${subject}: ${METRIC_NAMES[metric]} ${numberText(mean)}`,
            ),
          ),
        ]
      : []),
  ];
  return parts.filter((part) => part !== '').join('\n\n') + '\n';
}

/** Which judge measured what. */
export function presetSentence({ presets }: Summary): string {
  const pairs = (Object.entries(presets) as [Metric, string][]).map(
    ([metric, id]) => `${METRIC_NAMES[metric]}: ${id}`,
  );
  if (pairs.length === 0) return 'No judge looked at the pictures.';
  const biased = Object.values(presets).some((id) => id.startsWith('clip-l14') || id === 'tiny-clip');
  const warning = biased
    ? ' The CLIP judge is **biased**: its features feed the mappers; decide on DINO-I or on the true renders.'
    : '';
  return `Judges: ${pairs.join(', ')}. Scores of other judges are on other scales.${warning}`;
}

const fewSubjects = ({ rows }: Summary): string =>
  rows.some(({ means }) => Object.values(means).some((interval) => interval.indicative))
    ? ' There are fewer than 8 subjects: intervals are indicative.'
    : '';

const missingList = ({ missing }: Summary): string => {
  const entries = Object.entries(missing) as [Metric, string][];
  return entries.length === 0
    ? ''
    : list(entries.map(([metric, reason]) => `${METRIC_NAMES[metric]} is empty: ${reason}.`));
};

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

function markdownTable([header = [], ...lines]: Table): string {
  if (lines.length === 0) return '';
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), `|${'---|'.repeat(header.length)}`, ...lines.map(line)].join('\n');
}

function intervalText(interval: Interval | undefined, isSigned = false): string {
  if (interval === undefined) return '–';
  const text = (value: number): string => `${isSigned && value >= 0 ? '+' : ''}${value.toFixed(3)}`;
  const note = interval.indicative ? ', indicative' : '';
  return `${text(interval.mean)} (${text(interval.low)} … ${text(interval.high)}${note})`;
}

const numberText = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(3));
