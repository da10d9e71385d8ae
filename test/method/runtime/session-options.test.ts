import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Graph } from '../../../method/onnx/graph.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { MAPPED_BYTES, sessionOptions } from '../../../method/runtime/session-options.ts';
import { tensor } from '../../../method/tensor/tensor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const model = (weightBytes: number) => ({
  ...new Graph('empty').model(),
  folder: '/models',
  weightBytes,
});

describe('sessionOptions', () => {
  it('leaves large weights in their files on the processor, packs small ones, and lays those between out anew', () => {
    const [small, middle, large] = [1, MAPPED_BYTES - 1, MAPPED_BYTES].map((bytes) =>
      sessionOptions(model(bytes), { provider: 'cpu', threads: 3 }),
    );
    assert.ok(small && middle && large);
    assert.deepEqual(
      [small, middle, large].map(({ graphOptimizationLevel }) => graphOptimizationLevel),
      ['extended', 'all', 'disabled'],
    );
    assert.deepEqual(large.extra, {
      session: {
        model_external_initializers_file_folder_path: '/models',
        intra_op: { allow_spinning: '0' },
        disable_prepacking: '1',
      },
    });
    assert.deepEqual(large.executionProviders, ['cpu']);
    assert.equal(large.intraOpNumThreads, 3);
  });

  it('packs 8-bit weights of any size', () => {
    const options = sessionOptions(
      { ...model(MAPPED_BYTES), isQuantised: true },
      { provider: 'cpu', threads: 2 },
    );
    assert.equal(options.graphOptimizationLevel, 'all');
  });

  it('names another provider alone, whose business the weights are', () => {
    for (const provider of ['cuda', 'dml', 'coreml', 'webgpu'] as const) {
      const options = sessionOptions(model(MAPPED_BYTES), { provider, threads: 1 });
      assert.deepEqual(options.executionProviders, [provider]);
      assert.equal(options.enableMemPattern, false); // DirectML asks for it
      assert.equal(options.executionMode, 'sequential');
    }
  });

  it('computes the same either way', async () => {
    const file = join(temporaryFolder(), 'weights');
    const values = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i));
    writeFileSync(file, values);
    const graph = new Graph('linear');
    const weight = { file, offset: 0, length: 48, dtype: 'F32' as const, dims: [4, 3] };
    const y = graph.input('x', ['n', 2, 3]).matmul(graph.parameter(weight).transpose(1, 0));
    graph.output('y', y);
    const whole = graph.model();
    const runtime = new Runtime({ threads: 1 });
    const x = tensor(
      Float32Array.from({ length: 6 }, (_, i) => Math.cos(i)),
      [1, 2, 3],
    );
    const results = [];
    for (const weightBytes of [48, MAPPED_BYTES]) {
      const session = await runtime.session(String(weightBytes), () => ({ ...whole, weightBytes }));
      results.push((await session.run({ x }))['y']?.data);
    }
    await runtime.dispose();
    const byHand = Array.from({ length: 8 }, (_, i) =>
      [0, 1, 2].reduce(
        (sum, k) => sum + (x.data[Math.floor(i / 4) * 3 + k] ?? 0) * (values[(i % 4) * 3 + k] ?? 0),
        0,
      ),
    );
    for (const result of results)
      byHand.forEach((value, i) => {
        assert.ok(Math.abs(value - (result?.[i] ?? NaN)) < 1e-6); // 32-bit sums of three
      });
  });
});
