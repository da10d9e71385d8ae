import assert from 'node:assert/strict';
import { historyEntryText, queueItemText } from '../../../graph-server/http/json-texts.ts';
import { someJob } from '../../support/some-job.ts';

describe('json-texts', () => {
  it('leaves the text of a prompt as it is', () => {
    const prompt = '{"1":{"class_type":"A","inputs":{"x":5.0,"seed":18446744073709551615}}}';
    assert.equal(
      queueItemText(someJob({ prompt, targets: '["1"]', number: -2 })),
      `[-2,"job",${prompt},{},["1"]]`,
    );
  });

  it('tells success and failure as ComfyUI does', () => {
    const read = (state: 'success' | 'error' | 'interrupted') => {
      const entry = JSON.parse(`{${historyEntryText(someJob({ state }))}}`) as { job: { status: object } };
      return entry.job.status;
    };
    assert.deepEqual(read('success'), { status_str: 'success', completed: true, messages: [] });
    assert.deepEqual(read('interrupted'), { status_str: 'error', completed: false, messages: [] });
  });
});
