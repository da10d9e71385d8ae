import type { ClipTextEncoder } from '../method/clip/text-encoder.ts';
import type { ClipVisionEncoder } from '../method/clip/vision-encoder.ts';
import type { Autoencoder } from '../method/diffusion/autoencoder.ts';
import type { DiffusionModel } from '../method/diffusion/diffusion-model.ts';
import type { EncodedPrompt } from '../method/elite/encode-prompt.ts';
import type { GlobalMapper, LocalMapper } from '../method/elite/mapper.ts';
import type { Tensor } from '../method/tensor/tensor.ts';
import { socket } from '../graph-server/engine/sockets.ts';

/** Latents of the autoencoder, unscaled, [B, C, h, w]. */
export interface Latent {
  readonly samples: Tensor;
  /** Where a sampler draws: [M, H, W], 0 … 1, of any size; everywhere without one. ComfyUI's name. */
  readonly noise_mask?: Tensor;
}

/** Patch features of a subject, e [B, P, d], with the mapper's mask [B, P, 1]. */
export interface Patches {
  readonly patches: Tensor;
  readonly mask: Tensor;
}

/** Pictures, [B, H, W, 3], 0 … 1. */
export const IMAGE = socket<Tensor>('IMAGE');
/** Masks, [B, H, W], 0 … 1, white is the subject, or where something is drawn or laid. */
export const MASK = socket<Tensor>('MASK');
export const LATENT = socket<Latent>('LATENT');
/** Hidden states of a vision tower in the mappers' layer order, five of [B, P + 1, width]. */
export const FEATURES = socket<readonly Tensor[]>('FEATURES');
/** Word embeddings, [B, n, d]. */
export const WORDS = socket<Tensor>('WORDS');
export const PATCHES = socket<Patches>('PATCHES');
/** An encoded prompt: text [1, T, d] and the subject's token positions. */
export const CONDITIONING = socket<EncodedPrompt>('CONDITIONING');
export const MODEL = socket<DiffusionModel>('MODEL');
export const CLIP = socket<ClipTextEncoder>('CLIP');
export const CLIP_VISION = socket<ClipVisionEncoder>('CLIP_VISION');
export const VAE = socket<Autoencoder>('VAE');
export const GLOBAL_MAPPER = socket<GlobalMapper>('GLOBAL_MAPPER');
export const LOCAL_MAPPER = socket<LocalMapper>('LOCAL_MAPPER');
export const FLOAT = socket<number>('FLOAT');
export const STRING = socket<string>('STRING');
export const BOOLEAN = socket<boolean>('BOOLEAN');
