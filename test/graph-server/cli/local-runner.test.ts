import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalRunner } from '../../../graph-server/cli/local-runner.ts';
import type { Message } from '../../../graph-server/ws/messages.ts';
import { pngWith } from '../../support/png.ts';
import { TEST_PACK } from '../../support/prompts.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testConfig } from '../../support/test-server.ts';
import type { Prompt } from '../../../ui/src/model/prompt.ts';

describe('LocalRunner', () => {
  const data = temporaryFolder();
  const out = join(data, 'out');
  let runner: LocalRunner;
  before(async () => {
    runner = await LocalRunner.start(testConfig(data, { packs: [TEST_PACK] }), out);
  });
  after(() => runner.close());

  const prompt = (value: number, middle = 'Add'): Prompt => ({
    '1': { class_type: 'Constant', inputs: { value } },
    '2': { class_type: middle, inputs: { [middle === 'Add' ? 'a' : 'number']: ['1', 0] } },
    '3': { class_type: 'Save', inputs: { number: ['2', 0], prefix: 'sub/x' } },
  });
  const run = (
    of: Prompt,
    onMessage: (message: Message) => void = () => undefined,
    signal = new AbortController().signal,
  ) => runner.run(of, { nodes: [] }, onMessage, signal);

  it('runs a prompt and writes its files where they were asked for', async () => {
    const types: string[] = [];
    const { state, files } = await run(prompt(5), ({ type }) => types.push(type));
    assert.deepEqual([state, types.at(0), types.includes('executed')], ['success', 'execution_cached', true]);
    const [file = assert.fail()] = files;
    const path = await runner.save(file, out);
    assert.equal(path, join(out, 'sub', 'x_00001_.png'));
    assert.deepEqual((JSON.parse(readFileSync(path, 'utf8')) as { extra: object }).extra, {
      workflow: '{"nodes":[]}',
    });
    assert.deepEqual(readdirSync(join(out, 'sub')), ['x_00001_.png']);
  });

  it('gives one sentence for a prompt that is refused and for a run that fails', async () => {
    assert.deepEqual(await run(prompt(-1)), {
      state: 'error',
      files: [],
      reason: 'node 1 Constant, input value: expected 0 to 1000, got -1',
    });
    assert.deepEqual(await run(prompt(5, 'Fail')), {
      state: 'error',
      files: [],
      reason: 'node 2 Fail: number: expected luck, got none',
    });
    const cycle = { ...prompt(5), '2': { class_type: 'Add', inputs: { a: ['2', 0] } } };
    assert.equal(
      (await run(cycle)).reason,
      'node 2 Add: expected links without a circle, got 2 (Add) -> 2 (Add)',
    );
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    const onMessage = ({ type }: Message) => type === 'progress' && abort.abort();
    assert.deepEqual(await run(prompt(5, 'Slow'), onMessage, abort.signal), {
      state: 'interrupted',
      files: [],
      reason: 'interrupted',
    });
  });

  it('takes pictures as inputs and nothing else', async () => {
    const [picture, other] = [join(data, 'p.png'), join(data, 'p.txt')];
    writeFileSync(picture, pngWith());
    writeFileSync(other, 'x');
    assert.equal(await runner.upload(picture), 'p.png');
    assert.ok(existsSync(join(data, 'input', 'p.png')));
    await assert.rejects(runner.upload(other), /expected a PNG, JPEG or WebP picture, got other bytes/);
  });
});
