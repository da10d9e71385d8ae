import assert from 'node:assert/strict';
import { Watchers } from '../../../graph-server/queue/watchers.ts';

describe('Watchers', () => {
  it('tells each listener once', () => {
    const [watchers, heard] = [new Watchers(), [] as string[]];
    watchers.add('a', () => heard.push('first'));
    watchers.add('a', () => heard.push('second'));
    watchers.tell('a');
    watchers.tell('a');
    assert.deepEqual([heard, watchers.ids], [['first', 'second'], []]);
  });

  it('tells nothing to who no longer listens', () => {
    const watchers = new Watchers();
    watchers.add('a', () => assert.fail('told'))();
    watchers.tell('a');
    assert.deepEqual(watchers.ids, []);
  });
});
