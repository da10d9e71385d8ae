import { resolve } from 'node:path';
import { photographsOf, type Subject } from '../../../method/evaluation/benchmark.ts';
import { presetPlan } from '../../../method/diffusion/presets.ts';
import { planOf, type Plan } from '../../../method/evaluation/plan.ts';
import type { Row } from '../../../method/evaluation/rows.ts';
import type { ScoredPicture } from '../../../method/evaluation/scored-picture.ts';
import type { Summary } from '../../../method/evaluation/summary.ts';
import { UsageError } from '../usage.ts';
import { readScores } from './compare-runs.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import type { DrawingSettings } from './drawer.ts';
import { openEvalParts, type EvalParts } from './eval-parts.ts';
import { evaluate, type Copies } from './evaluate.ts';
import {
  MANIFEST_FILE,
  manifestSubjects,
  photoHashes,
  protocolAndEnvironment,
  readManifest,
  type Manifest,
} from './manifest.ts';
import { rowsOf, SWEEP, usage, type EvalOptions } from './options.ts';
import type { Progress } from './progress.ts';
import { hashOf, RunFolder } from './run-folder.ts';
import { writeReport } from './write-report.ts';

/** The seeds of the protocol: five pictures a subject and prompt. */
const SEEDS: readonly number[] = [0, 1, 2, 3, 4];
/** Up to this size several pictures at once are faster on a processor, and fit its memory. */
const BATCHED_SIZE = 128;
/** How much of the data set a sweep draws. */
const SWEEP_SUBJECTS = 10;
const SWEEP_PROMPTS = 10;

/** How a run ended. */
interface RunResult {
  readonly out: string;
  readonly pictures: number;
  /** How many were drawn now. */
  readonly drawn: number;
  readonly summary: Summary;
}

/** What decides a run, after command line, baseline and bundle had their say. */
interface Settled {
  readonly rows: readonly Row[];
  readonly seeds: readonly number[];
  readonly drawing: DrawingSettings;
  readonly plan: Plan;
  readonly copies: Copies;
  /** As a command line would say it, for the manifest and for runs against this one. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

/**
 * Runs the protocol on a data set and writes the report.
 * @param open other parts, for tests
 * @throws AbortError when the signal stops it; what was drawn by then stays
 */
export async function runEvaluation(
  options: EvalOptions,
  progress: Progress,
  signal?: AbortSignal,
  open: (options: EvalOptions, data: DataFolder) => Promise<EvalParts> = openEvalParts,
): Promise<RunResult> {
  const start = performance.now();
  const data = await openDataFolder(options.dataSet);
  const baseline = options.baseline === undefined ? undefined : await readManifest(options.baseline);
  const before = options.baseline === undefined ? undefined : await readScores(options.baseline);
  const parts = await open(withArguments(options, baseline), data);
  try {
    const settled = settle(withArguments(options, baseline), data, parts);
    for (const [row, reason] of Object.entries(settled.plan.leftOut))
      progress.say('left out', `row ${row} is left out: ${reason}`);
    const folder = await RunFolder.open(resolve(options.out));
    const manifest = await manifestOf(data, parts, settled);
    const subjects = subjectsOf(settled.plan);
    const photos = await photoHashes(data, subjects, settled.drawing.photos ?? 1);
    const whole = { ...manifest, subjects: manifestSubjects(data, subjects, photos) };
    await folder.write(MANIFEST_FILE, `${JSON.stringify(whole, null, 2)}\n`);
    const { pictures, drawn } = await drawAll(
      { data, folder, parts, photos, manifest, settled },
      progress,
      signal,
    );
    progress.say('report', `writing the report of ${pictures.length} pictures`);
    const summary = await writeReport(
      {
        data,
        folder,
        rows: settled.rows,
        scorer: parts.scorer,
        facts: factsOf(manifest, pictures.length),
        ...(before ? { baseline: before } : {}),
      },
      pictures,
    );
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    await folder.write(MANIFEST_FILE, `${JSON.stringify({ ...whole, seconds }, null, 2)}\n`);
    return { out: folder.path, pictures: pictures.length, drawn, summary };
  } finally {
    await parts.close();
  }
}

/** The networks that pictures are drawn with; those of judges decide no pixel. */
const drawingModels = (models: Manifest['models']): (readonly [string, string])[] =>
  Object.entries(models).filter(([part]) => part !== 'evaluators' && !part.startsWith('judge '));

const subjectsOf = ({ groups }: Plan): Subject[] => [...new Set(groups.map(({ subject }) => subject))];

async function drawAll(
  {
    data,
    folder,
    parts,
    photos,
    manifest,
    settled,
  }: {
    data: DataFolder;
    folder: RunFolder;
    parts: EvalParts;
    photos: ReadonlyMap<string, string>;
    manifest: Manifest;
    settled: Settled;
  },
  progress: Progress,
  signal?: AbortSignal,
): Promise<{ pictures: ScoredPicture[]; drawn: number }> {
  const { groups } = settled.plan;
  const total = groups.reduce((sum, { seeds }) => sum + seeds.length, 0);
  const evaluation = {
    data,
    folder,
    photos,
    drawer: parts.drawerOf(settled.drawing),
    scorer: parts.scorer,
    run: manifest.run,
    seeds: settled.seeds,
    copies: settled.copies,
    photoCount: settled.drawing.photos ?? 1,
    settings: { ...manifest.settings, models: hashOf(drawingModels(manifest.models)) },
  };
  const pictures: ScoredPicture[] = [];
  let drawn = 0;
  for await (const done of evaluate(evaluation, groups, signal)) {
    pictures.push(...done.pictures);
    drawn += done.drawn;
    progress.step({ row: done.group.row.id, count: pictures.length, total, drawn: done.drawn });
  }
  return { pictures, drawn };
}

/** The command line, completed by what the baseline was run with. */
function withArguments(options: EvalOptions, baseline: Manifest | undefined): EvalOptions {
  if (baseline === undefined) return options;
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...baseline.arguments, ...Object.fromEntries(said) } as EvalOptions;
}

