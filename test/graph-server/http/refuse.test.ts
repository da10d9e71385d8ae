import assert from 'node:assert/strict';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { testServer } from '../../support/test-server.ts';

describe('refusals', () => {
  const executor = new StandInExecutor();
  executor.objectInfo = () => Promise.reject(new Error('worker: away'));
  const { url } = testServer(executor);

  it('have the shape that clients of ComfyUI read', async () => {
    const answer = await fetch(`${url()}/nowhere`);
    assert.equal(answer.status, 404);
    const { error } = (await answer.json()) as { error: { type: string } };
    assert.equal(error.type, 'not_found');
  });

  it('tell a fault of the server in one sentence and log the rest', async () => {
    const { error: log } = console;
    const logged: unknown[] = [];
    console.error = (...args: unknown[]) => logged.push(...args);
    const answer = await fetch(`${url()}/object_info`);
    console.error = log;
    assert.equal(answer.status, 500);
    const { error } = (await answer.json()) as { error: { message: string } };
    assert.equal(error.message, 'worker: away');
    assert.equal(logged.length, 2);
  });
});
