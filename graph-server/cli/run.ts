import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ObjectInfo } from '../../ui/src/model/object-info.ts';
import { nodeIdOf } from '../../ui/src/model/prompt.ts';
import { COMPUTE_FLAGS } from '../compute-choice.ts';
import { configOf } from '../config.ts';
import { fileInput, PlaceError, setInput } from '../queue/set-input.ts';
import { loadGraph, type LoadedGraph } from './load-graph.ts';
import { LocalRunner } from './local-runner.ts';
import { RemoteRunner } from './remote-runner.ts';
import { jsonReport, textReport, type Report } from './report.ts';
import type { Runner } from './runner.ts';
import { assignment, onlyFile, UsageError } from './usage.ts';

const FLAGS = {
  input: { type: 'string', multiple: true },
  set: { type: 'string', multiple: true },
  out: { type: 'string' },
  server: { type: 'string' },
  json: { type: 'boolean' },
  data: { type: 'string' },
  bundle: { type: 'string' },
  config: { type: 'string' },
  ...COMPUTE_FLAGS,
} as const;

/** `elite-graph run`: runs a saved workflow and writes its outputs; 0 only if every one was written. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: FLAGS, allowPositionals: true, strict: true });
  const file = onlyFile(positionals, 'run');
  const out = resolve(values.out ?? 'out');
  const runner =
    values.server === undefined
      ? await LocalRunner.start(configOf(values), out)
      : new RemoteRunner(values.server);
  const abort = new AbortController();
  const stop = () => {
    abort.abort();
  };
  process.once('SIGINT', stop);
  try {
    const graph = await prepared(runner, file, values.input ?? [], values.set ?? []);
    const report =
      values.json === true ? jsonReport(graph.prompt, console.log) : textReport(graph.prompt, process.stderr);
    return await runAndSave(runner, graph, { report, out, signal: abort.signal });
  } finally {
    process.removeListener('SIGINT', stop);
    await runner.close();
  }
}

/** Reads the graph, uploads the given files and sets the given values. */
async function prepared(
  runner: Runner,
  file: string,
  inputs: readonly string[],
  values: readonly string[],
): Promise<LoadedGraph> {
  const objectInfo = await runner.objectInfo();
  const graph = await loadGraph(file, objectInfo);
  for (const text of inputs) {
    const [name, path] = assignment(text, '--input');
    const id = nodeIdOf(graph.prompt, name);
    const input = fileInput(graph.prompt, id, objectInfo);
    const node = graph.prompt[id];
    if (node) node.inputs[input] = await runner.upload(path);
  }
  for (const text of values) {
    const [place, value] = assignment(text, '--set');
    setValue(graph, place, value, objectInfo);
  }
  return graph;
}

function setValue(graph: LoadedGraph, place: string, value: string, objectInfo: ObjectInfo): void {
  try {
    setInput(graph.prompt, place, value, objectInfo);
  } catch (error) {
    if (!(error instanceof PlaceError)) throw error;
    throw new UsageError(`--set ${place}: expected NODE.INPUT=VALUE, got no "."`);
  }
}

async function runAndSave(
  runner: Runner,
  graph: LoadedGraph,
  to: { report: Report; out: string; signal: AbortSignal },
): Promise<number> {
  const { report, out, signal } = to;
  const outcome = await runner.run(
    graph.prompt,
    graph.workflow,
    (message) => report.message(message),
    signal,
  );
  for (const file of outcome.files) report.saved(await runner.save(file, out), file.node);
  report.ended(outcome.state, outcome.reason);
  return outcome.state === 'success' ? 0 : 1;
}
