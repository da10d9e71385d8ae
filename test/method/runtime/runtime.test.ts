import assert from 'node:assert/strict';
import type { Dialect } from '../../../method/onnx/dialect.ts';
import { Graph } from '../../../method/onnx/graph.ts';
import type { OnnxModel } from '../../../method/onnx/model.ts';
import { dialectOf } from '../../../method/runtime/dialects.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { tensor } from '../../../method/tensor/tensor.ts';

/** y = factor·x, said to have this many bytes of weights. */
function times(factor: number, weightBytes = 0): OnnxModel {
  const graph = new Graph('times');
  graph.output('y', graph.input('x', ['n']).mul(factor));
  return { ...graph.model(), weightBytes };
}

describe('Runtime', () => {
  const x = tensor([1, 2, 3], [3]);
  let runtime: Runtime;
  let built: string[];

  const double = async (key: string, bytes: number): Promise<void> => {
    await runtime.session(key, () => {
      built.push(key);
      return times(2, bytes);
    });
  };

  beforeEach(() => {
    runtime = new Runtime({ bytes: 100, threads: 1 });
    built = [];
  });
  afterEach(() => runtime.dispose());

  it('runs a graph on floats and on 64-bit integers', async () => {
    const session = await runtime.session('times', () => times(2));
    const { y } = await session.run({ x });
    assert.deepEqual(y, { dims: [3], data: Float32Array.of(2, 4, 6) });

    const graph = new Graph('gather');
    graph.output('y', graph.input('x', [3]).gather(graph.input('at', ['n'], 'I64')));
    const gather = await runtime.session('gather', () => graph.model());
    const at = { dims: [2], data: BigInt64Array.of(2n, 0n) };
    assert.deepEqual((await gather.run({ x, at }))['y']?.data, Float32Array.of(3, 1));
  });

  it('builds a model once, also when it is asked for twice at the same time', async () => {
    await Promise.all([double('a', 10), double('a', 10)]);
    await double('a', 10);
    assert.deepEqual(built, ['a']);
  });

  it('keeps the most recently used within its budget', async () => {
    await double('a', 40);
    await double('b', 40);
    await double('a', 40);
    await double('c', 40); // 120 bytes: b is the longest unused
    assert.deepEqual(built, ['a', 'b', 'c']);
    await double('a', 40);
    await double('c', 40);
    assert.deepEqual(built, ['a', 'b', 'c']);
    await double('b', 40);
    assert.deepEqual(built, ['a', 'b', 'c', 'b']);
  });

  it('loads a model that alone is larger than its budget', async () => {
    await double('a', 10);
    const session = await runtime.session('large', () => times(3, 500));
    assert.deepEqual((await session.run({ x }))['y']?.data, Float32Array.of(3, 6, 9));
    await double('a', 10);
    assert.deepEqual(built, ['a', 'a']);
  });

  it('keeps a model whose weights another one reads from the same file: letting it go frees nothing', async () => {
    const weights = [{ file: 'a', offset: 0, length: 2 ** 30, dtype: 'F32' as const, dims: [2 ** 28] }];
    const mapped = (key: string) => {
      built.push(key);
      return { ...times(2, 2 ** 30), weights };
    };
    await runtime.session('text and patches', () => mapped('text and patches'));
    await runtime.session('text', () => mapped('text'));
    await runtime.session('text and patches', () => mapped('again'));
    assert.deepEqual(built, ['text and patches', 'text']);
    await double('other', 10);
    assert.deepEqual(built, ['text and patches', 'text', 'other']);
  });

  it('runs on the processor where the chosen provider cannot be loaded, and tells it once', async () => {
    const told: string[] = [];
    const written: Dialect[] = [];
    const other = new Runtime({ provider: 'coreml', threads: 1, tell: (sentence) => told.push(sentence) });
    for (const key of ['one', 'two']) {
      const session = await other.session(key, (dialect) => {
        written.push(dialect);
        return times(2);
      });
      assert.deepEqual((await session.run({ x }))['y']?.data, Float32Array.of(2, 4, 6));
    }
    await other.dispose();
    // Where Core ML is there, it computes and there is nothing to tell.
    const isThere = process.platform === 'darwin';
    assert.equal(told.length, isThere ? 0 : 1);
    const inTurn = isThere ? (['coreml', 'coreml'] as const) : (['coreml', 'cpu', 'cpu'] as const);
    assert.deepEqual(written, inTurn.map(dialectOf));
    for (const sentence of told)
      assert.match(sentence, /^provider: expected coreml, got .+ \(models run on the processor\)$/s);
  });

  it('says which graph the runtime does not load, and tries again next time', async () => {
    const graph = new Graph('broken');
    graph.output('y', graph.node('NoSuchOperator', [graph.input('x', [1])]));
    const broken = runtime.session('unet of a test', () => graph.model());
    await assert.rejects(
      broken,
      /^Error: unet of a test: expected a graph that the runtime loads, got .*NoSuchOperator/s,
    );
    await assert.doesNotReject(runtime.session('unet of a test', () => times(1)));
  });

  it('lets one model load while another fails', async () => {
    const failing = runtime.session('bad', () => Promise.reject(new Error('no such key')));
    const loading = double('good', 10);
    await assert.rejects(failing, /^Error: no such key$/);
    await loading;
  });

  it('does not begin a run when the signal is aborted', async () => {
    const session = await runtime.session('times', () => times(2));
    const reason = new Error('interrupted');
    await assert.rejects(session.run({ x }, AbortSignal.abort(reason)), reason);
    await assert.doesNotReject(session.run({ x }, new AbortController().signal));
  });

  it('refuses outputs that are no 32-bit floats', async () => {
    const graph = new Graph('shape');
    graph.output('y', graph.node('Shape', [graph.input('x', ['n'])]));
    await assert.rejects(
      (async () => (await runtime.session('shape', () => graph.model())).run({ x }))(),
      /expected/,
    );
  });
});
