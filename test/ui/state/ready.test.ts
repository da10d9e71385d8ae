import assert from 'node:assert/strict';
import { isReady, whenReady } from '../../../ui/src/state/ready.ts';

describe('readiness', () => {
  afterEach(() => (isReady.value = false));

  it('is waited for', async () => {
    const seen: string[] = [];
    const waiting = whenReady().then(() => seen.push('ready'));
    await Promise.resolve();
    assert.deepEqual(seen, []);
    isReady.value = true;
    await waiting;
    assert.deepEqual(seen, ['ready']);
  });

  it('is not waited for where it is there', async () => {
    isReady.value = true;
    await whenReady();
  });
});
