import assert from 'node:assert/strict';
import { crossAttentionLayers, parseUnetConfig } from '../../../method/diffusion/unet-config.ts';

const SD14 = {
  in_channels: 4,
  out_channels: 4,
  block_out_channels: [320, 640, 1280, 1280],
  layers_per_block: 2,
  attention_head_dim: 8,
  cross_attention_dim: 768,
  down_block_types: ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D'],
  up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D'],
};

describe('parseUnetConfig', () => {
  it('reads the config of Stable Diffusion 1.4', () => {
    const { levels, contextWidth, groups, linearProjection } = parseUnetConfig(SD14, 'unet');
    assert.deepEqual(
      levels.map(({ channels, heads, attendsDown, attendsUp }) => [channels, heads, attendsDown, attendsUp]),
      [
        [320, 8, true, true],
        [640, 8, true, true],
        [1280, 8, true, true],
        [1280, 8, false, false],
      ],
    );
    assert.deepEqual([contextWidth, groups, linearProjection], [768, 32, false]);
  });

  it('takes heads for each level by itself', () => {
    const { levels } = parseUnetConfig({ ...SD14, attention_head_dim: [5, 10, 20, 20] }, 'unet');
    assert.deepEqual(
      levels.map(({ heads }) => heads),
      [5, 10, 20, 20],
    );
  });

  it('names the member that is not of the family', () => {
    const refuses = (change: object, message: string): void =>
      assert.throws(() => parseUnetConfig({ ...SD14, ...change }, 'unet/config.json'), { message });
    refuses(
      { act_fn: 'gelu' },
      'unet/config.json, act_fn: expected silu, got "gelu" (not a Stable Diffusion 1.x UNet?)',
    );
    refuses(
      { transformer_layers_per_block: [1, 2, 10] },
      'unet/config.json, transformer_layers_per_block: expected 1, got [1,2,10] (not a Stable Diffusion 1.x UNet?)',
    );
    refuses(
      { layers_per_block: 0 },
      'unet/config.json, layers_per_block: expected a whole number above 0, got 0',
    );
    refuses({ block_out_channels: 320 }, 'unet/config.json, block_out_channels: expected a list, got 320');
    refuses(
      { block_out_channels: [320] },
      'unet/config.json, down_block_types: expected 1 blocks each way, got 4 and 4',
    );
    refuses(
      { down_block_types: ['SimpleCrossAttnDownBlock2D', 'DownBlock2D', 'DownBlock2D', 'DownBlock2D'] },
      'unet/config.json: expected CrossAttnDownBlock2D or DownBlock2D, got "SimpleCrossAttnDownBlock2D" (not a Stable Diffusion 1.x UNet?)',
    );
  });
});

describe('crossAttentionLayers', () => {
  it('are the 16 of Stable Diffusion in the order of the forward pass', () => {
    const layers = crossAttentionLayers(parseUnetConfig(SD14, 'unet'));
    assert.deepEqual(
      layers.map(({ channels }) => channels),
      [320, 320, 640, 640, 1280, 1280, 1280, 1280, 1280, 1280, 640, 640, 640, 320, 320, 320],
    );
    assert.equal(layers[0]?.path, 'down_blocks.0.attentions.0.transformer_blocks.0.attn2');
    assert.equal(layers[6]?.path, 'mid_block.attentions.0.transformer_blocks.0.attn2');
    assert.equal(layers[7]?.path, 'up_blocks.1.attentions.0.transformer_blocks.0.attn2');
    assert.equal(layers[15]?.path, 'up_blocks.3.attentions.2.transformer_blocks.0.attn2');
  });
});
