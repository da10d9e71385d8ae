import assert from 'node:assert/strict';
import { jobView, STATE } from '../../../graph-server/http/job-view.ts';
import { someJob } from '../../support/some-job.ts';

describe('jobView', () => {
  it('names the first output as the preview and counts all', () => {
    const outputs = {
      '3': { images: [{ filename: 't.png', type: 'temp' }] },
      '7': { images: [{ filename: 'o.png', type: 'output' }], other: [1] },
    };
    const view = jobView(someJob({ state: 'success', outputs: JSON.stringify(outputs) }));
    assert.equal(view.outputs_count, 2);
    assert.deepEqual(view.preview_output, {
      filename: 'o.png',
      type: 'output',
      nodeId: '7',
      mediaType: 'images',
    });
  });

  it('leaves out what is not known', () => {
    const view = jobView(someJob({ state: 'queued' }));
    assert.deepEqual(view, { id: 'job', status: 'pending', priority: 0, create_time: 1, outputs_count: 0 });
  });

  it('carries the error of a failed job', () => {
    const messages = JSON.stringify([
      ['execution_start', {}],
      ['execution_error', { node_id: '1' }],
    ]);
    assert.deepEqual(jobView(someJob({ state: 'error', messages })).execution_error, { node_id: '1' });
  });

  it('reads state and workflow', () => {
    const workflowOf = (extraData: string) => jobView(someJob({ extraData })).workflow_id;
    assert.equal(jobView(someJob({ state: 'interrupted' })).status, 'cancelled');
    assert.equal(workflowOf('{"extra_pnginfo":{"workflow":{"id":"w"}}}'), 'w');
    assert.equal(workflowOf('{"extra_pnginfo":null}'), undefined);
    assert.deepEqual(
      [STATE['pending'], STATE['cancelled'], STATE['x']],
      ['queued', 'interrupted', undefined],
    );
  });
});
