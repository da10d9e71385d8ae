import assert from 'node:assert/strict';
import { jobView, statusOf, workflowIdOf } from '../../../graph-server/http/job-view.ts';
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
    assert.equal(statusOf(someJob({ state: 'interrupted' })), 'cancelled');
    assert.equal(workflowIdOf(someJob({ extraData: '{"extra_pnginfo":{"workflow":{"id":"w"}}}' })), 'w');
    assert.equal(workflowIdOf(someJob({ extraData: '{"extra_pnginfo":null}' })), undefined);
  });
});
