import { create } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
  NodeProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type NodeProto,
  type TensorProto_DataType as DataType,
  type ValueInfoProto,
} from 'onnx-buf';

/** What a node's attribute may be: integers, floats (marked), texts, or lists of integers. */
export type Attribute = number | string | readonly number[] | { readonly float: number };

/** The domain of Microsoft's operators. */
export const MICROSOFT = 'com.microsoft';
const PREFIX = `${MICROSOFT}/`;

/** A node of these names of values. @param type an operator of ONNX, or of Microsoft's with `com.microsoft/` before it */
export function nodeProto(
  type: string,
  input: string[],
  output: string[],
  attributes: Readonly<Record<string, Attribute>> = {},
): NodeProto {
  const isMicrosofts = type.startsWith(PREFIX);
  return create(NodeProtoSchema, {
    opType: isMicrosofts ? type.slice(PREFIX.length) : type,
    domain: isMicrosofts ? MICROSOFT : '',
    input,
    output,
    attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
  });
}

/** The declaration of an input or output; a text among the dims is a symbol, such as a batch. */
export function valueInfo(
  name: string,
  elemType: DataType,
  dims?: readonly (number | string)[],
): ValueInfoProto {
  const shape =
    dims &&
    create(TensorShapeProtoSchema, {
      dim: dims.map((d) =>
        create(TensorShapeProto_DimensionSchema, {
          value:
            typeof d === 'number' ? { case: 'dimValue', value: BigInt(d) } : { case: 'dimParam', value: d },
        }),
      ),
    });
  const tensorType = create(TypeProto_TensorSchema, { elemType, ...(shape && { shape }) });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: 'tensorType', value: tensorType } }),
  });
}

function attribute(name: string, value: Attribute): AttributeProto {
  if (typeof value === 'number')
    return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) });
  if (typeof value === 'string') {
    return create(AttributeProtoSchema, {
      name,
      type: AttributeType.STRING,
      s: Uint8Array.from(new TextEncoder().encode(value)),
    });
  }
  if ('float' in value)
    return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value.float });
  return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.map(BigInt) });
}
