import assert from 'node:assert/strict';
import { centreBox, crop, cropMask, multipleBox } from '../../../method/image/crop.ts';
import { tensor } from '../../../method/tensor/tensor.ts';

/** Two rows of three grey pixels. */
const PICTURE = tensor([0.1, 0.2, 0.3, 0.4, 0.6, 0.7], [1, 2, 3, 1]);
const values = ({ data }: { data: Float32Array }): number[] => [...data].map((v) => Math.round(v * 10));

describe('crop', () => {
  it('takes the pixels of a box', () => {
    const part = crop(PICTURE, { top: 1, left: 1, height: 1, width: 2 }, 'black');
    assert.deepEqual(part.dims, [1, 1, 2, 1]);
    assert.deepEqual(values(part), [6, 7]);
  });

  it('fills what lies outside with the edge, black or grey', () => {
    const over = { top: -1, left: 2, height: 3, width: 2 };
    assert.deepEqual(values(crop(PICTURE, over, 'edge')), [3, 3, 3, 3, 7, 7]);
    assert.deepEqual(values(crop(PICTURE, over, 'black')), [0, 0, 3, 0, 7, 0]);
    assert.deepEqual(values(crop(PICTURE, over, 'grey')), [5, 5, 3, 5, 7, 5]);
  });

  it('finds no subject outside a mask', () => {
    const mask = cropMask(tensor([1, 1, 1, 1], [1, 2, 2]), { top: 0, left: -1, height: 2, width: 3 });
    assert.deepEqual(mask, tensor([0, 1, 1, 0, 1, 1], [1, 2, 3]));
  });
});

describe('boxes of the middle', () => {
  it('keep the wanted ratio of sides', () => {
    assert.deepEqual(centreBox({ height: 100, width: 300 }, { height: 64, width: 64 }), {
      top: 0,
      left: 100,
      height: 100,
      width: 100,
    });
    assert.deepEqual(centreBox({ height: 300, width: 100 }, { height: 64, width: 128 }), {
      top: 125,
      left: 0,
      height: 50,
      width: 100,
    });
  });

  it('round halves to the even neighbour as ComfyUI does', () => {
    assert.equal(centreBox({ height: 10, width: 15 }, { height: 1, width: 1 }).left, 2);
    assert.equal(centreBox({ height: 10, width: 17 }, { height: 1, width: 1 }).left, 4);
  });

  it('have sides that are multiples of a factor', () => {
    assert.deepEqual(multipleBox({ height: 19, width: 24 }, 8), { top: 1, left: 0, height: 16, width: 24 });
    assert.throws(() => multipleBox({ height: 7, width: 24 }, 8), {
      message: 'pixels: expected sides of at least 8 pixels, got 24×7',
    });
  });
});
