import { grouped } from './grouped.ts';
import { PLAIN_PROMPT, type Benchmark, type BenchPrompt, type Subject, type Triple } from './benchmark.ts';
import type { Row } from './rows.ts';
import { triplesOf, type Subset } from './subset.ts';

/** Pictures that are made together: one row, one subject, one prompt, some seeds. */
export interface Group {
  readonly row: Row;
  readonly subject: Subject;
  readonly prompt: BenchPrompt;
  readonly seeds: readonly number[];
}

/** Everything that a run makes, row by row. */
export interface Plan {
  readonly groups: readonly Group[];
  /** Rows that cannot be made of this data set, with the reason. */
  readonly leftOut: Readonly<Record<string, string>>;
}

/** What a plan is made from. */
export interface PlanSettings {
  readonly rows: readonly Row[];
  readonly seeds: readonly number[];
  readonly subset?: Subset;
  /** How much of the data set a sweep of λ draws, within the subset. */
  readonly sweepSubset: Subset;
  /** How many pictures are drawn together at most. */
  readonly batch: number;
}

/** A prompt that no picture was drawn from: the references themselves. */
const REAL_PROMPT: BenchPrompt = { id: 'real', kind: 'real', text: '', asks: {} };

/** The pictures of a run, in the order in which they are made. */
export function planOf(benchmark: Benchmark, settings: PlanSettings): Plan {
  const triples = triplesOf(benchmark, settings.seeds, settings.subset);
  const subjects = [...new Set(triples.map(({ subject }) => subject))];
  const leftOut: Record<string, string> = {};
  const groups = settings.rows.flatMap((row) => {
    const reason = impossible(row, subjects, benchmark);
    if (reason !== undefined) {
      leftOut[row.id] = reason;
      return [];
    }
    return groupsOf(row, triplesOfRow(row, { benchmark, triples, subjects, settings }), settings.batch);
  });
  return { groups, leftOut };
}

/** Why a row cannot be made; undefined when it can. */
function impossible(
  { pictures }: Row,
  subjects: readonly Subject[],
  { truths }: Benchmark,
): string | undefined {
  if (pictures === 'references')
    return subjects.some(({ references }) => references.length > 1)
      ? undefined
      : 'one reference a subject: nothing is left when it is left out';
  if (pictures === 'truths')
    return Object.keys(truths).length > 0 ? undefined : 'the data set has no true renders';
  const lacks = pictures.words === 'nearest' && subjects.find(({ nearest }) => nearest === undefined);
  return lacks ? `the data set names no nearest training concept for ${lacks.id}` : undefined;
}

function triplesOfRow(
  row: Row,
  {
    benchmark,
    triples,
    subjects,
    settings,
  }: {
    benchmark: Benchmark;
    triples: readonly Triple[];
    subjects: readonly Subject[];
    settings: PlanSettings;
  },
): readonly Triple[] {
  const of = (prompt: BenchPrompt, seedsOf: (subject: Subject) => readonly number[]): Triple[] =>
    subjects.flatMap((subject) => seedsOf(subject).map((seed) => ({ subject, prompt, seed })));
  if (row.pictures === 'references')
    return of(REAL_PROMPT, ({ references }) => (references.length > 1 ? [...references.keys()] : []));
  if (row.pictures === 'truths')
    return triples.filter(({ subject, prompt, seed }) => {
      const files = benchmark.truths[`${subject.id}/${prompt.id}`] ?? [];
      return settings.seeds.indexOf(seed) < files.length;
    });
  if (row.triples === 'plain') return of(PLAIN_PROMPT, () => settings.seeds.slice(0, settings.subset?.seeds));
  if (row.triples !== 'sweep') return triples;
  const { subset, sweepSubset } = settings;
  const least = (name: keyof Subset): number => Math.min(sweepSubset[name], subset?.[name] ?? Infinity);
  // Whole batches: λ = 0 has the bits of the row without patches only among the same batch-mates.
  const whole = Math.ceil(least('seeds') / settings.batch) * settings.batch;
  const both = { subjects: least('subjects'), prompts: least('prompts'), seeds: whole };
  return withinSubset(benchmark, triples, settings.seeds, both);
}

/** The sweep's triples, all of which the other rows have too, so that λ = 0 has its picture to be compared with. */
function withinSubset(
  benchmark: Benchmark,
  triples: readonly Triple[],
  seeds: readonly number[],
  subset: Subset,
): Triple[] {
  const bySubject = grouped(triples, ({ subject }) => subject);
  const subjects = [...bySubject.keys()];
  const prompts = [...new Set(triples.map(({ prompt }) => prompt))];
  const inner = triplesOf({ ...benchmark, subjects, prompts }, seeds, subset);
  return inner.filter(({ subject, prompt, seed }) =>
    bySubject.get(subject)?.some((triple) => triple.prompt === prompt && triple.seed === seed),
  );
}

/** Triples of one subject and prompt, as many together as the batch allows. */
function groupsOf(row: Row, triples: readonly Triple[], batch: number): Group[] {
  const pairs = grouped(triples, ({ subject, prompt }) => `${subject.id}/${prompt.id}`);
  return [...pairs.values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined) return [];
    const seeds = of.map(({ seed }) => seed);
    return Array.from({ length: Math.ceil(seeds.length / batch) }, (_, i) => ({
      row,
      subject: first.subject,
      prompt: first.prompt,
      seeds: seeds.slice(i * batch, (i + 1) * batch),
    }));
  });
}
