import assert from 'node:assert/strict';
import { missedNodes } from '../../../ui/src/model/missed-nodes.ts';
import { nodeTypes } from '../../../ui/src/model/node-type.ts';

const types = nodeTypes({ Save: { input: {}, output: [], output_node: true } });
const prompt = {
  '1': { class_type: 'Load', inputs: { text: ['no', 'link'] } },
  '2': { class_type: 'Draw', inputs: { photo: ['1', 0] } },
  '3': { class_type: 'Save', inputs: { image: ['2', 0] } },
  '4': { class_type: 'Load', inputs: {} },
};

describe('missedNodes', () => {
  it('are the outputs and what feeds them where all is done, and not what nobody asked for', () => {
    const messages = [['execution_cached', { nodes: ['1'] }]];
    const job = { status: 'completed', workflow: { prompt }, execution_status: { messages } };
    const { cached, done } = missedNodes(job, types);
    assert.deepEqual(cached, ['1']);
    assert.deepEqual([...done].sort(), ['1', '2', '3']);
  });

  it('are those that were executed where it failed or was stopped', () => {
    for (const kind of ['execution_error', 'execution_interrupted']) {
      const messages = [[kind, { executed: ['1'], node_id: '2' }]];
      const job = { status: 'failed', workflow: { prompt }, execution_status: { messages } };
      assert.deepEqual(missedNodes(job, types).done, ['1']);
    }
  });

  it('are none where the server tells nothing of them', () => {
    assert.deepEqual(missedNodes({ status: 'failed' }, types), { cached: [], done: [] });
  });
});
