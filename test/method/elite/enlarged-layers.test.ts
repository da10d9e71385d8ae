import assert from 'node:assert/strict';
import { addEnlarged } from '../../../method/elite/enlarged-layers.ts';
import { tensor } from '../../../method/tensor/tensor.ts';

describe('addEnlarged', () => {
  it('enlarges between the middles of cells and adds', () => {
    const sum = new Float32Array(16).fill(1);
    addEnlarged(sum, { height: 1, width: 2, values: tensor([0, 1], [1, 2, 1]) }, { side: 4, columns: 1 });
    // torch.nn.functional.interpolate([0, 1], size=4, mode="bilinear", align_corners=False) is [0, ¼, ¾, 1]
    const row = [1, 1.25, 1.75, 2];
    assert.deepEqual([...sum], [row, row, row, row].flat());
  });

  it('takes the picture of the batch that is asked for', () => {
    const layer = { height: 1, width: 1, values: tensor([1, 2, 3, 4], [2, 1, 2]) };
    const sum = new Float32Array(2);
    addEnlarged(sum, layer, { side: 1, columns: 2, picture: 1 });
    assert.deepEqual([...sum], [3, 4]);
  });
});
