import assert from 'node:assert/strict';
import { grownMask, squareGrownMask } from '../../../method/image/grow-mask.ts';
import { filled, tensor, type Tensor } from '../../../method/tensor/tensor.ts';

const rows = (...lines: readonly (readonly number[])[]): Tensor =>
  tensor(lines.flat(), [1, lines.length, lines[0]?.length ?? 0]);

const MASK = rows([0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 0], [0, 0.4, 1, 0, 0, 0], [0, 0, 0, 0, 0, 0.6]);

describe('masks', () => {
  it("grow as SciPy's grey dilation with a cross, or with a square", () => {
    assert.deepEqual(
      grownMask(MASK, 2, true),
      rows([1, 1, 1, 1, 0, 0], [1, 1, 1, 1, 1, 0.6], [1, 1, 1, 1, 1, 0.6], [0.4, 1, 1, 1, 0.6, 0.6]),
    );
    assert.deepEqual(
      grownMask(MASK, 2, false),
      rows([1, 1, 1, 1, 1, 0], [1, 1, 1, 1, 1, 0.6], [1, 1, 1, 1, 1, 0.6], [1, 1, 1, 1, 1, 0.6]),
    );
  });

  it('shrink by a negative number, and stay as they are by 0', () => {
    assert.deepEqual(
      grownMask(grownMask(MASK, 2, false), -2, false), // what touches the edge is not shrunk from there
      rows([1, 1, 1, 0, 0, 0], [1, 1, 1, 0, 0, 0], [1, 1, 1, 0, 0, 0], [1, 1, 1, 0.6, 0.6, 0.6]),
    );
    assert.deepEqual(grownMask(MASK, -1, true), filled([1, 4, 6], 0));
    assert.equal(grownMask(MASK, 0, true), MASK);
  });

  it('end where nothing is left to grow into', () => {
    assert.deepEqual(grownMask(MASK, 16_384, true), filled([1, 4, 6], 1));
  });

  it('end at the edges of each picture of a batch', () => {
    const two = tensor([0, 0, 0, 1, 0, 0, 0, 0], [2, 2, 2]);
    assert.deepEqual([...grownMask(two, 5, false).data], [1, 1, 1, 1, 0, 0, 0, 0]);
  });

  it("grow by squares as PyTorch's convolution with ones, rounded", () => {
    const grown = (side: number): number[] => [...squareGrownMask(MASK, side).data];
    const unchanged = [0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    assert.deepEqual(grown(0), unchanged);
    assert.deepEqual(grown(1), unchanged);
    assert.deepEqual(grown(2), [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 1]);
    assert.deepEqual(grown(3), [1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1]);
    assert.deepEqual(grown(6), Array<number>(24).fill(1));
    const faint = filled([1, 4, 6], 0.4); // rounded before it is grown, not summed
    assert.deepEqual([...squareGrownMask(faint, 6).data], Array<number>(24).fill(0));
  });
});
