import assert from 'node:assert/strict';
import { block, isBlocker } from '../../../graph-server/engine/blocker.ts';
import { node } from '../../support/prompts.ts';
import { begun, largeCache, runPrompt, shown } from '../../support/run-semantics.ts';

describe('a blocker', () => {
  const blocked = (message: string) =>
    [
      ['1', node('Value', '"value":-5')],
      ['2', node('Gate', `"number":["1",0],"message":"${message}"`)],
      ['3', node('Sum', '"a":["2",0],"b":["2",1]')],
      ['4', node('Tell', '"any":["3",0]')],
      ['5', node('Tell', '"any":["1",0]')],
    ] as const;

  it('keeps what takes it from being called, silently, and the run succeeds', async () => {
    const events = await runPrompt(blocked(''));
    assert.deepEqual(shown(events), { '5': { told: [-5] } });
    assert.ok(begun(events).includes('4'));
    assert.deepEqual(
      events.filter(({ kind }) => kind === 'blocked'),
      [],
    );
    assert.deepEqual(events.at(-1), { kind: 'success' });
  });

  it('with a message is told once, at the first node that it blocks, and the run goes on', async () => {
    const events = await runPrompt(blocked('no negative numbers'));
    const told = events.flatMap((event) => (event.kind === 'blocked' ? [[event.node, event.message]] : []));
    assert.deepEqual(told, [['3', 'no negative numbers']]);
    assert.deepEqual(events.at(-1), { kind: 'success' });
  });

  it('does not stop what lets values pass', async () => {
    const nodes = blocked('x').map(([id, text]) => [id, text.replace('-5', '5')] as const);
    assert.deepEqual(shown(await runPrompt(nodes)), { '4': { told: [6] }, '5': { told: [5] } });
  });

  it('blocks only its own item of a list', async () => {
    const events = await runPrompt([
      ['1', node('EvenItems', '"count":5')],
      ['2', node('Tell', '"any":["1",0]')],
      ['3', node('Total', '"numbers":["1",0]')],
    ]);
    assert.deepEqual(shown(events), { '2': { told: [0, 2, 4] } });
  });

  it('is cached like a value', async () => {
    const cache = largeCache();
    await runPrompt(blocked(''), { cache });
    const events = await runPrompt(blocked(''), { cache });
    assert.deepEqual(begun(events), []);
    assert.equal(shown(events)['4'], null);
  });

  it('is known by its mark alone', () => {
    assert.ok(isBlocker(block()) && isBlocker(block('x')));
    for (const other of [null, undefined, {}, { message: 'x' }, 'x', []]) assert.ok(!isBlocker(other));
  });
});
