import assert from 'node:assert/strict';
import { cropsOf, isSameCrop, largestSquare, withCrops, type Crop } from '../../../ui/src/model/crop.ts';

const crop: Crop = { made: 'mug-square.png', of: 'mug.png', square: { x: 4, y: 0, side: 96 } };

describe('cuts of a node', () => {
  it('come back from the properties that hold them, which keep what else they said', () => {
    const properties = withCrops({ ver: '1' }, { image: crop });
    assert.equal(properties['ver'], '1');
    assert.deepEqual(cropsOf(properties), { image: crop });
  });

  it('leave properties alone where there is none', () => {
    const properties = { ver: '1' };
    assert.equal(withCrops(properties, {}), properties);
  });

  it('are left out where a file says something else', () => {
    const square = { x: 0, y: 0, side: 9 };
    for (const wrong of [
      null,
      'mug.png',
      [],
      { made: 'a', of: 'b' },
      { made: 1, of: 'b', square },
      { made: 'a', of: 'b', square: { x: 0, y: 0, side: 0 } },
      { made: 'a', of: 'b', square: { x: -1, y: 0, side: 9 } },
      { made: 'a', of: 'b', square: { x: '0', y: 0, side: 9 } },
    ])
      assert.deepEqual(cropsOf({ elite_crops: { image: wrong } }), {});
    for (const properties of [undefined, null, { elite_crops: 5 }]) assert.deepEqual(cropsOf(properties), {});
  });

  it('are the same when picture and square are', () => {
    assert.ok(isSameCrop({ ...crop, square: { ...crop.square } }, crop));
    assert.ok(!isSameCrop({ ...crop, square: { ...crop.square, x: 5 } }, crop));
    assert.ok(!isSameCrop(undefined, crop));
  });

  it('begin with the largest square in the middle', () => {
    assert.deepEqual(largestSquare({ width: 7, height: 4 }), { x: 1, y: 0, side: 4 });
    assert.deepEqual(largestSquare({ width: 4, height: 9 }), { x: 0, y: 2, side: 4 });
  });
});
