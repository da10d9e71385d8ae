import { parseClipTextConfig } from '../clip/config.ts';
import { parseUnetConfig } from './unet-config.ts';
import { parseVaeConfig } from './vae.ts';

const WHERE = 'Stable Diffusion 1.x';

/** What Stable Diffusion 1.x publishes in unet/config.json, vae/config.json and text_encoder/config.json: single files lack it. */
export const STABLE_DIFFUSION_1 = {
  unet: parseUnetConfig(
    {
      block_out_channels: [320, 640, 1280, 1280],
      layers_per_block: 2,
      attention_head_dim: 8,
      cross_attention_dim: 768,
      norm_num_groups: 32,
    },
    WHERE,
  ),
  vae: parseVaeConfig(
    {
      block_out_channels: [128, 256, 512, 512],
      layers_per_block: 2,
      latent_channels: 4,
      norm_num_groups: 32,
    },
    WHERE,
  ),
  text: parseClipTextConfig(
    {
      hidden_size: 768,
      intermediate_size: 3072,
      num_hidden_layers: 12,
      num_attention_heads: 12,
      vocab_size: 49408,
      max_position_embeddings: 77,
      projection_dim: 768,
      hidden_act: 'quick_gelu',
    },
    WHERE,
  ),
} as const;
