import assert from 'node:assert/strict';
import {
  clipAsPillow,
  clipAsTensor,
  dinoPixels,
  toyPixels,
  type JudgePixels,
} from '../../../method/evaluation/judge-pixels.ts';
import { filled, relativeL2 } from '../../../method/tensor/tensor.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';

describe('the pictures that judges are shown', () => {
  let fixture: Fixture;
  before(async () => {
    fixture = await openFixture('judge-pixels');
  });

  const cases: Readonly<Record<string, readonly [JudgePixels, number]>> = {
    clip_pil: [clipAsPillow, 28],
    clip_ti: [clipAsTensor, 28],
    dino_eval: [dinoPixels, 28],
    judge: [toyPixels, 24],
  };
  for (const [name, [pixels, side]] of Object.entries(cases))
    it(`are those of Pillow and PyTorch: ${name}`, async () => {
      const made = pixels(await fixture.io('picture'), side);
      assert.ok(relativeL2(made, await fixture.io(name)) < 1e-5, 'only the order of the sums differs');
    });

  it('differ between the two presets of CLIP', async () => {
    assert.ok(relativeL2(await fixture.io('clip_ti'), await fixture.io('clip_pil')) > 0.01);
  });

  it('are left alone by the toy judges at their own size', () => {
    assert.deepEqual(
      [...toyPixels(filled([1, 4, 4, 3], 1), 4).data],
      Array.from({ length: 48 }, () => 1),
    );
  });
});
