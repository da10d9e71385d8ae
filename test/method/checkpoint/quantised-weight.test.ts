import assert from 'node:assert/strict';
import { quantisedWeight } from '../../../method/checkpoint/quantised-weight.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { tensor } from '../../../method/tensor/tensor.ts';

describe('quantisedWeight', () => {
  it('lies inputs by outputs, each output scaled by its largest magnitude', () => {
    const { levels, scales, inputs, outputs } = quantisedWeight(tensor([1, -2, 0.5, 0, 63, 31.4], [2, 3]), 7);
    assert.deepEqual([inputs, outputs], [3, 2]);
    assert.deepEqual([...scales], [Math.fround(2 / 63), 1]);
    assert.deepEqual([...levels], [32, 0, -63, 63, 16, 31]);
  });

  it('has the taps of a kernel outside, its channels inside', () => {
    const kernel = Float32Array.from({ length: 8 }, (_, i) => i); // [1, 2, 2, 2]: channel 0 has taps 0 to 3
    const { levels } = quantisedWeight({ dims: [1, 2, 2, 2], data: kernel }, 8);
    const scale = 7 / 127;
    assert.deepEqual(
      [...levels],
      [0, 4, 1, 5, 2, 6, 3, 7].map((v) => Math.round(v / scale)),
    );
  });

  it('is within half a level of every weight, and of zeros exactly', () => {
    const weight = gaussianNoise(1, [5, 48]);
    weight.data.fill(0, 0, 48);
    for (const bits of [7, 8] as const) {
      const { levels, scales } = quantisedWeight(weight, bits);
      weight.data.forEach((value, i) => {
        const [n, k] = [Math.floor(i / 48), i % 48];
        const scale = scales[n] ?? NaN;
        assert.ok(Math.abs((levels[k * 5 + n] ?? NaN) * scale - value) <= scale * 0.5001);
      });
    }
  });
});
