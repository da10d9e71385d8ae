import assert from 'node:assert/strict';
import { copyReference } from '../../../method/evaluation/copy-score.ts';
import { foundObject } from '../../../method/evaluation/object-copy.ts';
import { opponentPlanes } from '../../../method/evaluation/opponent-planes.ts';
import { filled } from '../../../method/tensor/tensor.ts';
import { drawnObject, type Drawn } from '../../support/drawn-object.ts';

describe('foundObject', () => {
  const { picture, mask } = drawnObject({ top: 20, left: 14, side: 30, background: 1 });
  const { templates } = copyReference(picture, mask);
  const found = (where: Drawn): number =>
    foundObject(templates, opponentPlanes(drawnObject(where).picture)).likeness;

  it('finds the object at another place, smaller, and mirrored', () => {
    assert.ok(found({ top: 2, left: 30, side: 30, background: 2 }) > 0.97);
    assert.ok(
      found({ top: 30, left: 5, side: 18, background: 3 }) > 0.9,
      'a size between two that are tried',
    );
    assert.ok(found({ top: 2, left: 30, side: 30, background: 2, isMirrored: true }) > 0.97);
  });

  it('finds it when a third lies outside the frame', () => {
    assert.ok(found({ top: 10, left: -9, side: 30, background: 2 }) > 0.95);
  });

  it('does not find it where it is not', () => {
    assert.ok(found({ top: -90, left: -90, side: 30, background: 4 }) < 0.7);
  });

  it('is 0 for a picture of one colour', () => {
    assert.deepEqual(foundObject(templates, opponentPlanes(filled([1, 64, 64, 3], 0.5))), { likeness: 0 });
  });

  it('says which pixels are the object, cut at the frame', () => {
    for (const where of [
      { top: 2, left: 30, side: 30, background: 2 },
      { top: 10, left: -9, side: 30, background: 2, isMirrored: true },
    ]) {
      const drawn = drawnObject(where);
      const found = foundObject(templates, opponentPlanes(drawn.picture)).mask ?? new Uint8Array();
      const truth = drawn.mask.data;
      const both = truth.filter((v, i) => v === 1 && found[i] === 1).length;
      const either = truth.filter((v, i) => v === 1 || found[i] === 1).length;
      assert.ok(both / either > 0.8, `overlap ${both / either}`); // the edge is not looked for
      assert.ok(found.every((v, i) => v === 0 || truth[i] === 1));
    }
  });
});
