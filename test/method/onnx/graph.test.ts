import assert from 'node:assert/strict';
import { fromBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, TensorProto_DataType as DataType, type ModelProto } from 'onnx-buf';
import type { ElementType, TensorLocation } from '../../../method/checkpoint/checkpoint.ts';
import { Graph } from '../../../method/onnx/graph.ts';

const decode = (graph: Graph): ModelProto => fromBinary(ModelProtoSchema, graph.model().bytes);
const at = (file: string, offset = 3, dtype: ElementType = 'F32'): TensorLocation => ({
  file,
  offset,
  length: 24,
  dtype,
  dims: [2, 3],
});

describe('Graph', () => {
  it('writes weights as places in files, relative to the folder that holds them all', () => {
    const graph = new Graph('places');
    graph.parameter(at('/models/unet/a.safetensors', 1234));
    graph.parameter(at('/models/b.pt', 7));
    const model = graph.model();
    assert.deepEqual([model.folder, model.weightBytes], ['/models', 48]);
    assert.ok(model.bytes.length < 400);
    const places = fromBinary(ModelProtoSchema, model.bytes).graph?.initializer.map((t) => [
      t.dims,
      ...t.externalData.map(({ value }) => value),
    ]);
    assert.deepEqual(places, [
      [[2n, 3n], 'unet/a.safetensors', '1234', '24'],
      [[2n, 3n], 'b.pt', '7', '24'],
    ]);
  });

  it('takes a folder for what it is, not for the beginning of another name', () => {
    const graph = new Graph('folders');
    graph.parameter(at('/models/a/w'));
    graph.parameter(at('/models/ab/w'));
    assert.equal(graph.model().folder, '/models');
  });

  it('has one initializer for a weight or constant that is used twice', () => {
    const graph = new Graph('twice');
    assert.equal(graph.parameter(at('/w')), graph.parameter(at('/w')));
    assert.equal(graph.floats([1, 2]), graph.floats([1, 2]));
    assert.equal(graph.integers([1]), graph.integers([1]));
    assert.notEqual(graph.floats([1, 2]), graph.floats([1, 2], [2, 1]));
    assert.notEqual(graph.integers([1]), graph.integers(1));
    assert.equal(decode(graph).graph?.initializer.length, 5);
  });

  it('casts weights of 16 bits where they are used, and refuses whole numbers', () => {
    const graph = new Graph('half');
    graph.parameter(at('/w', 0, 'F16'));
    graph.parameter(at('/w', 24, 'BF16'));
    const { initializer, node } = decode(graph).graph ?? { initializer: [], node: [] };
    assert.deepEqual(
      initializer.map((t) => t.dataType),
      [DataType.FLOAT16, DataType.BFLOAT16],
    );
    assert.deepEqual(
      node.map((n) => n.opType),
      ['Cast', 'Cast'],
    );
    for (const dtype of ['U8', 'I64'] as const)
      assert.throws(() => graph.parameter(at('/w', 0, dtype)), {
        message: `half: expected floats of 16, 32 or 64 bits as weights, got ${dtype}`,
      });
  });

  it('names inputs and outputs, and reads a text among the dims as a symbol', () => {
    const graph = new Graph('names');
    const x = graph.input('x', ['batch', 4]);
    graph.output('y', graph.node('Relu', [x]));
    const { inputs, outputs } = graph.model();
    assert.deepEqual([inputs, outputs], [['x'], ['y']]);
    const type = decode(graph).graph?.input[0]?.type?.value;
    assert.ok(type?.case === 'tensorType');
    assert.deepEqual(
      type.value.shape?.dim.map(({ value }) => value.value),
      ['batch', 4n],
    );
  });

  it('has the casts of weights before all nodes, whenever they are asked for', () => {
    const graph = new Graph('order');
    const x = graph.input('x', [2, 3]);
    graph.output('y', x.add(graph.parameter(at('/w', 0, 'F16'))).add(graph.parameter(at('/w', 24, 'F16'))));
    const { graph: decoded } = decode(graph);
    assert.deepEqual(
      decoded?.node.map((n) => n.opType),
      ['Cast', 'Cast', 'Add', 'Add', 'Identity'],
    );
    const casts = decoded.node.slice(0, 2).flatMap((n) => n.output);
    assert.deepEqual(
      decoded.node.slice(2, 4).map((n) => n.input[1]),
      casts,
    );
  });

  it('writes nodes with inputs that are left out', () => {
    const graph = new Graph('left out');
    const x = graph.input('x', [1]);
    graph.node('com.microsoft/Op', [x, undefined, x], { a: 3 });
    const [node] = decode(graph).graph?.node ?? [];
    assert.deepEqual([node?.domain, node?.opType, node?.input], ['com.microsoft', 'Op', ['x', '', 'x']]);
    assert.equal(node?.attribute[0]?.i, 3n);
  });

  it('gives a node as many outputs as it is asked for', () => {
    const graph = new Graph('outputs');
    const parts = graph.nodeOf('Split', [graph.input('x', [4])], { num_outputs: 2 }, 2);
    assert.equal(new Set(parts.map(({ name }) => name)).size, 2);
    assert.deepEqual(
      decode(graph).graph?.node[0]?.output,
      parts.map(({ name }) => name),
    );
  });
});
