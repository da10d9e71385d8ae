import { create, toBinary } from '@bufbuild/protobuf';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  TensorProtoSchema,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';
import { dirname, relative, sep } from 'node:path';
import type { ElementType, TensorLocation } from '../checkpoint/checkpoint.ts';
import { floatToHalf } from '../tensor/half.ts';
import { PORTABLE, type Dialect, type Floats } from './dialect.ts';
import type { OnnxModel } from './model.ts';
import { MICROSOFT, nodeProto, valueInfo, type Attribute } from './protos.ts';
import { Value } from './value.ts';

const OPSET = 20;
const IR_VERSION = 9;
/** What weights may be stored as. */
const WEIGHT_TYPES: Partial<Record<ElementType, DataType>> = {
  F32: DataType.FLOAT,
  F16: DataType.FLOAT16,
  BF16: DataType.BFLOAT16,
  F64: DataType.DOUBLE,
};

/** Builds one ONNX graph. Weights are not in it: each initializer says in which file, where, and how long its bytes are. */
export class Graph {
  readonly name: string;
  readonly dialect: Dialect;
  /** What it computes in. */
  readonly floatType: Floats;
  private readonly nodes: NodeProto[] = [];
  /**
   * Casts of weights. They stand before all nodes: ONNX Runtime orders nodes depth-first from the outputs up and enters the
   * input whose node was written last, so that each cast comes right before its use (measured: a UNet's own memory 0.5 GB;
   * with casts where they are used 3.0 GB, as nearly all come first and their results are held).
   */
  private readonly casts: NodeProto[] = [];
  private readonly initializers: TensorProto[] = [];
  private readonly inputs: ValueInfoProto[] = [];
  private readonly outputs: ValueInfoProto[] = [];
  private readonly parameters = new Map<string, Value>();
  private readonly located: [TensorProto, TensorLocation][] = [];
  private count = 0;

  /** @param floatType what it computes in; inputs and outputs are of 32 bits all the same */
  constructor(name: string, dialect = PORTABLE, floatType: Floats = 'F32') {
    this.name = name;
    this.dialect = dialect;
    this.floatType = floatType;
  }

  /** An input of 32-bit floats, or of 64-bit integers; a text among the dims is a symbol, such as a batch. */
  input(name: string, dims: readonly (number | string)[], type: 'F32' | 'I64' = 'F32'): Value {
    const given = this.given(name, dims, type);
    return type === 'F32' ? this.own(given) : given;
  }

  /** An input of 32-bit floats that stays in them, for what halves are too coarse for. */
  singles(name: string, dims: readonly (number | string)[]): Value {
    return this.given(name, dims, 'F32');
  }

  /** Names a value as an output of the graph, of 32-bit floats. */
  output(name: string, value: Value): void {
    const [type, attributes] = this.isHalf ? ['Cast', { to: DataType.FLOAT }] : ['Identity', {}];
    this.nodes.push(nodeProto(type, [value.name], [name], attributes));
    this.outputs.push(valueInfo(name, DataType.FLOAT));
  }

  /** A stored tensor, read in place, in what the graph computes in or in these floats; another type is cast where it is used. */
  parameter(location: TensorLocation, floats = this.floatType): Value {
    const dataType = WEIGHT_TYPES[location.dtype];
    if (dataType === undefined)
      throw new Error(`${this.name}: expected floats of 16, 32 or 64 bits as weights, got ${location.dtype}`);
    const as = floats === location.dtype ? undefined : floats;
    return this.inPlace(location, dataType, as);
  }

  /** A value of 32-bit floats in what the graph computes in. */
  own(value: Value): Value {
    return this.isHalf ? this.node('Cast', [value], { to: DataType.FLOAT16 }) : value;
  }

  /** A value of what the graph computes in as 32-bit floats. */
  single(value: Value): Value {
    return this.isHalf ? this.node('Cast', [value], { to: DataType.FLOAT }) : value;
  }

  /** A stored tensor of 8-bit integers as it is, read in place. */
  levels(location: TensorLocation): Value {
    if (location.dtype !== 'I8')
      throw new Error(`${this.name}: expected weights of 8-bit integers, got ${location.dtype}`);
    return this.inPlace(location, DataType.INT8);
  }

  /** A small constant of floats, of what the graph computes in or of these. */
  floats(
    values: readonly number[],
    dims: readonly number[] = values.length === 1 ? [] : [values.length],
    floats = this.floatType,
  ): Value {
    const numbers = Float32Array.from(values);
    const raw = floats === 'F16' ? Uint16Array.from(floatToHalf(numbers)) : numbers;
    return this.constant(`${floats}:${values.join(',')}:${dims.join('x')}`, {
      dataType: floats === 'F16' ? DataType.FLOAT16 : DataType.FLOAT,
      dims: dims.map(BigInt),
      rawData: new Uint8Array(raw.buffer),
    });
  }

