import assert from 'node:assert/strict';
import { join } from 'node:path';
import sharp from 'sharp';
import { loadGraph } from '../../graph-server/cli/load-graph.ts';
import { LocalRunner } from '../../graph-server/cli/local-runner.ts';
import { configOf, packageRoot } from '../../graph-server/config.ts';
import { setInput } from '../../graph-server/queue/set-input.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Starting the worker twice, and six small runs, on a machine that has other work. */
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

  /** Runs a shipped graph with these settings. @returns how often each type of node ran, and the picture's pixels */
  const run = async (
    name: string,
    settings: Readonly<Record<string, string>>,
  ): Promise<{ readonly ran: Map<string, number>; readonly pixels: Buffer }> => {
    const objectInfo = await runner.objectInfo();
    const { prompt } = await loadGraph(join(packageRoot, 'workflows', `${name}.json`), objectInfo);
    for (const [input, value] of Object.entries({ 'sampler.steps': '1', ...settings }))
      setInput(prompt, input, value, objectInfo);
    const ran = new Map<string, number>();
    const { state, reason, files } = await runner.run(
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
    const [file] = files;
    assert.ok(file);
    return { ran, pixels: await sharp(await runner.save(file, join(data, 'out'))).raw().toBuffer() };
  };
  const encoded = ({ ran }: Awaited<ReturnType<typeof run>>) => ENCODING.map((kind) => ran.get(kind));

  it('runs neither the vision tower nor a mapper for another prompt, λ, seed or preset', async () => {
    assert.deepEqual(encoded(await run('generate', {})), [1, 1, 1]);
    for (const change of [
      { 'prompt.text': 'a photo of a S* in the snow' },
      { 'sampler.lambda': '0.4', 'sampler.seed': '9' },
      { 'sampler.preset': 'fast' },
    ]) {
      const again = await run('generate', change);
      assert.deepEqual(encoded(again), [undefined, undefined, undefined]);
      assert.equal(again.ran.get('EliteUNetSampler'), 1);
    }
  });

  it('draws the same picture from its file after a restart, without photograph, tower and mappers', async () => {
    const same = { 'prompt.text': 'a photo of a S*', 'sampler.lambda': '0.8', 'sampler.seed': '5' };
    const kept = await run('keep-concept', { ...same, 'keep.name': 'kept' });
    await runner.close();
    runner = await LocalRunner.start(configOf({ data }), join(data, 'out'));
    const again = await run('saved-concept', { ...same, 'concept.concept': 'kept.elite.safetensors' });
    assert.deepEqual(encoded(again), [undefined, undefined, undefined]);
    assert.ok(again.pixels.equals(kept.pixels));
  });
});
