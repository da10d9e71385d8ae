import assert from 'node:assert/strict';
import { EXECUTION_PROVIDERS, isExecutionProvider } from '../../../method/runtime/execution-provider.ts';

describe('isExecutionProvider', () => {
  it('knows the names of ONNX Runtime that are offered, and no other', () => {
    assert.ok(EXECUTION_PROVIDERS.every(isExecutionProvider));
    for (const other of ['gpu', 'CUDA', '', undefined, 7]) assert.equal(isExecutionProvider(other), false);
  });
});
