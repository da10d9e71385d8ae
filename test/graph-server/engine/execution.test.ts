import assert from 'node:assert/strict';
import { node } from '../../support/prompts.ts';
import { begun, largeCache, runPrompt, shown } from '../../support/run-semantics.ts';
import { clock } from '../../support/semantics-pack.ts';

/** Waits that a test ends by name, before or after they begin. */
class Waits {
  readonly begun: string[] = [];
  readonly #ended = new Set<string>();
  readonly #ends = new Map<string, () => void>();

  readonly wait = (name: string): Promise<void> => {
    this.begun.push(name);
    if (this.#ended.has(name)) return Promise.resolve();
    return new Promise((resolve) => this.#ends.set(name, resolve));
  };

  end(name: string): void {
    this.#ended.add(name);
    this.#ends.get(name)?.();
  }
}

describe('lazy inputs', () => {
  const mix = (mask: number) =>
    [
      ['1', node('Value', '"value":1')],
      ['2', node('Value', '"value":3')],
      ['3', node('Value', `"value":${mask}`)],
      ['4', node('LazyMix', '"a":["1",0],"b":["2",0],"mask":["3",0]')],
      ['5', node('Tell', '"any":["4",0]')],
    ] as const;

  it('are executed only when the node needs them, which begins again each time it asks', async () => {
    const none = await runPrompt(mix(0));
    assert.deepEqual(begun(none), ['3', '4', '1', '4', '5']);
    assert.deepEqual(shown(none)['5'], { told: [1] });
    const all = await runPrompt(mix(1));
    assert.deepEqual(begun(all), ['3', '4', '2', '4', '5']);
    const both = await runPrompt(mix(0.5));
    assert.deepEqual(begun(both), ['3', '4', '1', '2', '4', '5']);
    assert.deepEqual(shown(both)['5'], { told: [2] });
  });

  it('are undefined for a node that never asks', async () => {
    const events = await runPrompt([
      ['1', node('Value', '"value":1')],
      ['2', node('Lazybones', '"a":["1",0]')],
    ]);
    assert.deepEqual(begun(events), ['2']);
    assert.deepEqual(shown(events)['2'], { got: ['nothing'] });
  });

  it('are a fault of the node when it asks for one that nothing feeds', async () => {
    const last = (await runPrompt([['1', node('Greedy')]])).at(-1);
    assert.ok(last?.kind === 'error' && last.node === '1');
    assert.match(String(last.error), /input a: expected a link, for the node needs it, got none/);
  });

  it('are asked for once for all items of a list', async () => {
    const events = await runPrompt([
      ['1', node('Value', '"value":1')],
      ['2', node('Value', '"value":3')],
      ['3', node('Range', '"count":2')],
      ['4', node('LazyMix', '"a":["1",0],"b":["2",0],"mask":["3",0]')],
      ['5', node('Tell', '"any":["4",0]')],
    ]);
    assert.deepEqual(begun(events), ['3', '4', '1', '2', '4', '5']);
    assert.deepEqual(shown(events)['5'], { told: [1, 3] });
  });
});

describe('nodes that only wait', () => {
  let waits: Waits;
  beforeEach(() => {
    waits = new Waits();
    clock.wait = waits.wait;
  });
  const wait = (name: string, more = '') => node('Wait', `"name":"${name}"${more}`);
  const two = (type: string) =>
    [
      ['1', node(type, '"name":"a"')],
      ['2', node(type, '"name":"b"')],
      ['3', node('Tell', '"any":["1",0],"second":["2",0]')],
    ] as const;

  it('overlap, and end in any order', async () => {
    const running = runPrompt(two('Wait'), {
      onEvent: (event) => {
        if (event.kind === 'executing' && event.node === '2') waits.end('b');
        if (event.kind === 'finished' && event.node === '2') waits.end('a');
      },
    });
    const events = await running;
    const told = events.flatMap((event) =>
      event.kind === 'executing' || event.kind === 'finished' ? [`${event.kind} ${event.node}`] : [],
    );
    assert.deepEqual(told.slice(0, 4), ['executing 1', 'executing 2', 'finished 2', 'finished 1']);
    assert.deepEqual(shown(events)['3'], { told: [[0, 0]] });
  });

  it('let others run meanwhile, and those that do not say so do not', async () => {
    await runPrompt(
      [
        ['1', wait('a')],
        ['2', node('Value', '"value":1')],
        ['3', node('Tell', '"any":["2",0],"second":["1",0]')],
      ],
      {
        onEvent: (event) => {
          if (event.kind === 'finished' && event.node === '2') waits.end('a');
        },
      },
    );
    waits = new Waits();
    clock.wait = waits.wait;
    for (const name of ['a', 'b']) waits.end(name);
    const events = await runPrompt(two('Hold'));
    const told = events.flatMap((event) =>
      event.kind === 'executed' ? [] : [`${event.kind} ${'node' in event ? event.node : ''}`],
    );
    assert.deepEqual(told.slice(1, 5), ['executing 1', 'finished 1', 'executing 2', 'finished 2']);
  });

  it('wait for all items of a list at once', async () => {
    const running = runPrompt([
      ['1', node('Range', '"count":3')],
      ['2', wait('', ',"number":["1",0]')],
      ['3', node('Tell', '"any":["2",0]')],
    ]);
    while (waits.begun.length < 3) await new Promise((resolve) => setImmediate(resolve));
    for (const name of ['2', '1', '']) waits.end(name);
    assert.deepEqual(shown(await running)['3'], { told: [0, 1, 2] });
  });

  it('are left alone after another node failed, and what they tell then is not heard', async () => {
    const events = await runPrompt([
      ['1', wait('a')],
      ['2', node('Tell', '"any":["1",0]')],
      ['3', node('Throw', '"say":"early"')],
      ['4', node('Tell', '"any":["3",0]')],
    ]);
    const last = events.at(-1);
    assert.ok(last?.kind === 'error' && last.node === '3');
    const count = events.length;
    waits.end('a');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(events.length, count);
  });

  it('end the run when they fail, before another node begins', async () => {
    clock.wait = () => Promise.reject(new Error('no network'));
    const events = await runPrompt(two('Wait'));
    const last = events.at(-1);
    assert.ok(last?.kind === 'error' && last.node === '1');
    assert.ok(!begun(events).includes('3'));
  });

  it('do not hold up an interrupt', async () => {
    const abort = new AbortController();
    const events = await runPrompt(two('Wait'), {
      signal: abort.signal,
      onEvent: (event) => {
        if (event.kind === 'executing' && event.node === '2') abort.abort();
      },
    });
    assert.equal(events.at(-1)?.kind, 'interrupted');
  });
});

describe('a failure', () => {
  const graph = [
    ['1', node('Value', '"value":1')],
    ['2', node('Throw', '"say":"broken","after":["1",0]')],
    ['3', node('Tell', '"any":["2",0]')],
    ['4', node('Value', '"value":4')],
    ['5', node('Sum', '"a":["4",0],"b":["4",0]')],
    ['6', node('Gate', '"number":["5",0]')],
    ['7', node('Tell', '"any":["6",0]')],
  ] as const;

  it('ends the run, and what was done before stays cached', async () => {
    const cache = largeCache();
    const events = await runPrompt(graph, { cache });
    const last = events.at(-1);
    assert.ok(last?.kind === 'error');
    assert.deepEqual([last.node, last.inputs], ['2', { say: 'broken' }]);
    assert.ok(!begun(events).includes('7'));
    const [cached] = await runPrompt(graph, { cache });
    assert.ok(cached?.kind === 'cached' && cached.nodes.includes('1') && !cached.nodes.includes('2'));
  });

  it('stops only what depends on it when the run is to outlive it', async () => {
    const events = await runPrompt(graph, { outlivesFailures: true });
    const failed = events.find((event) => event.kind === 'failed');
    assert.deepEqual([failed?.node, failed?.spoiled, failed?.inputs], ['2', ['3'], { say: 'broken' }]);
    assert.deepEqual(shown(events), { '7': { told: [8] } });
    assert.deepEqual(events.at(-1), { kind: 'success', spoiled: ['2', '3'], failed: ['2'] });
  });

  it('is an error all the same when no output is left', async () => {
    const events = await runPrompt(graph, { outlivesFailures: true, targets: ['3'] });
    const last = events.at(-1);
    assert.ok(last?.kind === 'error' && last.node === '2');
  });

  it('of a partial run stops nothing that was not asked for', async () => {
    const events = await runPrompt(graph, { targets: ['7'] });
    assert.deepEqual(events.at(-1), { kind: 'success' });
    assert.deepEqual(begun(events), ['4', '5', '6', '7']);
  });
});
