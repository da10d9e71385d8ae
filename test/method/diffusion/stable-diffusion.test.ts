import assert from 'node:assert/strict';
import { STABLE_DIFFUSION_1 } from '../../../method/diffusion/stable-diffusion.ts';

describe('the architecture of Stable Diffusion 1.x', () => {
  it('has the sizes that its papers and files give', () => {
    const { unet, vae, text } = STABLE_DIFFUSION_1;
    assert.deepEqual(
      unet.levels.map(({ channels, heads, attendsDown }) => [channels, heads, attendsDown]),
      [
        [320, 8, true],
        [640, 8, true],
        [1280, 8, true],
        [1280, 8, false],
      ],
    );
    assert.deepEqual([unet.contextWidth, unet.layersPerBlock, vae.scalingFactor], [768, 2, 0.18215]);
    assert.deepEqual([text.width, text.layers, text.length, text.vocabulary], [768, 12, 77, 49408]);
  });
});