function settle(options: EvalOptions, data: DataFolder, parts: EvalParts): Settled {
  const { defaults, imageSize } = parts;
  const seeds = options.seeds ?? data.seeds ?? SEEDS;
  const lambda = options.lambda ?? defaults.lambda;
  const sweep = options.sweep ?? SWEEP;
  const batch = options.batch ?? (imageSize <= BATCHED_SIZE ? seeds.length : 1);
  const sweepSubset = options.sweepSubset ?? {
    subjects: SWEEP_SUBJECTS,
    prompts: SWEEP_PROMPTS,
    seeds: batch,
  };
  const rows = rowsOf(options.rows, { lambda, sweep });
  const { steps, sampler, scheduler, savings } = samplingPlan(options, parts);
  const guidance = options.guidance ?? defaults.guidance;
  const precision = options.precision === 'int8' ? { precision: options.precision } : {};
  const photos = options.photos !== undefined && options.photos > 1 ? { photos: options.photos } : {};
  const { subset } = options;
  const plan = planOf(data, { rows, seeds, sweepSubset, batch, ...(subset ? { subset } : {}) });
  usage(() => subjectsOf(plan).forEach((subject) => photographsOf(subject, options.photos ?? 1)));
  return {
    rows,
    seeds,
    drawing: {
      steps,
      guidance,
      sampler,
      scheduler,
      framing: 'subject',
      ...(savings ? { savings } : {}),
      ...precision,
      ...photos,
    },
    copies: options.copies ?? 'full',
    plan,
    arguments: {
      seeds,
      lambda,
      sweep,
      sweepSubset,
      ...(options.preset === undefined ? { steps } : { preset: options.preset }),
      guidance,
      ...precision,
      ...photos,
      batch,
      copies: options.copies ?? 'full',
      ...(options.rows ? { rows: options.rows } : {}),
      ...(subset ? { subset } : {}),
      ...(options.text === undefined ? {} : { text: options.text }),
      ...(options.picture === undefined ? {} : { picture: options.picture }),
    },
  };
}

/** The steps that the command line asks for, by name or by number. @throws UsageError when it says both */
function samplingPlan(
  { preset, steps }: EvalOptions,
  { defaults, levels }: EvalParts,
): Omit<DrawingSettings, 'guidance' | 'framing'> {
  if (preset === undefined) return { steps: steps ?? defaults.steps, sampler: 'lms', scheduler: 'normal' };
  if (steps !== undefined)
    throw new UsageError(`--preset: expected no --steps beside ${preset}, got ${steps}`);
  const { samplerName: sampler, ...plan } = presetPlan(preset, levels);
  return { sampler, ...plan };
}

async function manifestOf(data: DataFolder, parts: EvalParts, settled: Settled): Promise<Manifest> {
  const started = new Date().toISOString();
  return {
    ...(await protocolAndEnvironment(parts.threads)),
    run: started.slice(0, 19).replaceAll(':', ''),
    dataSet: { name: data.name, version: data.version, hash: data.hash },
    bundle: parts.bundle,
    models: parts.models,
    settings: {
      ...settled.drawing,
      idx: 'exact token positions',
      gate: 'maximum over heads and pixels of each sample',
      noise: "PyTorch's CPU generator, one seed a picture",
      pixels: 'whole part of 255x',
    },
    arguments: settled.arguments,
    presets: parts.scorer.presets,
    missing: parts.scorer.missing,
    leftOut: settled.plan.leftOut,
    subjects: [],
    started,
  };
}

/** The sentences at the top of a report. */
function factsOf(
  { bundle, dataSet, settings, arguments: said, environment }: Manifest,
  pictures: number,
): string[] {
  const { steps, guidance, sampler, framing } = settings;
  const preset = typeof said['preset'] === 'string' ? `, preset ${said['preset']}` : '';
  const precision = typeof said['precision'] === 'string' ? `, ${said['precision']}` : '';
  const photos = typeof said['photos'] === 'number' ? `, ${said['photos']} photographs of each subject` : '';
  return [
    `Bundle ${bundle} on ${dataSet.name}, version ${dataSet.version}: ${pictures} pictures.`,
    `${String(steps)} steps of ${String(sampler)}${preset}${precision}, guidance ${String(guidance)}, λ ${String(said['lambda'])}, framing ${String(framing)}${photos}; noise of PyTorch's CPU generator.`,
    `Drawn on ${String(environment['cpu'])}, ${String(environment['threads'])} threads, onnxruntime-node ${String(environment['onnxruntime-node'])}.`,
  ];
}