  /** A small constant of 64-bit integers: a list, or one alone. */
  integers(values: readonly number[] | number): Value {
    const list = typeof values === 'number' ? [values] : values;
    return this.constant(`i:${JSON.stringify(values)}`, {
      dataType: DataType.INT64,
      dims: typeof values === 'number' ? [] : [BigInt(list.length)],
      rawData: new Uint8Array(BigInt64Array.from(list, BigInt).buffer),
    });
  }

  /** A node with one output. */
  node(
    type: string,
    inputs: readonly (Value | undefined)[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value {
    return this.nodeOf(type, inputs, attributes, 1)[0] ?? new Value(this, '');
  }

  /** A node with several outputs. */
  nodeOf(
    type: string,
    inputs: readonly (Value | undefined)[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: number,
  ): Value[] {
    const names = Array.from({ length: outputs }, () => this.fresh('v'));
    const operands = inputs.map((value) => value?.name ?? '');
    this.nodes.push(nodeProto(type, operands, names, attributes));
    return names.map((name) => new Value(this, name));
  }

  /** The finished model. File names in it are relative to the deepest folder that holds all of them. */
  model(): OnnxModel {
    const folder = commonFolder(this.located.map(([, { file }]) => file));
    for (const [proto, { file, offset, length }] of this.located) {
      const location = relative(folder, file).split(sep).join('/');
      proto.externalData = Object.entries({ location, offset: String(offset), length: String(length) }).map(
        ([key, value]) => create(StringStringEntryProtoSchema, { key, value }),
      );
    }
    const graph = create(GraphProtoSchema, {
      name: this.name,
      node: [...this.casts, ...this.nodes],
      initializer: this.initializers,
      input: this.inputs,
      output: this.outputs,
    });
    const opsetImport = [
      create(OperatorSetIdProtoSchema, { domain: '', version: BigInt(OPSET) }),
      create(OperatorSetIdProtoSchema, { domain: MICROSOFT, version: 1n }),
    ];
    const model = create(ModelProtoSchema, {
      irVersion: BigInt(IR_VERSION),
      producerName: 'elite-graph',
      graph,
      opsetImport,
    });
    return {
      bytes: toBinary(ModelProtoSchema, model),
      folder,
      weightBytes: this.located.reduce((sum, [, { length }]) => sum + length, 0),
      weights: this.located.map(([, location]) => location),
      isQuantised: this.located.some(([, { dtype }]) => dtype === 'I8'),
      inputs: this.inputs.map(({ name }) => name),
      outputs: this.outputs.map(({ name }) => name),
    };
  }

  private get isHalf(): boolean {
    return this.floatType === 'F16';
  }

  private given(name: string, dims: readonly (number | string)[], type: 'F32' | 'I64'): Value {
    this.inputs.push(valueInfo(name, type === 'I64' ? DataType.INT64 : DataType.FLOAT, dims));
    return new Value(this, name);
  }

  /** An initializer that says where its bytes lie, once for each place. @param as what it is cast to, once for each type */
  private inPlace(location: TensorLocation, dataType: DataType, as?: Floats): Value {
    const place = `${location.file}:${location.offset}:${location.dtype}:${location.dims.join('x')}`;
    const key = `${place}:${as ?? ''}`;
    const known = this.parameters.get(key);
    if (known !== undefined) return known;
    if (as !== undefined) {
      const stored = this.inPlace(location, dataType);
      const cast = new Value(this, this.fresh('v'));
      const to = WEIGHT_TYPES[as] ?? DataType.FLOAT;
      this.casts.push(nodeProto('Cast', [stored.name], [cast.name], { to }));
      this.parameters.set(key, cast);
      return cast;
    }
    const proto = create(TensorProtoSchema, {
      name: this.fresh('w'),
      dataType,
      dims: location.dims.map(BigInt),
      dataLocation: DataLocation.EXTERNAL,
    });
    this.initializers.push(proto);
    this.located.push([proto, location]);
    const value = new Value(this, proto.name);
    this.parameters.set(key, value);
    return value;
  }

  private constant(
    key: string,
    fields: { dataType: DataType; dims: bigint[]; rawData: Uint8Array<ArrayBuffer> },
  ): Value {
    const known = this.parameters.get(key);
    if (known !== undefined) return known;
    const proto = create(TensorProtoSchema, { name: this.fresh('c'), ...fields });
    this.initializers.push(proto);
    const value = new Value(this, proto.name);
    this.parameters.set(key, value);
    return value;
  }

  private fresh(letter: string): string {
    this.count += 1;
    return `${letter}${this.count}`;
  }
}

function commonFolder(files: readonly string[]): string {
  let folder = dirname(files[0] ?? '/');
  while (!files.every((file) => file.startsWith(folder.endsWith(sep) ? folder : folder + sep)))
    folder = dirname(folder);
  return folder;
}
