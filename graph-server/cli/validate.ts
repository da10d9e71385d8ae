import { parseArgs } from 'node:util';
import { configOf } from '../config.ts';
import { loadGraph } from './load-graph.ts';
import { LocalRunner } from './local-runner.ts';
import { refusalSentences } from './runner.ts';
import { onlyFile } from './usage.ts';

const FLAGS = { data: { type: 'string' }, bundle: { type: 'string' }, config: { type: 'string' } } as const;

/** `elite-graph validate`: says in one sentence a fault what would keep a workflow from running. */
export async function validate(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: FLAGS, allowPositionals: true, strict: true });
  const file = onlyFile(positionals, 'validate');
  const runner = await LocalRunner.start(configOf(values), '.');
  try {
    const { prompt } = await loadGraph(file, await runner.objectInfo());
    const checked = await runner.check(prompt);
    const faults = refusalSentences(checked.ok ? '' : checked.error, checked.nodeErrors);
    if (checked.ok && faults === '') {
      console.log(
        `${file}: ${Object.keys(prompt).length} nodes, ${checked.targets.length} of them outputs, nothing wrong`,
      );
      return 0;
    }
    console.error(faults);
    return 1;
  } finally {
    await runner.close();
  }
}
