import type { Graph } from './graph.ts';
import type { Attribute } from './protos.ts';

/** A value inside a graph: what a node made, with the operations that make the next one. */
export class Value {
  readonly graph: Graph;
  readonly name: string;

  constructor(graph: Graph, name: string) {
    this.graph = graph;
    this.name = name;
  }

  add(other: Value | number): Value {
    return this.binary('Add', other);
  }

  sub(other: Value | number): Value {
    return this.binary('Sub', other);
  }

  mul(other: Value | number): Value {
    return this.binary('Mul', other);
  }

  div(other: Value | number): Value {
    return this.binary('Div', other);
  }

  matmul(other: Value): Value {
    return this.node('MatMul', [other]);
  }

  softmax(axis: number): Value {
    return this.node('Softmax', [], { axis });
  }

  sigmoid(): Value {
    return this.node('Sigmoid');
  }

  /** Gelu with the error function. */
  gelu(): Value {
    return this.node('Gelu');
  }

  /** x · sigmoid(x). */
  silu(): Value {
    return this.swish(1);
  }

  /** x · sigmoid(1.702·x), as CLIP has it. */
  quickGelu(): Value {
    return this.swish(1.702);
  }

  leakyRelu(slope: number): Value {
    return this.node('LeakyRelu', [], { alpha: { float: slope } });
  }

  cos(): Value {
    return this.node('Cos');
  }

  sin(): Value {
    return this.node('Sin');
  }

  /** New dims; 0 keeps the dim at its place, −1 takes what is left. */
  reshape(...dims: readonly number[]): Value {
    return this.node('Reshape', [this.graph.integers(dims)]);
  }

  transpose(...perm: readonly number[]): Value {
    return this.node('Transpose', [], { perm });
  }

  /** [B, C, H, W] as [B, H, W, C]. Between two operators of that layout the runtime takes both changes away. */
  channelsLast(): Value {
    return this.transpose(0, 2, 3, 1);
  }

  /** [B, H, W, C] as [B, C, H, W]. */
  channelsFirst(): Value {
    return this.transpose(0, 3, 1, 2);
  }

  /** The largest value over these axes, which stay with length 1. */
  max(...axes: readonly number[]): Value {
    return this.node('ReduceMax', [this.graph.integers(axes)], { keepdims: 1 });
  }

  /** The mean over these axes, which are left out unless `keep`. */
  mean(axes: readonly number[], keep = false): Value {
    return this.node('ReduceMean', [this.graph.integers(axes)], { keepdims: keep ? 1 : 0 });
  }

  /** The part [from, to) of an axis. */
  slice(axis: number, from: number, to: number): Value {
    const { graph } = this;
    return this.node('Slice', [graph.integers([from]), graph.integers([to]), graph.integers([axis])]);
  }

  /** Rows of this table [N, d] at integer indices. */
  gather(indices: Value, axis = 0): Value {
    return this.node('Gather', [indices], { axis });
  }

  /** Joined with others along an axis. */
  concat(others: readonly Value[], axis: number): Value {
    return this.graph.node('Concat', [this, ...others], { axis });
  }

  /** A new axis of length 1. */
  unsqueeze(axis: number): Value {
    return this.node('Unsqueeze', [this.graph.integers([axis])]);
  }

  /** Spread to dims by repetition; 1 keeps a dim. */
  expandLike(dims: Value): Value {
    return this.node('Expand', [dims]);
  }

  /** x · sigmoid(alpha·x), which Microsoft's operator calls QuickGelu for every alpha. */
  private swish(alpha: number): Value {
    if (this.graph.dialect.hasFusedProducts)
      return this.node('com.microsoft/QuickGelu', [], { alpha: { float: alpha } });
    return this.mul((alpha === 1 ? this : this.mul(alpha)).sigmoid());
  }

  private binary(type: string, other: Value | number): Value {
    return this.node(type, [typeof other === 'number' ? this.graph.floats([other]) : other]);
  }

  private node(
    type: string,
    others: readonly Value[] = [],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value {
    return this.graph.node(type, [this, ...others], attributes);
  }
}
