import assert from 'node:assert/strict';
import { isFinished, JobStore, type JobPage, type NewJob } from '../../../graph-server/store/job-store.ts';
import { openDatabase } from '../../../graph-server/store/open-database.ts';

const END = { state: 'success', outputs: '{"1":{}}', meta: '{}', messages: '[]' } as const;

describe('JobStore', () => {
  let store: JobStore;

  beforeEach(() => {
    store = new JobStore(openDatabase(':memory:'));
  });

  function accept(id: string, number = 0, extraData = '{}'): void {
    const job: NewJob = {
      id,
      number,
      bodyHash: 'h',
      answer: '{}',
      prompt: `{"${id}":1}`,
      extraData,
      targets: '["1"]',
      createdAt: 5,
    };
    store.accept(job);
  }

  it('draws numbers upwards, and downwards for the front', () => {
    assert.deepEqual(
      [store.nextNumber(false), store.nextNumber(true), store.nextNumber(false), store.nextNumber(true)],
      [0, -1, 2, -3],
    );
    assert.equal(new JobStore(openDatabase(':memory:')).nextNumber(true), 0);
  });

  it('gives jobs out by number, then by acceptance', () => {
    for (const [id, number] of [
      ['a', 1],
      ['b', 0.5],
      ['c', 1],
      ['d', -2],
    ] as const)
      accept(id, number);
    assert.deepEqual(
      store.queued().map(({ id }) => id),
      ['d', 'b', 'a', 'c'],
    );
    const taken = store.take(7);
    assert.deepEqual([taken?.id, taken?.state, taken?.attempt, taken?.startedAt], ['d', 'running', 1, 7]);
    assert.deepEqual([store.remaining(), store.running().length], [4, 1]);
  });

  it('ends a job once', () => {
    accept('a');
    assert.equal(store.finish('a', END, 9), false);
    store.take(7);
    assert.equal(store.finish('a', END, 9), true);
    assert.equal(store.finish('a', { ...END, state: 'error' }, 10), false);
    const job = store.get('a');
    assert.ok(job && isFinished(job));
    assert.deepEqual([job.state, job.outputs, job.endedAt], ['success', END.outputs, 9]);
  });

  it('counts an attempt unless it ended through no fault of the job', () => {
    accept('a');
    store.take(1);
    store.requeue('a', false);
    assert.equal(store.take(2)?.attempt, 1);
    store.requeue('a', true);
    assert.equal(store.take(3)?.attempt, 2);
  });

  it('removes what waits or has ended, never what runs', () => {
    for (const id of ['a', 'b', 'c']) accept(id);
    store.take(1);
    assert.equal(store.removeQueued(['a', 'b', 'x']), 1);
    assert.equal(store.removeQueued(), 1);
    assert.equal(store.removeFinished(), 0);
    store.finish('a', END, 2);
    assert.equal(store.removeFinished(['a']), 1);
    assert.equal(store.get('a'), undefined);
  });

  it('lists finished jobs oldest first, in windows', () => {
    for (const id of ['a', 'b', 'c']) {
      accept(id);
      store.take(1);
      store.finish(id, END, 2);
    }
    const ids = (limit: number, offset?: number) => store.finished(limit, offset).map(({ id }) => id);
    assert.deepEqual(
      [ids(9), ids(2), ids(2, 0), ids(1, 1)],
      [['a', 'b', 'c'], ['b', 'c'], ['a', 'b'], ['b']],
    );
  });

  it('refuses an id twice', () => {
    accept('a');
    assert.throws(() => accept('a'), /UNIQUE/);
  });

  it('keeps as many finished jobs as it is told, the newest', () => {
    const bounded = (store = new JobStore(openDatabase(':memory:'), 2));
    for (const [id, at] of [
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ] as const) {
      accept(id);
      bounded.take(at);
      bounded.finish(id, END, at);
    }
    accept('d');
    assert.deepEqual(
      bounded.finished(10).map(({ id }) => id),
      ['b', 'c'],
    );
    assert.deepEqual([bounded.isLive('d'), bounded.isLive('c'), bounded.isLive('a')], [true, false, false]);
  });

  it('pages all jobs by state, workflow, time of creation and duration', () => {
    const flow = '{"extra_pnginfo":{"workflow":{"id":"w"}}}';
    for (const [id, extraData] of [
      ['a', flow],
      ['b', '{"extra_pnginfo":null}'],
      ['c', flow],
      ['d', '{"extra_pnginfo":{"workflow":{"id":7}}}'],
    ] as const)
      accept(id, 0, extraData);
    for (const [at, until] of [
      [10, 40],
      [50, 60],
    ] as const)
      store.finish(store.take(at)?.id ?? '', END, until);
    const all = { states: [], sortBy: 'created', isAscending: true, offset: 0 } as const;
    const page = (wanted: Partial<JobPage>) => {
      const { jobs, total } = store.page({ ...all, ...wanted });
      return [jobs.map(({ id }) => id).join(''), total];
    };
    assert.deepEqual(page({}), ['abcd', 4]);
    assert.deepEqual(page({ isAscending: false, offset: 1, limit: 2 }), ['cb', 4]);
    assert.deepEqual(page({ states: ['queued'] }), ['cd', 2]);
    assert.deepEqual(page({ workflowId: 'w', states: ['success', 'queued'] }), ['ac', 2]);
    assert.deepEqual(
      [page({ workflowId: '7' }), page({ workflowId: "'" })],
      [
        ['', 0],
        ['', 0],
      ],
    );
    assert.deepEqual(page({ sortBy: 'duration', isAscending: false, limit: 2 }), ['ab', 4]);
    assert.deepEqual(page({ offset: 9 }), ['', 4]);
  });
});
