import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptRatio, resizeBicubic, scalePictures, UPSCALE_METHODS } from '../../../method/image/resize.ts';
import { tensor, type Tensor } from '../../../method/tensor/tensor.ts';

interface Case {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly source: string;
  readonly results: Readonly<Record<string, string>>;
}

/** Written by `training/make_resize_fixture.py` with Pillow 9.4.0 and PyTorch 2.13.0. */
const CASES = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'image', 'resize.json'), 'utf8'),
) as Case[];

/** PyTorch computes the places of pixels in 32 bits, so weights differ by the place (up to 100 here) × 2⁻²⁴. */
const FLOAT = 1e-5;

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

function sourceOf({ from, source }: Case): Tensor {
  const bytes = bytesOf(source);
  return tensor(
    Float32Array.from(bytes, (v) => v / 255),
    [1, ...from, 3],
  );
}

const eightBits = ({ data }: Tensor): Uint8Array => Uint8Array.from(data, (v) => Math.round(v * 255));

describe('resizing pictures', () => {
  for (const entry of CASES) {
    const [height, width] = entry.to;
    const name = `${entry.from.join('×')} to ${entry.to.join('×')}`;

    it(`is bit for bit Pillow's BICUBIC and LANCZOS from ${name}`, () => {
      const [bicubic, lanczos] = [entry.results['pillow-bicubic'], entry.results['pillow-lanczos']];
      const cubic = resizeBicubic(sourceOf(entry), { height, width });
      assert.deepEqual(cubic.dims, [1, height, width, 3]);
      assert.deepEqual(eightBits(cubic), bytesOf(bicubic ?? ''));
      const sinc = scalePictures(sourceOf(entry), { height, width }, 'lanczos');
      assert.deepEqual(eightBits(sinc), bytesOf(lanczos ?? ''));
    });

    for (const method of UPSCALE_METHODS.filter((m) => m !== 'lanczos'))
      it(`equals PyTorch's ${method} from ${name}`, () => {
        const expected = new Float32Array(bytesOf(entry.results[method] ?? '').buffer);
        const { data } = scalePictures(sourceOf(entry), { height, width }, method);
        assert.equal(data.length, expected.length);
        const worst = data.reduce((most, v, i) => Math.max(most, Math.abs(v - (expected[i] ?? NaN))), 0);
        assert.ok(worst < FLOAT, `differs by ${worst}`);
      });
  }

  it('leaves a picture of the wanted size as it is', () => {
    const picture = tensor([0, 1 / 255, 0.5019608, 1, 0.2, 0.4], [1, 1, 2, 3]);
    assert.deepEqual(resizeBicubic(picture, { height: 1, width: 2 }).data, picture.data);
  });

  it('resizes each picture of a batch on its own', () => {
    const [first] = CASES;
    assert.ok(first);
    const one = sourceOf(first);
    const black = new Float32Array(one.data.length);
    const two = tensor(Float32Array.from([...black, ...one.data]), [2, ...first.from, 3]);
    const size = { height: 16, width: 16 };
    const both = resizeBicubic(two, size).data;
    assert.deepEqual(both.subarray(0, 768), new Float32Array(768));
    assert.deepEqual(both.subarray(768), resizeBicubic(one, size).data);
  });

  it('completes a size by the ratio of the sides', () => {
    const picture = { height: 30, width: 40 };
    assert.deepEqual(keptRatio(picture, { height: 0, width: 20 }), { height: 15, width: 20 });
    assert.deepEqual(keptRatio(picture, { height: 60, width: 0 }), { height: 60, width: 80 });
    assert.deepEqual(keptRatio(picture, { height: 7, width: 9 }), { height: 7, width: 9 });
    assert.deepEqual(keptRatio(picture, { height: 0, width: 0 }), picture);
    assert.deepEqual(keptRatio({ height: 1, width: 900 }, { height: 0, width: 3 }), { height: 1, width: 3 });
  });
});
