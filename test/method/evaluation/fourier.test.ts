import assert from 'node:assert/strict';
import { Fourier } from '../../../method/evaluation/fourier.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';

const grid = (side: number, seed: number) => ({
  re: Float64Array.from(gaussianNoise(seed, [side * side]).data),
  im: Float64Array.from(gaussianNoise(seed + 1, [side * side]).data),
});

describe('Fourier', () => {
  it('is the sum that defines it', () => {
    const side = 4;
    const x = grid(side, 1);
    const { re, im } = { re: x.re.slice(), im: x.im.slice() };
    new Fourier(side).forward(x);
    for (let k = 0; k < side; k += 1)
      for (let l = 0; l < side; l += 1) {
        let [real, imaginary] = [0, 0];
        for (let m = 0; m < side; m += 1)
          for (let n = 0; n < side; n += 1) {
            const angle = (-2 * Math.PI * (k * m + l * n)) / side;
            const [a, b] = [re[m * side + n] ?? NaN, im[m * side + n] ?? NaN];
            real += a * Math.cos(angle) - b * Math.sin(angle);
            imaginary += a * Math.sin(angle) + b * Math.cos(angle);
          }
        assert.ok(Math.abs((x.re[k * side + l] ?? NaN) - real) < 1e-12);
        assert.ok(Math.abs((x.im[k * side + l] ?? NaN) - imaginary) < 1e-12);
      }
  });

  it('comes back by its inverse', () => {
    const x = grid(16, 3);
    const before = x.re.slice();
    const fourier = new Fourier(16);
    fourier.forward(x);
    fourier.inverse(x);
    assert.ok(x.re.every((v, i) => Math.abs(v - (before[i] ?? NaN)) < 1e-12));
  });

  it('takes powers of two alone', () => {
    assert.throws(() => new Fourier(12), { message: 'fourier: expected a power of two, got 12' });
  });
});
