import assert from 'node:assert/strict';
import fc from 'fast-check';
import { block } from '../../../graph-server/engine/blocker.ts';
import { blockerIn, callsOf, joinedOutputs, joinedUi } from '../../../graph-server/engine/call-lists.ts';
import { node } from '../../support/prompts.ts';
import { begun, runPrompt, shown } from '../../support/run-semantics.ts';
import { Range, Sum } from '../../support/semantics-pack.ts';

const range = (count: number) => node('Range', `"count":${count}`);

describe('lists of values', () => {
  it('call a node once for each item, and shorter lists repeat their last', async () => {
    const events = await runPrompt([
      ['1', range(4)],
      ['2', node('Range', '"count":2,"from":["3",0]')],
      ['3', node('Value', '"value":10')],
      ['4', node('Sum', '"a":["1",0],"b":["2",0],"bias":0.5')],
      ['5', node('Tell', '"any":["4",0]')],
    ]);
    assert.deepEqual(shown(events)['5'], { told: [10.5, 12.5, 13.5, 14.5] });
    assert.equal(begun(events).filter((id) => id === '4').length, 1);
  });

  it('call a node that takes lists once, with constants as lists and without what is absent', async () => {
    const events = await runPrompt([
      ['1', range(3)],
      ['2', node('Total', '"numbers":["1",0],"bias":2')],
      ['3', node('Total', '"numbers":["2",0],"bias":0,"more":["1",1]')],
    ]);
    assert.deepEqual(shown(events)['2'], { lists: [[[0, 1, 2], [2], null]] });
    assert.deepEqual(shown(events)['3'], { lists: [[[3], [0], [3]]] });
  });

  it('come one after the other from the calls of a node that gives lists', async () => {
    const events = await runPrompt([
      ['1', range(2)],
      ['2', node('Range', '"count":2,"from":["1",0]')],
      ['3', node('Tell', '"any":["2",0]')],
      ['4', node('Tell', '"any":["2",1]')],
    ]);
    assert.deepEqual(shown(events)['3'], { told: [0, 1, 1, 2] });
    assert.deepEqual(shown(events)['4'], { told: [2, 2] });
  });

  it('call a node without arguments when all are empty, and are a fault when only one is', async () => {
    const all = await runPrompt([
      ['1', range(0)],
      ['2', node('Tell', '"any":["1",0]')],
    ]);
    assert.deepEqual(shown(all)['2'], { told: [undefined] });
    const one = await runPrompt([
      ['1', range(0)],
      ['2', range(2)],
      ['3', node('Tell', '"any":["1",0],"second":["2",0]')],
    ]);
    const last = one.at(-1);
    assert.ok(last?.kind === 'error' && last.node === '3');
    assert.match(String(last.error), /input any: expected at least one value, got an empty list/);
  });

  it('are demanded of an output that is declared as one', async () => {
    const last = (
      await runPrompt([
        ['1', node('NoList')],
        ['2', node('Tell', '"any":["1",0]')],
      ])
    ).at(-1);
    assert.ok(last?.kind === 'error');
    assert.match(String(last.error), /output numbers: expected a list, got one value/);
  });
});

describe('callsOf', () => {
  it('makes as many calls as the longest list has items, and never reads beyond one', () => {
    const lists = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.array(fc.nat(), { minLength: 1, maxLength: 9 }),
    );
    fc.assert(
      fc.property(lists, (given) => {
        const entries = Object.entries(given);
        const calls = callsOf(new Map(entries), false);
        assert.equal(calls.length, Math.max(1, ...entries.map(([, values]) => values.length)));
        for (const [index, call] of calls.entries())
          for (const [name, values] of entries) assert.equal(call[name], values[index] ?? values.at(-1));
        assert.deepEqual(callsOf(new Map(entries), true), [Object.fromEntries(entries)]);
      }),
    );
  });
});

describe('blockerIn', () => {
  it('finds a blocker among values, and inside lists only for a node that takes lists', () => {
    const blocker = block('why');
    assert.equal(blockerIn({ a: 1, b: blocker }, false), blocker);
    assert.equal(blockerIn({ a: [1, blocker] }, true), blocker);
    assert.equal(blockerIn({ a: [1, blocker] }, false), undefined);
    assert.equal(blockerIn({ a: 1 }, false), undefined);
  });
});

describe('joinedOutputs', () => {
  const none = () => assert.fail();

  it('appends a blocker to a list as one item', () => {
    const blocker = block();
    const joined = joinedOutputs(
      Range,
      [{ numbers: [1, 2], count: 2 }, blocker, { numbers: [], count: 0 }],
      none,
    );
    assert.deepEqual(joined, { numbers: [1, 2, blocker], count: [2, blocker, 0] });
    assert.throws(() => joinedOutputs(Sum, [{}], none), /output sum: expected a value, got none/);
  });
});

describe('joinedUi', () => {
  it('joins lists under the keys of the first call that shows something', () => {
    const calls = [{ a: 1 }, { ui: { text: ['x'] } }, block(), { ui: { text: ['y', 'z'], other: [1] } }];
    assert.deepEqual(joinedUi(calls), { text: ['x', 'y', 'z'] });
    assert.equal(joinedUi([{ a: 1 }, block()]), undefined);
  });
});
