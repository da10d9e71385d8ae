import assert from 'node:assert/strict';
import {
  beginRun,
  endRun,
  lastEnd,
  nodeRuns,
  onAllCached,
  outputs,
  previews,
  progress,
  receive,
  results,
  run,
  runProblems,
  setPhase,
  settleNodes,
  takeOutput,
} from '../../../ui/src/state/run.ts';

const images = [{ filename: 'a.png', subfolder: '', type: 'output' }];
const begin = () => beginRun('p', ['1', '2'], { '1': '7' });

describe('a run', () => {
  it('is followed from its start to the end marker', () => {
    begin();
    setPhase('queued');
    receive({ kind: 'start', prompt: 'p' });
    receive({ kind: 'executing', prompt: 'p', node: '1' });
    receive({ kind: 'progress', prompt: 'p', nodes: [{ node: '1', value: 5, max: 10, isFinished: false }] });
    assert.equal(run.value?.phase, 'running');
    assert.ok(progress.value > 0.4 && progress.value < 0.6);
    receive({ kind: 'preview', prompt: 'p', node: '1', picture: new Blob([]) });
    assert.ok(previews.value.has('1'));
    receive({ kind: 'executed', prompt: 'p', node: '2', output: { images, texts: [] } });
    receive({ kind: 'end', prompt: 'p' });
    assert.equal(run.value, undefined);
    assert.equal(previews.value.size, 0);
    assert.match(lastEnd.value, /^Done in/);
    assert.deepEqual(outputs.value.get('2')?.images, images);
    assert.equal(results.value[0]?.seeds['1'], '7');
  });

  it('shows one result, not two, when it is told twice', () => {
    const before = results.value.length;
    takeOutput('2', { images, texts: [] }, { id: 'q', seeds: {} });
    takeOutput('2', { images, texts: [] }, { id: 'q', seeds: {} });
    assert.equal(results.value.length, before + 1);
  });

  it('is not touched by messages of others', () => {
    begin();
    receive({ kind: 'executing', prompt: 'other', node: '1' });
    receive({ kind: 'end', prompt: 'other' });
    assert.equal(nodeRuns.value.get('1')?.state, 'waiting');
    endRun('');
  });

  it('says which node failed and how', () => {
    begin();
    receive({ kind: 'failed', prompt: 'p', node: '1', sentence: 'broken' });
    receive({ kind: 'end', prompt: 'p' });
    assert.deepEqual(runProblems.value, [{ sentence: 'broken', node: '1' }]);
    assert.equal(nodeRuns.value.get('1')?.state, 'failed');
    assert.equal(lastEnd.value, 'Failed');
  });

  it('tells when all came from the cache', () => {
    let told = 0;
    onAllCached.call = () => (told += 1);
    begin();
    receive({ kind: 'cached', prompt: 'p', nodes: ['1', '2'] });
    receive({
      kind: 'progress',
      prompt: 'p',
      nodes: [{ node: '1', value: 1, max: 1, isFinished: true }],
    });
    assert.equal(run.value?.nodes.get('1')?.state, 'cached');
    receive({ kind: 'end', prompt: 'p' });
    assert.equal(told, 1);
    begin();
    receive({ kind: 'interrupted', prompt: 'p' });
    receive({ kind: 'end', prompt: 'p' });
    assert.deepEqual([told, lastEnd.value], [1, 'Stopped']);
  });

  it('settles nodes whose end was missed, before its own end and after it, and none of a later run', () => {
    begin();
    receive({ kind: 'executing', prompt: 'p', node: '1' });
    const missed = run.value;
    assert.ok(missed);
    settleNodes(missed, ['1', 'other'], 'done');
    assert.deepEqual([...nodeRuns.value.keys()], ['1', '2']);
    assert.equal(run.value?.nodes.get('1')?.state, 'done');
    receive({ kind: 'end', prompt: 'p' });
    settleNodes(missed, ['2'], 'cached');
    assert.equal(nodeRuns.value.get('1')?.state, 'done');
    assert.equal(nodeRuns.value.get('2')?.state, 'cached');
    beginRun('later', ['1'], {});
    settleNodes(missed, ['1'], 'done');
    assert.equal(nodeRuns.value.get('1')?.state, 'waiting');
    endRun('');
  });

  it('leaves no node waiting or running when it is stopped', () => {
    begin();
    receive({ kind: 'executing', prompt: 'p', node: '1' });
    receive({ kind: 'interrupted', prompt: 'p' });
    receive({ kind: 'end', prompt: 'p' });
    assert.deepEqual([...nodeRuns.value], []);
  });
});
