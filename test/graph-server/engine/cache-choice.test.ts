import assert from 'node:assert/strict';
import { cacheOf, DEFAULT_CACHE, type CacheChoice } from '../../../graph-server/engine/cache-choice.ts';
import type { Cache } from '../../../graph-server/engine/cache.ts';
import { node } from '../../support/prompts.ts';
import { begun, cachedIds, runPrompt } from '../../support/run-semantics.ts';

const sum = (a: number) =>
  [
    ['1', node('Value', `"value":${a}`)],
    ['2', node('Value', '"value":2')],
    ['3', node('Sum', '"a":["1",0],"b":["2",0]')],
    ['4', node('Tell', '"any":["3",0]')],
  ] as const;

const twins = [
  ['1', node('Value', '"value":2')],
  ['2', node('Value', '"value":2')],
  ['3', node('Sum', '"a":["1",0],"b":["2",0]')],
  ['4', node('Tell', '"any":["3",0]')],
] as const;

describe('cacheOf', () => {
  const cachedAfter = async (choice: CacheChoice, ...values: number[]): Promise<readonly string[]> => {
    const cache = cacheOf(choice);
    let ids: readonly string[] = [];
    for (const value of values) ids = cachedIds(await runPrompt(sum(value), { cache }));
    return ids;
  };

  it('classic keeps what is in the prompt that runs, and nothing of others', async () => {
    assert.deepEqual(await cachedAfter({ mode: 'classic' }, 1, 1), ['1', '2', '3', '4']);
    assert.deepEqual(await cachedAfter({ mode: 'classic' }, 1, 5), ['2']);
    assert.deepEqual(await cachedAfter({ mode: 'classic' }, 1, 5, 1), ['2']);
  });

  it('lru keeps a number of results over several prompts', async () => {
    assert.deepEqual(await cachedAfter({ mode: 'lru', entries: 100 }, 1, 5, 1), ['1', '2', '3', '4']);
    assert.deepEqual(await cachedAfter({ mode: 'lru', entries: 2 }, 1, 1), ['3', '4']);
  });

  it('ram keeps as many bytes of results', async () => {
    assert.deepEqual(await cachedAfter(DEFAULT_CACHE, 1, 5, 1), ['1', '2', '3', '4']);
    const cache: Cache = cacheOf({ mode: 'ram', gigabytes: 100 / 2 ** 30 });
    for (const key of ['a', 'b', 'c']) cache.set(key, { outputs: { x: [new Uint8Array(50)] } });
    assert.deepEqual(
      ['a', 'b', 'c'].filter((key) => cache.get(key)),
      ['b', 'c'],
    );
  });

  it('none executes every node of every run, and equal ones each', async () => {
    assert.deepEqual(await cachedAfter({ mode: 'none' }, 1, 1), []);
    assert.deepEqual(begun(await runPrompt(twins, { cache: cacheOf({ mode: 'none' }) })), [
      '1',
      '2',
      '3',
      '4',
    ]);
    assert.deepEqual(begun(await runPrompt(twins, { cache: cacheOf({ mode: 'classic' }) })), ['1', '3', '4']);
  });
});
