import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { updateBaseline } from './evaluation/baseline.ts';
import { compareRuns, EXIT_CODES, regressionSentences } from './evaluation/compare-runs.ts';
import { evalOptions, type EvalOptions } from './evaluation/options.ts';
import { jsonProgress, textProgress } from './evaluation/progress.ts';
import { runEvaluation } from './evaluation/run-evaluation.ts';
import { UsageError } from './usage.ts';

/** Exit code of a run that Ctrl-C stopped, as shells have it. */
const INTERRUPTED = 130;

/**
 * `elite-graph eval`: runs the evaluation protocol on a data set, or compares two runs, or makes a run the baseline.
 * @returns 0 done, identical or equivalent; 3 drift, 4 changed, 5 not comparable; 130 stopped
 */
export async function evalCommand(args: string[]): Promise<number> {
  const [action, ...rest] = args;
  if (action === 'compare') return compare(rest);
  if (action === 'baseline') return baseline(rest);
  return run(evalOptions(args));
}

async function run(options: EvalOptions): Promise<number> {
  const progress = options.json ? jsonProgress(console.log) : textProgress(process.stderr);
  const abort = new AbortController();
  const stop = (): void => {
    abort.abort();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const { out, pictures, drawn } = await runEvaluation(options, progress, abort.signal);
    progress.say('done', `${pictures} pictures, ${drawn} of them drawn now: ${resolve(out, 'report.html')}`);
    if (options.baseline === undefined) return 0;
    return await report(options.baseline, out, resolve(out, 'regression'), options.json);
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    progress.say('stopped', `stopped; the same command goes on where it was (${resolve(options.out)})`);
    return INTERRUPTED;
  } finally {
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
  }
}

async function compare(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { out: { type: 'string' }, json: { type: 'boolean' } },
    allowPositionals: true,
    strict: true,
  });
  const [before, after, ...more] = positionals;
  if (before === undefined || after === undefined || more.length > 0)
    throw new UsageError(`eval compare: expected the folders of two runs, got ${positionals.length}`);
  return report(before, after, resolve(values.out ?? 'regression'), values.json === true);
}

async function report(before: string, after: string, out: string, isJson: boolean): Promise<number> {
  const found = await compareRuns(before, after, out);
  if (isJson) console.log(JSON.stringify({ event: 'regression', ...found }));
  else for (const sentence of regressionSentences(found)) console.log(sentence);
  return EXIT_CODES[found.verdict];
}

async function baseline(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { to: { type: 'string' }, why: { type: 'string' }, by: { type: 'string' } },
    allowPositionals: true,
    strict: true,
  });
  const [folder, ...more] = positionals;
  const { to, why, by } = values;
  if (folder === undefined || more.length > 0 || to === undefined || why === undefined || why.trim() === '')
    throw new UsageError('eval baseline: expected RUN --to DIR --why TEXT, got less or more');
  await updateBaseline(folder, to, by === undefined ? { why } : { why, who: by });
  console.log(`${to}: the baseline is now ${folder}`);
  return 0;
}
