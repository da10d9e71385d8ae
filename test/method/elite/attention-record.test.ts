import assert from 'node:assert/strict';
import { AttentionRecord, mapSides, recordSide } from '../../../method/elite/attention-record.ts';
import { tensor } from '../../../method/tensor/tensor.ts';

describe('a record of attention', () => {
  it('is as fine as its layers, and at most 64 cells a side', () => {
    assert.deepEqual(
      [recordSide(64, 64), recordSide(96, 64), recordSide(40, 32), recordSide(8, 8)],
      [64, 64, 32, 8],
    );
    assert.deepEqual([mapSides(64), mapSides(32), mapSides(8)], [[16, 32, 64], [16, 32], [8]]);
  });

  it('enlarges each layer between the middles of its cells, as PyTorch does, and takes their mean', () => {
    const record = new AttentionRecord(4, 1);
    const coarse = { height: 1, width: 2, values: tensor([0, 1], [1, 2, 1]) };
    const fine = { height: 1, width: 1, values: tensor([1], [1, 1, 1]) };
    record.add(0, [coarse, fine]);
    // torch.nn.functional.interpolate([0, 1], size=4, mode="bilinear", align_corners=False) is [0, ¼, ¾, 1]
    const row = [0, 0.25, 0.75, 1].map((value) => Math.round((255 * (value + 1)) / 2));
    assert.deepEqual([...(record.steps[0] ?? [])], [row, row, row, row].flat());
  });

  it('keeps words apart, and of a batch the first picture', () => {
    const record = new AttentionRecord(2, 2);
    const values = tensor([1, 0, 0, 1, 0.2, 0, 0, 0, ...Array<number>(8).fill(0.5)], [2, 4, 2]);
    record.add(0, [{ height: 2, width: 2, values }]);
    assert.deepEqual([...(record.steps[0] ?? [])], [255, 0, 51, 0, 0, 255, 0, 0]);
  });
});
