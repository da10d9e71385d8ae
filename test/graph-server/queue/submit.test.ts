import assert from 'node:assert/strict';
import { submit } from '../../../graph-server/queue/submit.ts';
import { JobQueue } from '../../../graph-server/queue/job-queue.ts';
import { JobStore } from '../../../graph-server/store/job-store.ts';
import { openDatabase } from '../../../graph-server/store/open-database.ts';
import { Hub } from '../../../graph-server/ws/hub.ts';
import { StandInExecutor } from '../../support/stand-in-executor.ts';

describe('submit', () => {
  const parts = (maxQueued = 10) => {
    const [store, executor] = [new JobStore(openDatabase(':memory:')), new StandInExecutor()];
    executor.gate = new Promise(() => undefined);
    const hub = new Hub({ supports_preview_metadata: true, max_upload_size: 1, assets: false });
    return { store, executor, queue: new JobQueue(store, hub, executor), maxQueued };
  };
  const PROMPT = '"prompt":{"1":{"class_type":"Echo","inputs":{}}}';
  const numberOf = ({ text }: { text: string }) => (JSON.parse(text) as { number: number }).number;

  it('gives lower numbers to jobs that go to the front, and keeps a number that is given', async () => {
    const with_ = parts();
    const bodies = ['', '"front":true,', '"number":2.5,', '"number":"7",', ''].map(
      (part) => `{${part}${PROMPT}}`,
    );
    const numbers: number[] = [];
    for (const body of bodies) numbers.push(numberOf(await submit(body, with_)));
    assert.deepEqual(numbers, [0, -1, 2.5, 7, 2]);
    assert.deepEqual(
      with_.store.queued().map(({ number }) => number),
      [-1, 2, 2.5, 7],
    );
  });

  it('refuses what is no number, no list of targets or no object', async () => {
    for (const [body, sentence] of [
      [`{"number":"x",${PROMPT}}`, /number: expected a number, got "x"/],
      [`{"number":[1],${PROMPT}}`, /number: expected a number/],
      [`{"partial_execution_targets":"1",${PROMPT}}`, /partial_execution_targets: expected a list of texts/],
      ['[]', /expected a JSON object/],
      ['{', /body: expected a key in quotes on line 1/],
    ] as const)
      await assert.rejects(submit(body, parts()), { message: sentence, status: 400 });
  });

  it('takes no more jobs than the bound, and none while the queue stops', async () => {
    const with_ = parts(2);
    for (let job = 0; job < 2; job += 1) await submit(`{${PROMPT}}`, with_);
    const full = { status: 429, type: 'queue_full', headers: { 'Retry-After': '5' } };
    await assert.rejects(submit(`{${PROMPT}}`, with_), full);
    const stopped = parts();
    await stopped.queue.stop();
    await assert.rejects(submit(`{${PROMPT}}`, stopped), { status: 503, type: 'stopping' });
  });
});
