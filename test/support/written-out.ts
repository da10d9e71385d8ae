import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType as DataType,
  TensorProtoSchema,
  type GraphProto,
  type NodeProto,
} from 'onnx-buf';
import type { OnnxModel } from '../../method/onnx/model.ts';

/** The operators of ONNX that a fused one stands for, by what its schema says. */
type Writing = (to: Writer, node: NodeProto) => void;

const WRITINGS: Readonly<Record<string, Writing>> = {
  NhwcConv(to, { input: [x = '', weight = '', ...bias], output: [y = ''], attribute }) {
    const first = to.transposed(x, FIRST);
    const conv = to.add('Conv', [first, to.transposed(weight, FIRST), ...bias]);
    conv.attribute = attribute;
    to.add('Transpose', [outputOf(conv)], { perm: LAST }, y);
  },
  GroupNorm(to, node) {
    writeNorm(to, node, node.input[0] ?? '');
  },
  SkipGroupNorm(to, node) {
    const [x = '', , , skip = ''] = node.input;
    const pixels = outputOf(to.add('Unsqueeze', [skip, to.integers([1, 2])]));
    writeNorm(to, node, outputOf(to.add('Add', [x, pixels])));
  },
  BiasSplitGelu(to, { input: [x = '', bias = ''], output: [y = ''] }) {
    const split = to.add('Split', [outputOf(to.add('Add', [x, bias]))], { axis: -1, num_outputs: 2 });
    const [left = '', right = ''] = (split.output = [to.fresh(), to.fresh()]);
    to.add('Mul', [left, outputOf(to.add('Gelu', [right]))], {}, y);
  },
};

const FIRST = [0, 3, 1, 2];
const LAST = [0, 2, 3, 1];

/** GroupNormalization has scale and bias for each channel from this version on. */
const OPSET = 21n;

/** With the standard's own operator, in 32 bits as the kernels count. */
function writeNorm(
  to: Writer,
  { input: [, gamma = '', beta = ''], output: [y = ''], ...node }: NodeProto,
  x: string,
): void {
  const number = (name: string): number => Number(node.attribute.find((a) => a.name === name)?.i ?? 0n);
  const epsilon = node.attribute.filter(({ name }) => name === 'epsilon');
  const isLast = number('channels_last') === 1;
  const operands = [isLast ? to.transposed(x, FIRST) : x, gamma, beta];
  const norm = to.add(
    'GroupNormalization',
    operands.map((name) => to.cast(name, DataType.FLOAT)),
  );
  norm.attribute = [...epsilon, integer('num_groups', number('groups'))];
  let out = outputOf(norm);
  if (number('activation') === 1) out = outputOf(to.add('Mul', [out, outputOf(to.add('Sigmoid', [out]))]));
  const own = outputOf(to.add('CastLike', [out, x]));
  if (isLast) to.add('Transpose', [own], { perm: LAST }, y);
  else to.add('Identity', [own], {}, y);
}

/**
 * A model with operators that only accelerators have written out in those of the standard, which the processor runs.
 * Source: the schemas of com.microsoft in ONNX Runtime.
 */
export function writtenOut(model: OnnxModel): OnnxModel {
  const proto = fromBinary(ModelProtoSchema, model.bytes);
  const { graph } = proto;
  if (!graph) throw new Error('written out: expected a graph, got none');
  const writer = new Writer(graph);
  for (const node of graph.node) {
    const write = WRITINGS[node.opType];
    if (write && node.domain === 'com.microsoft') write(writer, node);
    else writer.nodes.push(node);
  }
  graph.node = writer.nodes;
  for (const set of proto.opsetImport) if (set.domain === '') set.version = OPSET;
  return { ...model, bytes: toBinary(ModelProtoSchema, proto) };
}

class Writer {
  readonly nodes: NodeProto[] = [];
  readonly #graph: GraphProto;
  #count = 0;

  constructor(graph: GraphProto) {
    this.#graph = graph;
  }

  fresh(): string {
    this.#count += 1;
    return `written_${this.#count}`;
  }

  add(
    opType: string,
    input: readonly string[],
    attributes: Readonly<Record<string, number | readonly number[]>> = {},
    output = this.fresh(),
  ): NodeProto {
    const attribute = Object.entries(attributes).map(([name, value]) =>
      typeof value === 'number' ? integer(name, value) : integers(name, value),
    );
    const node = create(NodeProtoSchema, { opType, input: [...input], output: [output], attribute });
    this.nodes.push(node);
    return node;
  }

  transposed(x: string, perm: readonly number[]): string {
    return outputOf(this.add('Transpose', [x], { perm }));
  }

  cast(x: string, to: DataType): string {
    return outputOf(this.add('Cast', [x], { to }));
  }

  integers(values: readonly number[]): string {
    const name = this.fresh();
    const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.#graph.initializer.push(
      create(TensorProtoSchema, { name, dataType: DataType.INT64, dims: [BigInt(values.length)], rawData }),
    );
    return name;
  }
}

const outputOf = ({ output: [name = ''] }: NodeProto): string => name;

const integer = (name: string, value: number) =>
  create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) });

const integers = (name: string, values: readonly number[]) =>
  create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: values.map(BigInt) });
