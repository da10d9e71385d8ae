import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { stringifyJson, type Json } from '../../ui/src/model/json.ts';
import { configOf } from '../config.ts';
import { loadGraph } from './load-graph.ts';
import { LocalRunner } from './local-runner.ts';
import { RemoteRunner } from './remote-runner.ts';
import { onlyFile } from './usage.ts';

const FLAGS = {
  out: { type: 'string' },
  server: { type: 'string' },
  data: { type: 'string' },
  bundle: { type: 'string' },
  config: { type: 'string' },
} as const;

/** `elite-graph convert`: turns a workflow of the editor into an API prompt, on standard output or in a file. */
export async function convert(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: FLAGS, allowPositionals: true, strict: true });
  const file = onlyFile(positionals, 'convert');
  const runner =
    values.server === undefined
      ? await LocalRunner.start(configOf(values), '.')
      : new RemoteRunner(values.server);
  try {
    const { prompt } = await loadGraph(file, await runner.objectInfo());
    const text = stringifyJson(prompt as unknown as Json, 2);
    if (values.out === undefined) console.log(text);
    else await writeFile(values.out, `${text}\n`);
    return 0;
  } finally {
    await runner.close();
  }
}
