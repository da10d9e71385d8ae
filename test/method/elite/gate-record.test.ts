import assert from 'node:assert/strict';
import { GateRecord } from '../../../method/elite/gate-record.ts';
import { filled, tensor } from '../../../method/tensor/tensor.ts';

describe('a record of gates', () => {
  it('is the mean over the layers and the middle half of the steps', () => {
    const record = new GateRecord({ side: 2, pictures: 1, steps: 8 });
    const { onMaps } = record.watch([3]);
    for (let step = 0; step < 8; step += 1)
      onMaps(step, [
        { height: 2, width: 2, values: filled([1, 4, 1], step) },
        { height: 1, width: 1, values: filled([1, 1, 1], 1) },
      ]);
    const expected = (2 + 3 + 4 + 5) / 8 + 0.5; // steps 2 … 5
    assert.deepEqual([...(record.maps[0] ?? [])], [expected, expected, expected, expected]);
  });

  it('has a map for each picture of a batch', () => {
    const record = new GateRecord({ side: 1, pictures: 2, steps: 1 });
    record.watch([1]).onMaps(0, [{ height: 1, width: 1, values: tensor([0.25, 0.75], [2, 1, 1]) }]);
    assert.deepEqual(
      record.maps.map((map) => [...map]),
      [[0.25], [0.75]],
    );
  });

  it('watches the word of the gate alone', () => {
    assert.deepEqual(new GateRecord({ side: 1, pictures: 1, steps: 1 }).watch([5, 6]).columns, [[5, 6]]);
  });
});
