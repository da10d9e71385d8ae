import assert from 'node:assert/strict';
import { breathe, neededInputs } from '../../../graph-server/engine/node-calls.ts';
import { NoCache } from '../../../graph-server/engine/cache.ts';
import { execute } from '../../../graph-server/engine/execute.ts';
import { readPrompt } from '../../../graph-server/engine/prompt.ts';
import { Registry } from '../../../graph-server/engine/registry.ts';
import { NO_FOLDERS, node, promptOf } from '../../support/prompts.ts';
import { runPrompt } from '../../support/run-semantics.ts';
import { LazyMix } from '../../support/semantics-pack.ts';

describe('calls of a node', () => {
  it('end between two items of a list when the run is interrupted', async () => {
    const abort = new AbortController();
    const events = await runPrompt(
      [
        ['1', node('Range', '"count":1000')],
        ['2', node('SumTo', '"n":["1",0]')],
        ['3', node('Tell', '"any":["2",0]')],
      ],
      {
        signal: abort.signal,
        onEvent: (event) => {
          if (event.kind === 'executing' && event.node === '2') abort.abort();
        },
      },
    );
    assert.deepEqual(events.at(-1), { kind: 'interrupted', node: '2', executed: ['1'] });
  });

  it('are asked for what they need, each item of a list, and a blocked one not at all', async () => {
    const lists = new Map([['mask', [0, 0.5, 0]]]);
    assert.deepEqual(await neededInputs(LazyMix, lists), ['a', 'b']);
    assert.deepEqual(await neededInputs(LazyMix, new Map([['mask', [0]]])), ['a']);
  });

  it('let the event loop in now and then', async () => {
    let isIn = false;
    setImmediate(() => {
      isIn = true;
    });
    const end = performance.now() + 30;
    while (performance.now() < end);
    await breathe();
    assert.ok(isIn);
  });

  it('may give nothing at all where there are no outputs', async () => {
    const registry = new Registry();
    const silent = { type: 'Silent', displayName: '', category: '', description: '', isOutput: true };
    const run = () => undefined as unknown as Record<string, unknown>;
    registry.add({ name: 'silent', nodes: [{ ...silent, inputs: {}, outputs: {}, run }] });
    const prompt = readPrompt(promptOf(['1', node('Silent', '')]));
    const parts = { registry, cache: new NoCache(), isThere: () => Promise.resolve(true) };
    const place = {
      folders: NO_FOLDERS,
      metadata: { prompt: '', extra: {} },
      save: () => Promise.reject(new Error()),
    };
    const told: unknown[] = [];
    for await (const event of execute(prompt, ['1'], {
      ...parts,
      place,
      signal: new AbortController().signal,
    }))
      told.push(event.kind);
    assert.deepEqual(told, ['cached', 'executing', 'finished', 'success']);
  });
});
