import assert from 'node:assert/strict';
import { TensorProto_DataType as DataType } from 'onnx-buf';
import { nodeProto, valueInfo } from '../../../method/onnx/protos.ts';

describe('protos', () => {
  it('write attributes of each kind', () => {
    const node = nodeProto('Op', ['x', '', 'x'], ['y'], { a: 3, b: { float: 0.5 }, c: 'text', d: [1, 2] });
    assert.deepEqual([node.domain, node.opType, node.input, node.output], ['', 'Op', ['x', '', 'x'], ['y']]);
    const [a, b, c, d] = node.attribute;
    assert.deepEqual(
      node.attribute.map(({ name }) => name),
      ['a', 'b', 'c', 'd'],
    );
    assert.deepEqual([a?.i, b?.f, Buffer.from(c?.s ?? []).toString(), d?.ints], [3n, 0.5, 'text', [1n, 2n]]);
  });

  it("have Microsoft's domain where the type names it", () => {
    const { domain, opType } = nodeProto('com.microsoft/Op', [], []);
    assert.deepEqual([domain, opType], ['com.microsoft', 'Op']);
  });

  it('declare values with dims, symbols among them, or of any shape', () => {
    const shapeOf = (dims?: readonly (number | string)[]) => {
      const type = valueInfo('x', DataType.FLOAT, dims).type?.value;
      assert.ok(type?.case === 'tensorType');
      assert.equal(type.value.elemType, DataType.FLOAT);
      return type.value.shape?.dim.map(({ value }) => value.value);
    };
    assert.deepEqual(shapeOf(['batch', 4]), ['batch', 4n]);
    assert.equal(shapeOf(), undefined);
  });
});
