import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Plan } from '../../../graph-server/engine/plan.ts';

interface Options {
  readonly cached?: readonly string[];
  readonly targets?: readonly string[];
  readonly waiting?: readonly string[];
}

/** A plan of nodes and what feeds them; the nodes called `out…` are outputs. */
function planOf(suppliers: Record<string, string[]>, { cached = [], targets, waiting = [] }: Options = {}) {
  const ids = Object.keys(suppliers);
  const isOutput = (id: string) => id.startsWith('out');
  const done = new Set(cached);
  const plan = new Plan({
    suppliersOf: (id) => suppliers[id] ?? [],
    isAvailable: (id) => done.has(id),
    isOutput,
    onlyWaits: (id) => waiting.includes(id),
    position: (id) => ids.indexOf(id),
  });
  for (const id of targets ?? ids.filter(isOutput)) plan.add(id);
  const finish = (id: string) => {
    done.add(id);
    plan.done(id);
  };
  return { plan, finish };
}

/** The order in which a plan gives out nodes. */
function order(suppliers: Record<string, string[]>, options: Options = {}): string[] {
  const { plan, finish } = planOf(suppliers, options);
  const given: string[] = [];
  for (let id = plan.next(); id !== undefined; id = plan.next()) {
    given.push(id);
    finish(id);
  }
  assert.ok(plan.isEmpty);
  return given;
}

describe('Plan', () => {
  it('gives nodes out after what feeds them, in the order of the prompt', () => {
    assert.deepEqual(order({ c: [], a: ['c'], b: ['c'], x: ['a', 'b'], y: ['x'], out: ['y'], unused: [] }), [
      'c',
      'a',
      'b',
      'x',
      'y',
      'out',
    ]);
  });

  it('prefers outputs, then what feeds one, then what is two links away', () => {
    const graph = {
      far: [],
      a: ['far'],
      b: ['a'],
      out1: ['b'],
      two: [],
      one: ['two'],
      out2: ['one'],
      out3: [],
    };
    assert.deepEqual(order(graph), ['out3', 'two', 'one', 'out2', 'far', 'a', 'b', 'out1']);
  });

  it('stops at what is cached, and gives out a cached target', () => {
    const graph = { a: [], b: ['a'], c: ['b'], out: ['c'] };
    assert.deepEqual(order(graph, { cached: ['a', 'b'] }), ['c', 'out']);
    assert.deepEqual(order(graph, { cached: ['a', 'b', 'c', 'out'] }), ['out']);
    assert.deepEqual(order({ out1: [], out2: ['out1'] }, { cached: ['out1'] }), ['out1', 'out2']);
  });

  it('executes an output that is no target when a target depends on it', () => {
    assert.deepEqual(order({ out1: [], out2: ['out1'], out3: [] }, { targets: ['out2'] }), ['out1', 'out2']);
  });

  it('waits once for a node that feeds two inputs', () => {
    assert.deepEqual(order({ a: [], out: ['a', 'a'] }), ['a', 'out']);
  });

  it('begins what only waits before the rest', () => {
    assert.deepEqual(order({ a: [], b: [], out: ['a', 'b'] }, { waiting: ['b'] }), ['b', 'a', 'out']);
    assert.deepEqual(order({ a: [], b: [], out: ['a', 'b'] }), ['a', 'b', 'out']);
  });

  it('takes a node back that needs another one, and gives it out again after that', () => {
    const { plan, finish } = planOf({ late: [], out: [] }, { targets: ['out'] });
    assert.equal(plan.next(), 'out');
    plan.need('out', 'late');
    plan.back('out');
    assert.equal(plan.next(), 'late');
    assert.equal(plan.next(), undefined);
    finish('late');
    assert.equal(plan.next(), 'out');
    plan.need('out', 'late'); // it is there: nothing to wait for
    plan.back('out');
    assert.equal(plan.next(), 'out');
  });

  it('gives nothing out in a circle, and says what is left', () => {
    const { plan } = planOf({ out: ['a'], a: ['out'] });
    assert.equal(plan.next(), undefined);
    assert.deepEqual([plan.isEmpty, plan.pending], [false, ['out', 'a']]);
  });

  it('drops a node with all that waits for it, and nothing else', () => {
    const { plan, finish } = planOf({ a: [], b: ['a'], out1: ['b'], c: [], out2: ['c'] });
    assert.equal(plan.next(), 'c');
    finish('c');
    assert.equal(plan.next(), 'out2');
    assert.equal(plan.next(), 'a');
    assert.deepEqual(plan.drop('a').sort(), ['b', 'out1']);
    finish('out2');
    assert.deepEqual([plan.next(), plan.isEmpty], [undefined, true]);
  });

  it('gives out every node that an output needs, once and after what feeds it', () => {
    const graphs = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(graphs, (picks) => {
        const ids = picks.map((_, index) => (index === picks.length - 1 ? 'out' : `n${index}`));
        const suppliers = Object.fromEntries(
          picks.map((from, index): [string, string[]] => [
            ids[index] ?? '',
            index === 0 ? [] : from.map((pick) => ids[pick % index] ?? ''),
          ]),
        );
        const given = order(suppliers);
        assert.equal(new Set(given).size, given.length);
        assert.equal(given.at(-1), 'out');
        for (const [at, id] of given.entries())
          for (const supplier of suppliers[id] ?? []) assert.ok(given.indexOf(supplier) < at);
      }),
    );
  });
});
