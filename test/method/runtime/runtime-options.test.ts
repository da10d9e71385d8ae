import assert from 'node:assert/strict';
import { runtimeOptions } from '../../../method/runtime/runtime-options.ts';

describe('runtimeOptions', () => {
  it('are none where the environment says nothing', () => {
    assert.deepEqual(runtimeOptions({}), {});
    assert.deepEqual(runtimeOptions({ ELITE_GRAPH_RUNTIME: '' }), {});
  });

  it('are what the environment says, and nothing that is unknown', () => {
    const said = { threads: 3, bytes: 1024, provider: 'cuda', more: true };
    const read = runtimeOptions({ ELITE_GRAPH_RUNTIME: JSON.stringify(said) });
    assert.deepEqual(read, { threads: 3, bytes: 1024, provider: 'cuda' });
    assert.deepEqual(runtimeOptions({ ELITE_GRAPH_RUNTIME: '{"provider":"tpu"}' }), {});
  });
});
