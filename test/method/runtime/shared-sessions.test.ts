import assert from 'node:assert/strict';
import { sharedSessions } from '../../../method/runtime/shared-sessions.ts';
import { Graph } from '../../../method/onnx/graph.ts';
import { tensor } from '../../../method/tensor/tensor.ts';

describe('sharedSessions', () => {
  it('builds a session once and runs it for everyone who asks for its key', async () => {
    let built = 0;
    const double = () => {
      built += 1;
      const graph = new Graph('double');
      graph.output('y', graph.input('x', [2]).mul(2));
      return { ...graph.model(), folder: import.meta.dirname };
    };
    const [one, other] = await Promise.all([
      sharedSessions.session('double', double),
      sharedSessions.session('double', double),
    ]);
    assert.equal(built, 1);
    assert.equal(one, other);
    assert.deepEqual([...((await one.run({ x: tensor([1, 3], [2]) }))['y']?.data ?? [])], [2, 6]);
  });
});
