import assert from 'node:assert/strict';
import { eventsOf } from '../../../graph-server/engine/events.ts';

describe('eventsOf', () => {
  it('passes on events as they come, then what the work gave', async () => {
    const events = eventsOf<number, string>(async (tell) => {
      tell(1);
      tell(2);
      await new Promise((resolve) => setImmediate(resolve));
      tell(3);
      return 'done';
    });
    const seen: unknown[] = [];
    for (let step = await events.next(); ; step = await events.next()) {
      seen.push(step.value);
      if (step.done === true) break;
    }
    assert.deepEqual(seen, [1, 2, 3, 'done']);
  });

  it('passes on hundreds of thousands of events that were told at once', async () => {
    let last = -1;
    const events = eventsOf<number, undefined>((tell) => {
      for (let each = 0; each < 300_000; each += 1) tell(each);
      return Promise.resolve(undefined);
    });
    for await (const event of events) {
      assert.equal(event, last + 1);
      last = event;
    }
    assert.equal(last, 299_999);
  });

  it('throws what the work throws after what was told before', async () => {
    const seen: number[] = [];
    await assert.rejects(async () => {
      for await (const event of eventsOf<number, undefined>((tell) => {
        tell(1);
        return Promise.reject(new Error('late'));
      }))
        seen.push(event);
    }, /late/);
    assert.deepEqual(seen, [1]);
  });
});
