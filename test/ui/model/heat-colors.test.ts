import assert from 'node:assert/strict';
import { heatColor, heatPixels } from '../../../ui/src/model/heat-colors.ts';

describe('the colours of a heat map', () => {
  it('become lighter from nothing to most, also to eyes that do not tell red from green', () => {
    const lightness = ([red, green, blue]: readonly number[]) =>
      0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
    const shares = Array.from({ length: 101 }, (_, at) => heatColor(at / 100));
    shares
      .slice(1)
      .forEach((color, at) => assert.ok(lightness(color) > lightness(shares[at] ?? []), `${at}`));
    shares.slice(1).forEach((color, at) => assert.ok(color[1] >= (shares[at]?.[1] ?? 0), `green at ${at}`));
  });

  it('leave nothing clear, and make the most of a map opaque', () => {
    const pixels = heatPixels(Uint8Array.of(0, 50, 100));
    assert.deepEqual([pixels[3], pixels[7], pixels[11]], [0, 128, 255]);
    assert.deepEqual([...pixels.subarray(8, 11)], [...heatColor(1)]);
    assert.ok(heatPixels(new Uint8Array(4)).every((value, at) => at % 4 !== 3 || value === 0));
  });
});
