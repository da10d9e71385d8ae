import assert from 'node:assert/strict';
import { nodePaint } from '../../../ui/src/shell/node-paint.ts';
import { beginRun, endRun, receive } from '../../../ui/src/state/run.ts';

const badge = (id: string) => nodePaint(id).badge;

describe('what the canvas shows of a run on a node', () => {
  it('is that it waits, runs, at which step, came from the cache, or how long it took', () => {
    beginRun('p', ['1', '2', '3'], {});
    assert.deepEqual(['1', '2', '3', '4'].map(badge), ['waiting', 'waiting', 'waiting', '']);
    receive({ kind: 'start', prompt: 'p' });
    receive({ kind: 'cached', prompt: 'p', nodes: ['1'] });
    receive({ kind: 'executing', prompt: 'p', node: '2' });
    assert.deepEqual(['1', '2', '3'].map(badge), ['cached', 'running', 'waiting']);
    receive({ kind: 'progress', prompt: 'p', nodes: [{ node: '2', value: 3, max: 8, isFinished: false }] });
    assert.equal(badge('2'), '3 / 8');
    receive({ kind: 'progress', prompt: 'p', nodes: [{ node: '2', value: 8, max: 8, isFinished: true }] });
    assert.match(badge('2'), /^\d\.\d s$/);
    receive({ kind: 'executing', prompt: 'p', node: '3' });
    receive({ kind: 'failed', prompt: 'p', node: '3', sentence: 'broken' });
    receive({ kind: 'end', prompt: 'p' });
    assert.match(badge('3'), /^failed, \d\.\d s$/);
    assert.match(badge('2'), /^\d\.\d s$/);
  });

  it('is nothing for nodes that waited when the run was stopped', () => {
    beginRun('q', ['1', '2'], {});
    endRun('Stopped');
    assert.deepEqual(['1', '2'].map(badge), ['', '']);
  });
});
