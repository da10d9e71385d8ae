import assert from 'node:assert/strict';
import { NoCache } from '../../../graph-server/engine/cache.ts';
import { Expansion, isExpanded, isOutputLink, outputLink } from '../../../graph-server/engine/expansion.ts';
import { node } from '../../support/prompts.ts';
import { begun, cachedIds, largeCache, runPrompt, shown } from '../../support/run-semantics.ts';

const sumTo = (n: number) =>
  [
    ['1', node('Value', `"value":${n}`)],
    ['5', node('SumTo', '"n":["1",0]')],
    ['9', node('Tell', '"any":["5",0]')],
  ] as const;

const bad = async (fault: string) => {
  const last = (
    await runPrompt([
      ['1', node('BadExpansion', `"fault":"${fault}"`)],
      ['2', node('Tell', '"any":["1",0]')],
    ])
  ).at(-1);
  return last?.kind === 'error' ? last : assert.fail();
};

describe('an expansion', () => {
  it('runs new nodes in the place of one, under ids that name node, call and graph', async () => {
    const events = await runPrompt(sumTo(2));
    assert.deepEqual(shown(events)['9'], { told: [3] });
    const expanded = events.flatMap((event) => (event.kind === 'expanded' ? [event] : []));
    assert.deepEqual(
      expanded[0]?.nodes.map(({ id }) => id),
      ['5.0.0.1', '5.0.0.2', '5.0.0.3', '5.0.0.4'],
    );
    assert.deepEqual(expanded[0].nodes[0], { id: '5.0.0.1', display: '5', parent: '5', real: '5' });
    // 5.0.0.3 is a value 2 as 1 is, and so its twin
    assert.deepEqual(begun(events), ['1', '5', '5.0.0.1', '5.0.0.2', '5.0.0.4', '9']);
    const finished = events.flatMap((event) => (event.kind === 'finished' ? [event.node] : []));
    assert.deepEqual(finished.slice(-3), ['5.0.0.4', '5', '9']);
  });

  it('may expand again: a loop is a recursion', async () => {
    const events = await runPrompt(sumTo(20));
    assert.deepEqual(shown(events)['9'], { told: [210] });
    const deep = events.flatMap((event) => (event.kind === 'expanded' ? event.nodes : [])).at(-1);
    assert.deepEqual([deep?.display, deep?.real], ['5', '5']);
  });

  it('may be nested hundreds of levels deep: ids stay short, each node has its own', async () => {
    const events = await runPrompt(sumTo(300), { cache: new NoCache() });
    assert.deepEqual(shown(events)['9'], { told: [45_150] });
    const made = events.flatMap((event) => (event.kind === 'expanded' ? event.nodes : []));
    assert.equal(new Set(made.map(({ id }) => id)).size, made.length);
    assert.ok(made.every(({ id, display, real }) => id.length < 160 && display === '5' && real === '5'));
    const cache = largeCache();
    assert.deepEqual(shown(await runPrompt(sumTo(100), { cache }))['9'], { told: [5050] });
    assert.deepEqual(shown(await runPrompt(sumTo(101), { cache }))['9'], { told: [5151] });
  });

  it('gives the same numbers when nothing at all is cached', async () => {
    assert.deepEqual(shown(await runPrompt(sumTo(20), { cache: new NoCache() }))['9'], { told: [210] });
  });

  it('is cached with its new nodes: a larger one only runs what is new', async () => {
    const cache = largeCache();
    await runPrompt(sumTo(5), { cache });
    const again = await runPrompt(sumTo(5), { cache });
    assert.deepEqual([begun(again), cachedIds(again)], [[], ['1', '5', '9']]);
    const larger = begun(await runPrompt(sumTo(6), { cache }));
    assert.ok(larger.includes('5') && !larger.some((id) => id.startsWith('5.0.0.2.')), larger.join(' '));
  });

  it('shows what it has of its own before its nodes run, and runs outputs among them', async () => {
    const events = await runPrompt([
      ['1', node('Value', '"value":7')],
      ['3', node('Announce', '"number":["1",0],"as":"1"')],
    ]);
    const told = events.flatMap((event) => (event.kind === 'executed' ? [event.node] : []));
    assert.deepEqual(told, ['3', '3.0.0.tell']);
    assert.deepEqual(shown(events), { '3': { own: [7] }, '3.0.0.tell': { told: [{ number: 7 }] } });
    const made = events.find((event) => event.kind === 'expanded');
    assert.deepEqual(made?.nodes, [{ id: '3.0.0.tell', display: '1', parent: '3', real: '3' }]);
  });

  it('joins lists: each call has its own nodes, and calls that do not expand mix in', async () => {
    const events = await runPrompt([
      ['1', node('Range', '"count":4')],
      ['5', node('SumTo', '"n":["1",0]')],
      ['9', node('Tell', '"any":["5",0]')],
    ]);
    assert.deepEqual(shown(events)['9'], { told: [0, 1, 3, 6] });
    assert.ok(begun(events).includes('5.3.0.4') && !begun(events).includes('5.1.0.1'));
  });

  it('passes raw links on, and executes what they link to once', async () => {
    const events = await runPrompt([
      ['1', node('Range', '"count":2')],
      ['2', node('Twice', '"number":["1",0]')],
      ['3', node('Tell', '"any":["2",0]')],
    ]);
    assert.deepEqual(shown(events)['3'], { told: [0, 2] });
    assert.equal(begun(events).filter((id) => id === '1').length, 1);
  });

  it('says what is wrong with it at the node that made it', async () => {
    const type = await bad('type');
    assert.match(
      `${type.node} ${String(type.error)}`,
      /^1 Error: expected a node type of a loaded pack, got Gone$/,
    );
    assert.match(
      String((await bad('slot')).error),
      /node 1\.0\.0\.1, slot 5: expected an output that was given/,
    );
    assert.match(String((await bad('none')).error), /output number: expected a value, got none/);
    const child = await bad('child');
    assert.deepEqual([child.node, String(child.error)], ['1.0.0.1', 'Error: child']);
  });

  it('ends the run when its nodes wait for each other', async () => {
    const { node: blamed, error } = await bad('circle');
    assert.ok(error instanceof Error);
    assert.deepEqual([blamed, error.name], ['1', 'graph.DependencyCycleError']);
  });
});

describe('Expansion', () => {
  it('counts ids, or takes those that are given, each once', () => {
    const graph = new Expansion('5.0.0.');
    assert.deepEqual(
      [graph.node('A').id, graph.node('B', {}, { id: 'x' }).id, graph.node('C').id],
      ['5.0.0.1', '5.0.0.x', '5.0.0.3'],
    );
    assert.throws(() => graph.node('D', {}, { id: 'x' }), /expected a new id, got a second 5\.0\.0\.x/);
    const result = graph.result({ a: 1 });
    assert.ok(isExpanded(result) && result.nodes.length === 3);
    assert.ok(!isExpanded({ nodes: [], outputs: {} }));
    assert.ok(isOutputLink(outputLink('1')) && !isOutputLink(['1', 0]));
  });
});
