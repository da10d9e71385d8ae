import assert from 'node:assert/strict';
import { copyAlarm, copyReference, copyScore, copyText } from '../../../method/evaluation/copy-score.ts';
import { filled, mapped, zeros } from '../../../method/tensor/tensor.ts';
import { drawnObject } from '../../support/drawn-object.ts';

describe('copyScore', () => {
  const original = drawnObject({ top: 20, left: 14, side: 30, background: 1 });
  const reference = copyReference(original.picture, original.mask);

  it('is 1 for the reference itself, and stays so when its contrast falls', () => {
    const { paste, backgroundCopy } = copyScore(reference, original.picture);
    assert.ok(paste > 0.999 && backgroundCopy > 0.999);
    const pale = mapped(original.picture, (v) => 0.3 + 0.4 * v);
    assert.ok(copyScore(reference, pale).paste > 0.99);
  });

  it('sees through a mirror and a small shift', () => {
    const { data, dims } = original.picture;
    const moved = {
      dims,
      data: data.map((_, i) => {
        const [pixel, c] = [Math.floor(i / 3), i % 3];
        const [y, x] = [Math.floor(pixel / 64), pixel % 64];
        return data[3 * (Math.max(0, y - 2) * 64 + 63 - x) + c] ?? 0;
      }),
    };
    assert.ok(copyScore(reference, moved).paste > 0.95);
  });

  it('is low for the same object elsewhere, whose own copy it still finds', () => {
    const other = drawnObject({ top: 30, left: 32, side: 24, background: 9 });
    const { paste, objectCopy, backgroundCopy, objectMask } = copyScore(reference, other.picture);
    assert.ok(paste < 0.6, `paste ${paste}`);
    assert.ok(backgroundCopy < 0.6, `background ${backgroundCopy}`);
    assert.ok(objectCopy > 0.9, `object ${objectCopy}`);
    const differing = [...(objectMask ?? [])].filter((v, i) => v !== other.mask.data[i]).length;
    assert.ok(objectMask && differing < 60, `${differing} pixels of the mask`);
  });

  it('tells a kept background from a kept object', () => {
    const { picture } = drawnObject({ top: 20, left: 14, side: 0.1, background: 1 });
    const { backgroundCopy, objectCopy } = copyScore(reference, picture);
    assert.ok(backgroundCopy > 0.99 && objectCopy < 0.8);
  });

  it('has no object or background to look for where the mask is empty or full', () => {
    const none = copyScore(copyReference(original.picture, zeros([1, 64, 64])), original.picture);
    assert.equal(none.objectCopy, 0);
    const whole = copyScore(copyReference(original.picture, filled([1, 64, 64], 1)), original.picture);
    assert.equal(whole.backgroundCopy, 0);
  });
});

describe('copyAlarm', () => {
  const limits = { likeness: 0.8, alignment: 0.2 };

  it('sounds for a paste, and for a kept background when the prompt names another place', () => {
    assert.equal(copyAlarm({ paste: 0.86, backgroundCopy: 0 }, false), true);
    assert.equal(copyAlarm({ paste: 0.85, backgroundCopy: 0.9 }, false), false);
    assert.equal(copyAlarm({ paste: 0.5, backgroundCopy: 0.81 }, true), true);
    assert.equal(copyAlarm({ paste: 0.5, backgroundCopy: 0.8 }, true), false);
  });

  it('sounds for real likeness with lost text alone', () => {
    const score = { paste: 0, backgroundCopy: 0 };
    assert.equal(copyAlarm(score, true, { likeness: 0.8, alignment: 0.2, limits }), true);
    assert.equal(copyAlarm(score, true, { likeness: 0.79, alignment: 0.1, limits }), false);
    assert.equal(copyAlarm(score, true, { likeness: 0.9, alignment: 0.21, limits }), false);
  });
});

describe('copyText', () => {
  it('says the values of each picture, and which looks copied', () => {
    const low = { paste: 0.1, objectCopy: 0.2, backgroundCopy: 0.3 };
    assert.equal(
      copyText([low, { ...low, paste: 0.9 }], false),
      'paste 0.100 · object 0.200 · background 0.300\npaste 0.900 · object 0.200 · background 0.300 · looks copied',
    );
  });
});
