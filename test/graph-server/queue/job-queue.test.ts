import assert from 'node:assert/strict';
import { JobQueue } from '../../../graph-server/queue/job-queue.ts';
import { JobStore } from '../../../graph-server/store/job-store.ts';
import { openDatabase } from '../../../graph-server/store/open-database.ts';
import { Hub } from '../../../graph-server/ws/hub.ts';
import { StandInExecutor } from '../../support/stand-in-executor.ts';

describe('JobQueue', () => {
  let store: JobStore;
  let executor: StandInExecutor;
  let queue: JobQueue;
  const { error: log } = console;

  beforeEach(() => {
    console.error = () => undefined;
    store = new JobStore(openDatabase(':memory:'));
    executor = new StandInExecutor();
    queue = new JobQueue(
      store,
      new Hub({ supports_preview_metadata: true, max_upload_size: 1, assets: false }),
      executor,
    );
  });
  afterEach(() => {
    console.error = log;
  });

  const job = (id: string) => ({
    id,
    number: 0,
    bodyHash: '',
    answer: '',
    prompt: '{}',
    extraData: '{}',
    targets: '["1"]',
    createdAt: 1,
  });

  /** Waits until the queue has nothing left to do. */
  async function drained(): Promise<void> {
    while (store.remaining() > 0) await new Promise((resolve) => setImmediate(resolve));
  }

  it('runs a job again whose process died, and gives it up after three attempts', async () => {
    executor.losses = 1;
    await queue.accept(job('a'));
    await drained();
    assert.deepEqual([store.get('a')?.state, executor.ran.length], ['success', 2]);
    executor.losses = 9;
    await queue.accept(job('b'));
    await drained();
    assert.deepEqual([store.get('b')?.state, store.get('b')?.attempt], ['error', 3]);
    assert.match(store.get('b')?.messages ?? '', /expected an end within 3 attempts, got none: worker/);
  });

  it('goes on with the next job after a fault of its own', async () => {
    executor.run = () => Promise.reject(new Error('surprise'));
    await queue.accept(job('a'));
    await drained();
    assert.match(store.get('a')?.messages ?? '', /surprise/);
    assert.equal(store.get('a')?.state, 'error');
  });

  it('runs again after a restart what a crash left running, and gives it up in the end', async () => {
    store.accept(job('a'));
    store.take(1);
    queue.start();
    await drained();
    assert.deepEqual([store.get('a')?.state, store.get('a')?.attempt], ['success', 2]);
    store.accept(job('b'));
    for (const counts of [true, true]) {
      store.take(1);
      store.requeue('b', counts);
    }
    store.take(1);
    queue.start();
    await drained();
    assert.equal(store.get('b')?.state, 'error');
  });

  it('puts the running job back when it stops, and counts no attempt', async () => {
    executor.gate = new Promise(() => undefined);
    await queue.accept(job('a'));
    await queue.stop();
    assert.deepEqual([store.get('a')?.state, store.get('a')?.attempt], ['queued', 0]);
    await queue.accept(job('b'));
    assert.equal(store.queued().length, 2);
  });

  it('frees memory at once when idle, and after the running job else', async () => {
    queue.free({ unloadModels: true, freeMemory: false });
    const freed = () => executor.freed.length;
    while (freed() < 1) await new Promise((resolve) => setImmediate(resolve));
    let open: () => void = () => undefined;
    executor.gate = new Promise((resolve) => (open = resolve));
    await queue.accept(job('a'));
    queue.free({ unloadModels: true, freeMemory: false });
    queue.free({ unloadModels: false, freeMemory: true });
    assert.equal(freed(), 1);
    open();
    while (freed() < 2) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(executor.freed.at(-1), { unloadModels: true, freeMemory: true });
    assert.equal(store.get('a')?.state, 'success');
  });

  it('tells who watches a job that it has ended or was removed', async () => {
    const told: string[] = [];
    executor.gate = new Promise(() => undefined);
    await queue.accept(job('a'));
    await queue.accept(job('b'));
    queue.watch('a', () => told.push('a'));
    queue.watch('b', () => told.push('b'));
    queue.remove();
    assert.deepEqual(told, ['b']);
    queue.interrupt('a');
    await drained();
    assert.deepEqual(told, ['b', 'a']);
  });

  it('cancels a waiting job without touching the running one', async () => {
    executor.gate = new Promise(() => undefined);
    await queue.accept(job('a'));
    await queue.accept(job('b'));
    assert.deepEqual([queue.cancel('b'), queue.cancel('b'), queue.current?.id], [true, false, 'a']);
    assert.equal(queue.interrupt('b'), false);
    assert.equal(queue.cancel('a'), true);
    await drained();
    assert.equal(store.get('a')?.state, 'interrupted');
    assert.equal(queue.interrupt(), false);
  });
});
