import assert from 'node:assert/strict';
import { computeChoice, PROVIDERS } from '../../graph-server/compute-choice.ts';
import { EXECUTION_PROVIDERS } from '../../method/runtime/execution-provider.ts';

describe('computeChoice', () => {
  it('leaves to the machine what neither flags nor file say', () => {
    assert.deepEqual(computeChoice({}, {}), {});
  });

  it('takes flags before the file', () => {
    const file = { threads: 2, modelMemory: 3, provider: 'dml' } as const;
    assert.deepEqual(computeChoice({}, file), { threads: 2, bytes: 3 * 2 ** 30, provider: 'dml' });
    assert.deepEqual(computeChoice({ threads: '8', provider: 'cpu', 'model-memory': '0.25' }, file), {
      threads: 8,
      bytes: 2 ** 28,
      provider: 'cpu',
    });
  });

  it('says one sentence about a flag that is out of range', () => {
    const wrong: readonly (readonly [Parameters<typeof computeChoice>[0], RegExp])[] = [
      [{ threads: '0' }, /^Error: --threads: expected a number from 1 to 1024, got "0"$/],
      [{ threads: 'all' }, /^Error: --threads: expected a number from 1 to 1024, got "all"$/],
      [{ 'model-memory': '-1' }, /^Error: --model-memory: expected GB from 0\.001, got "-1"$/],
      [{ provider: 'gpu' }, /^Error: --provider: expected one of cpu, cuda, dml, coreml, webgpu, got "gpu"$/],
    ];
    for (const [flags, sentence] of wrong) assert.throws(() => computeChoice(flags, {}), sentence);
  });

  it('names the providers that the runtime knows', () => {
    assert.deepEqual([...PROVIDERS], [...EXECUTION_PROVIDERS]);
  });
});
