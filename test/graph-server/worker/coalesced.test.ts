import assert from 'node:assert/strict';
import { Coalesced } from '../../../graph-server/worker/coalesced.ts';

describe('Coalesced', () => {
  it('passes on the first at once, then the latest of each pause, and never drops the last', () => {
    let now = 0;
    const passed: string[] = [];
    const progress = new Coalesced(
      ({ node, value }) => passed.push(`${node} ${value}`),
      () => now,
    );
    const offer = (node: string, value: number) => {
      progress.offer({ node, value, max: 9 });
    };
    offer('a', 1);
    offer('a', 2);
    now = 49;
    offer('a', 3);
    assert.deepEqual(passed, ['a 1']);
    now = 60;
    offer('a', 4);
    offer('a', 5);
    progress.flush();
    progress.flush();
    assert.deepEqual(passed, ['a 1', 'a 4', 'a 5']);
    offer('b', 1);
    assert.deepEqual(passed.at(-1), 'b 1');
  });

  it('passes on what waits when nothing follows', async () => {
    await new Promise<void>((resolve) => {
      const progress = new Coalesced(({ value }) => {
        if (value === 2) resolve();
      });
      progress.offer({ node: 'a', value: 1, max: 3 });
      progress.offer({ node: 'a', value: 2, max: 3 });
    });
  });
});
