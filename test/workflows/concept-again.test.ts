import assert from 'node:assert/strict';
import { join } from 'node:path';
import { loadGraph } from '../../graph-server/cli/load-graph.ts';
import { LocalRunner } from '../../graph-server/cli/local-runner.ts';
import { configOf, packageRoot } from '../../graph-server/config.ts';
import { setInput } from '../../graph-server/queue/set-input.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Starting the worker, and four small runs, on a machine that has other work. */
const PATIENCE_MS = 240_000;
/** The nodes that run the vision tower and the two mappers. */
const ENCODING = ['CLIPImageFeatures', 'GlobalMapper', 'LocalMapper'];

describe('a concept that is used again', function () {
  this.timeout(PATIENCE_MS);
  const data = temporaryFolder();
  let runner: LocalRunner;
  before(async () => {
    runner = await LocalRunner.start(configOf({ data }), join(data, 'out'));
  });
  after(() => runner.close());

  /** Runs the shipped graph with these settings. @returns how often each type of node ran */
  const counts = async (settings: Readonly<Record<string, string>>): Promise<Map<string, number>> => {
    const objectInfo = await runner.objectInfo();
    const { prompt } = await loadGraph(join(packageRoot, 'workflows', 'generate.json'), objectInfo);
    for (const [name, value] of Object.entries({ 'sampler.steps': '1', ...settings }))
      setInput(prompt, name, value, objectInfo);
    const ran = new Map<string, number>();
    const { state, reason } = await runner.run(
      prompt,
      undefined,
      ({ type, data: said }) => {
        if (type !== 'executing') return;
        const { node } = said as { readonly node: string | null };
        const kind = node === null ? undefined : prompt[node]?.class_type;
        if (kind !== undefined) ran.set(kind, (ran.get(kind) ?? 0) + 1);
      },
      new AbortController().signal,
    );
    assert.deepEqual([state, reason], ['success', undefined]);
    return ran;
  };

  it('runs neither the vision tower nor a mapper for another prompt, λ, seed or preset', async () => {
    const first = await counts({});
    assert.deepEqual(
      ENCODING.map((kind) => first.get(kind)),
      [1, 1, 1],
    );
    for (const change of [
      { 'prompt.text': 'a photo of a S* in the snow' },
      { 'sampler.lambda': '0.4', 'sampler.seed': '9' },
      { 'sampler.preset': 'fast' },
    ]) {
      const again = await counts(change);
      assert.deepEqual(
        ENCODING.map((kind) => again.get(kind)),
        [undefined, undefined, undefined],
      );
      assert.equal(again.get('EliteUNetSampler'), 1);
    }
  });
});
