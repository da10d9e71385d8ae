import type { Dialect } from '../../method/onnx/dialect.ts';
import { Graph } from '../../method/onnx/graph.ts';
import type { OnnxModel } from '../../method/onnx/model.ts';
import type { Feeds } from '../../method/onnx/session.ts';
import type { Value } from '../../method/onnx/value.ts';
import { Runtime } from '../../method/runtime/runtime.ts';
import type { Tensor } from '../../method/tensor/tensor.ts';

/** What a model makes of its inputs, on the real runtime. */
export async function runModel(model: OnnxModel, feeds: Feeds): Promise<Readonly<Record<string, Tensor>>> {
  const runtime = new Runtime({ threads: 1 });
  try {
    return await (await runtime.session('test', () => model)).run(feeds);
  } finally {
    await runtime.dispose();
  }
}

/** What a function over graph values makes of a tensor, and of more tensors behind it. */
export async function evaluate(
  inputs: readonly [Tensor, ...Tensor[]],
  compute: (graph: Graph, first: Value, ...others: Value[]) => Value,
  dialect?: Dialect,
): Promise<Tensor> {
  const graph = new Graph('test', dialect);
  const [first, ...others] = inputs;
  const value = ({ dims }: Tensor, i: number): Value => graph.input(`x${i}`, dims);
  graph.output('y', compute(graph, value(first, 0), ...others.map((x, i) => value(x, i + 1))));
  const { y } = await runModel(graph.model(), Object.fromEntries(inputs.map((x, i) => [`x${i}`, x])));
  if (y === undefined) throw new Error('expected an output y, got none');
  return y;
}
