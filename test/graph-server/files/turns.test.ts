import assert from 'node:assert/strict';
import { Turns } from '../../../graph-server/files/turns.ts';

describe('turns', () => {
  it('do what has the same key one after another, also after a failure, and other keys meanwhile', async () => {
    const [turns, seen] = [new Turns(), [] as string[]];
    const open: (() => void)[] = [];
    const wait = new Promise<void>((resolve) => open.push(resolve));
    const first = turns.take('a', async () => {
      seen.push('first begins');
      await wait;
      seen.push('first ends');
      throw new Error('broken');
    });
    const second = turns.take('a', () => Promise.resolve(seen.push('second')));
    await turns.take('b', () => Promise.resolve(seen.push('other')));
    assert.deepEqual(seen, ['first begins', 'other']);
    open[0]?.();
    await assert.rejects(first, /broken/);
    await second;
    assert.deepEqual(seen, ['first begins', 'other', 'first ends', 'second']);
  });
});
