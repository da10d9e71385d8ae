import assert from 'node:assert/strict';
import { withinTimeLimit } from '../../../graph-server/engine/time-limit.ts';
import { node } from '../../support/prompts.ts';
import { runPrompt, shown } from '../../support/run-semantics.ts';
import { clock } from '../../support/semantics-pack.ts';

describe('a time limit', () => {
  const never = new AbortController().signal;
  const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const hang = (steps: number) =>
    [
      ['1', node('Hang', `"steps":${steps}`)],
      ['2', node('Tell', '"any":["1",0]')],
    ] as const;

  it('ends a node that tells no progress, whose signal is aborted', async () => {
    const aborted = new Promise<string>((resolve) => {
      clock.wait = (name) => {
        resolve(name);
        return Promise.resolve();
      };
    });
    const last = (await runPrompt(hang(0))).at(-1);
    assert.ok(last?.kind === 'error' && last.node === '1');
    assert.match(String(last.error), /expected an end or progress within 0\.05 s, got none/);
    assert.equal(await aborted, 'aborted');
  });

  it('begins anew with each progress', async () => {
    let now = 0;
    const value = await withinTimeLimit(0.4, never, async (signal, touch) => {
      for (; now < 5; now += 1) {
        await later(100);
        touch();
      }
      return signal.aborted ? 'aborted' : 'done';
    });
    assert.equal(value, 'done');
    clock.wait = () => Promise.resolve();
    assert.deepEqual(shown(await runPrompt(hang(3)))['2'], { told: [1] });
  });

  it('passes on what the work gives, throws, or is aborted with', async () => {
    assert.equal(await withinTimeLimit(10, never, () => Promise.resolve(5)), 5);
    await assert.rejects(
      withinTimeLimit(10, never, () => Promise.reject(new Error('own'))),
      /own/,
    );
    const abort = new AbortController();
    const stopped = withinTimeLimit(10, abort.signal, async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      signal.throwIfAborted();
    });
    abort.abort(new Error('by hand'));
    await assert.rejects(stopped, /by hand/);
  });
});
