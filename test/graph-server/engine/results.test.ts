import assert from 'node:assert/strict';
import fc from 'fast-check';
import { NoCache } from '../../../graph-server/engine/cache.ts';
import type { SavedPicture } from '../../../graph-server/engine/define-node.ts';
import { LiveGraph } from '../../../graph-server/engine/live-graph.ts';
import { readPrompt } from '../../../graph-server/engine/prompt.ts';
import { Results } from '../../../graph-server/engine/results.ts';
import { NO_FOLDERS, node, promptOf } from '../../support/prompts.ts';
import {
  begun,
  cachedIds,
  largeCache,
  runPrompt,
  semanticsRegistry,
  shown,
} from '../../support/run-semantics.ts';

const saved = [
  ['1', node('Constant', '"value":1')],
  ['2', node('Save', '"number":["1",0],"prefix":"x"')],
  ['3', node('Show', '"number":["1",0]')],
] as const;

describe('cached results', () => {
  it('are all told at the start, of nodes that nobody asked for too', async () => {
    const cache = largeCache();
    await runPrompt(saved, { cache });
    const events = await runPrompt(saved, { cache, targets: ['3'] });
    assert.deepEqual(cachedIds(events), ['1', '2', '3']);
    assert.deepEqual(shown(events), { '3': { text: ['1'] } });
  });

  it('are written again when their files are gone, and nothing else runs for that', async () => {
    const cache = largeCache();
    await runPrompt(saved, { cache });
    const asked: SavedPicture[] = [];
    const isThere = (file: SavedPicture) => Promise.resolve(asked.push(file) === 0);
    const events = await runPrompt(saved, { cache, isThere });
    assert.deepEqual([cachedIds(events), begun(events)], [['1', '3'], ['2']]);
    assert.deepEqual(asked, [{ filename: 'x.png', subfolder: '', type: 'output' }]);
    assert.deepEqual(begun(await runPrompt(saved, { cache })), []);
  });

  it('of a node that is unique are not those of an equal one', async () => {
    const unique = [
      ['1', node('Value', '"value":1')],
      ['2', node('Unique', '"any":["1",0]')],
      ['3', node('Unique', '"any":["1",0]')],
    ] as const;
    const cache = largeCache();
    const events = await runPrompt(unique, { cache });
    assert.deepEqual(shown(events), { '2': { id: ['2', 'Value'] }, '3': { id: ['3', 'Value'] } });
    assert.deepEqual(begun(await runPrompt(unique, { cache })), []);
  });

  it('of a node that is never the same are taken once by each run, by all that it feeds', async () => {
    const graph = [
      ['1', node('Constant', '"value":14')],
      ['2', node('Add', '"a":["1",0]')],
      ['3', node('Add', '"a":["1",0],"b":["2",0]')],
      ['4', node('Show', '"number":["3",0]')],
    ] as const;
    for (const cache of [largeCache(), new NoCache()]) {
      for (let run = 0; run < 2; run += 1) {
        const events = await runPrompt(graph, { cache });
        assert.deepEqual([cachedIds(events), begun(events)], [[], ['1', '2', '3', '4']]);
        assert.deepEqual(shown(events)['4'], { text: ['28'] });
      }
    }
  });

  it('change nothing of what a graph shows, whatever is cached', async () => {
    const cache = largeCache();
    const sums = fc.array(fc.tuple(fc.nat(3), fc.nat(20), fc.nat(20)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(sums, async (picks) => {
        const graph = picks.map(([value, a, b], i): [string, string] => {
          const link = (pick: number) => `["${pick % i}",0]`;
          if (i === 0) return ['0', node('Value', `"value":${value}`)];
          return [String(i), node('Sum', `"a":${link(a)},"b":${link(b)},"bias":${value}`)];
        });
        graph.push(['out', node('Tell', `"any":["${picks.length - 1}",0]`)]);
        const fresh = shown(await runPrompt(graph, { cache: new NoCache() }))['out'];
        assert.deepEqual(shown(await runPrompt(graph, { cache }))['out'], fresh);
        const again = await runPrompt(graph, { cache });
        assert.deepEqual([shown(again)['out'], begun(again)], [fresh, []]);
      }),
      { numRuns: 25 },
    );
  });
});

describe('Results', () => {
  it('let go of what nothing that is still to run takes', async () => {
    const prompt = promptOf(['1', node('Value', '"value":1')], ['2', node('Tell', '"any":["1",0]')]);
    const graph = new LiveGraph(readPrompt(prompt), semanticsRegistry());
    const results = new Results(graph, new NoCache());
    await results.begin(NO_FOLDERS, () => Promise.resolve(true));
    results.willTake('2', '1');
    results.keep('1', { outputs: { number: [1] } });
    results.letGo('1', []);
    assert.deepEqual(results.of('1')?.outputs, { number: [1] });
    results.keep('2', { outputs: {} });
    results.letGo('2', ['1']);
    assert.deepEqual([results.of('1'), results.of('2')], [undefined, undefined]);
  });
});
