import assert from 'node:assert/strict';
import { BoundedCache } from '../../../graph-server/engine/cache.ts';
import type { ExecutionEvent } from '../../../graph-server/engine/events.ts';
import { execute } from '../../../graph-server/engine/execute.ts';
import { readPrompt } from '../../../graph-server/engine/prompt.ts';
import { chain, NO_FOLDERS, node, promptOf, testRegistry } from '../../support/prompts.ts';

describe('execute', () => {
  let cache: BoundedCache;
  let abort: AbortController;
  beforeEach(() => {
    cache = new BoundedCache({ maxBytes: 1000, maxEntries: 100 });
    abort = new AbortController();
  });

  const run = (prompt: string, targets = ['3'], withCache = cache) =>
    execute(readPrompt(prompt), targets, {
      registry: testRegistry(),
      cache: withCache,
      signal: abort.signal,
      isThere: () => Promise.resolve(true),
      place: {
        folders: NO_FOLDERS,
        metadata: { prompt, extra: {} },
        save: () => Promise.resolve({ filename: 'x.png', subfolder: '', type: 'output' }),
      },
    });

  const all = async (prompt: string, targets?: string[]): Promise<ExecutionEvent[]> => {
    const events: ExecutionEvent[] = [];
    for await (const event of run(prompt, targets)) events.push(event);
    return events;
  };

  /** The nodes that were really executed. */
  const executing = (events: readonly ExecutionEvent[]) =>
    events.flatMap((event) => (event.kind === 'executing' ? [event.node] : []));

  it('tells every node in order', async () => {
    assert.deepEqual(await all(chain(5)), [
      { kind: 'cached', nodes: [] },
      { kind: 'executing', node: '1' },
      { kind: 'finished', node: '1' },
      { kind: 'executing', node: '2' },
      { kind: 'progress', node: '2', value: 1, max: 3 },
      { kind: 'preview', node: '2', bytes: Uint8Array.of(1, 2, 3), mime: 'image/jpeg' },
      { kind: 'progress', node: '2', value: 2, max: 3 },
      { kind: 'progress', node: '2', value: 3, max: 3 },
      { kind: 'finished', node: '2' },
      { kind: 'executing', node: '3' },
      { kind: 'executed', node: '3', ui: { text: ['5'] } },
      { kind: 'finished', node: '3' },
      { kind: 'success' },
    ]);
  });

  it('executes nothing the second time and shows the same again', async () => {
    await all(chain(5));
    assert.deepEqual(await all(chain(5)), [
      { kind: 'cached', nodes: ['1', '2', '3'] },
      { kind: 'executed', node: '3', ui: { text: ['5'] } },
      { kind: 'finished', node: '3' },
      { kind: 'success' },
    ]);
    await all(chain(5, 'Add', 'Drop'));
    assert.deepEqual((await all(chain(5, 'Add', 'Drop')))[1], { kind: 'executed', node: '3', ui: null });
  });

  it('executes only what follows a changed literal', async () => {
    const sum = (a: number, b: number) =>
      promptOf(
        ['1', node('Constant', `"value":${a}`)],
        ['2', node('Constant', `"value":${b}`)],
        ['4', node('Add', '"a":["1",0],"b":["2",0]')],
        ['3', node('Show', '"number":["4",0]')],
      );
    assert.deepEqual(executing(await all(sum(1, 2))), ['1', '2', '4', '3']);
    const events = await all(sum(1, 3));
    assert.deepEqual(events[0], { kind: 'cached', nodes: ['1'] });
    assert.deepEqual(executing(events), ['2', '4', '3']);
    assert.deepEqual(executing(await all(sum(1, 2))), []);
  });

  it('finds what an equal node gave before, whatever its id, even in the same prompt', async () => {
    const twins = promptOf(
      ['1', node('Constant', '"value":7')],
      ['2', node('Constant', '"value":7')],
      ['4', node('Add', '"a":["1",0],"b":["2",0]')],
      ['3', node('Show', '"number":["4",0]')],
    );
    const events = await all(twins);
    assert.deepEqual(executing(events), ['1', '4', '3']);
    assert.deepEqual(
      events.filter(({ kind }) => kind === 'executed'),
      [
        { kind: 'executed', node: '2', ui: null },
        { kind: 'executed', node: '3', ui: { text: ['14'] } },
      ],
    );
  });

  it('finishes a run whose results the cache cannot hold', async () => {
    const tiny = new BoundedCache({ maxBytes: 0, maxEntries: 0 });
    const events: ExecutionEvent[] = [];
    for await (const event of run(chain(5), ['3'], tiny)) events.push(event);
    assert.deepEqual(events.at(-1), { kind: 'success' });
  });

  it('gives each input its kind and leaves out what is absent', async () => {
    const inputs = '"steps":5,"cfg":2.0,"seed":18446744073709551615,"text":"x","flag":true,"mode":"fast"';
    const events = await all(promptOf(['3', node('Kinds', inputs)]));
    const got = ['steps number 5', 'cfg number 2', 'seed bigint 18446744073709551615'];
    assert.deepEqual(
      events.find(({ kind }) => kind === 'executed'),
      {
        kind: 'executed',
        node: '3',
        ui: { got: [...got, 'text string x', 'flag boolean true', 'mode string fast'] },
      },
    );
  });

  it('ends at the first error with the node, its literals and what was executed', async () => {
    const last = (await all(chain(5, 'Fail'))).at(-1);
    assert.ok(last?.kind === 'error');
    assert.deepEqual([last.node, last.executed, last.inputs], ['2', ['1'], {}]);
    assert.ok(last.error instanceof TypeError);
    assert.deepEqual((await all(chain(5, 'Add'))).at(-1), { kind: 'success' });
  });

  it('executes a node whose fingerprint cannot be had every time, and all that it feeds', async () => {
    for (const time of ['first', 'second']) {
      const events = await all(chain(14));
      assert.deepEqual(events[0], { kind: 'cached', nodes: [] }, time);
      assert.deepEqual(executing(events), ['1', '2', '3']);
    }
  });

  it('refuses a run with a type that is not loaded, and one of a node that is not there', async () => {
    const [unknown] = await all(chain(5, 'Gone'));
    assert.ok(unknown?.kind === 'error');
    assert.equal(String(unknown.error), 'Error: expected a node type of a loaded pack, got Gone');
    await assert.rejects(all(chain(5), ['99']), /node 99: expected a node of the graph, got none/);
  });

  it('stops within a node that looks at its signal, and before the next one otherwise', async () => {
    for await (const event of run(chain(5, 'Slow'))) {
      if (event.kind === 'progress') abort.abort();
      if (event.kind === 'interrupted') assert.deepEqual([event.node, event.executed], ['2', ['1']]);
      assert.notEqual(event.kind, 'success');
    }
    assert.deepEqual(await all(chain(6, 'Add')), [
      { kind: 'cached', nodes: [] },
      { kind: 'interrupted', node: '1', executed: [] },
    ]);
  });

  it('says that a node did not give an output', async () => {
    const registry = testRegistry();
    const broken = {
      ...(registry.get('Word') ?? assert.fail()),
      type: 'Broken',
      isOutput: true,
      run: () => ({}),
    };
    registry.add({ name: 'broken', nodes: [broken] });
    const prompt = promptOf(['1', node('Broken')]);
    const place = {
      folders: NO_FOLDERS,
      metadata: { prompt, extra: {} },
      save: () => Promise.reject(new Error()),
    };
    const isThere = () => Promise.resolve(true);
    const events: ExecutionEvent[] = [];
    for await (const event of execute(readPrompt(prompt), ['1'], {
      registry,
      cache,
      place,
      isThere,
      signal: abort.signal,
    }))
      events.push(event);
    const last = events.at(-1);
    assert.ok(last?.kind === 'error');
    assert.equal(String(last.error), 'Error: output word: expected a value, got none');
  });
});
