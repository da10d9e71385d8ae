import type { Module } from '../checkpoint/module.ts';
import { present, type Sessions } from '../onnx/session.ts';
import { concatenate, slice, type Tensor } from '../tensor/tensor.ts';
import { vaeDecoderGraph, vaeEncoderGraph, vaeFactor, type VaeConfig } from './vae.ts';

/** What an autoencoder is made of. */
export interface AutoencoderParts {
  /** Tells this autoencoder from every other that is loaded. */
  readonly key: string;
  readonly config: VaeConfig;
  readonly weights: Module;
  readonly sessions: Sessions;
}

/**
 * An AutoencoderKL whose two halves are loaded when they are first used. Latents are unscaled.
 * A batch goes through one by one: together they are no faster and need as many times the memory.
 */
export class Autoencoder {
  readonly config: VaeConfig;
  readonly #parts: AutoencoderParts;

  constructor(parts: AutoencoderParts) {
    this.config = parts.config;
    this.#parts = parts;
  }

  /** Picture sides that a latent side stands for. */
  get factor(): number {
    return vaeFactor(this.config);
  }

  /** The mean of the posterior. @param pixels [B, 3, H, W], −1 … 1, sides divisible by `factor` @returns [B, C, H/f, W/f] */
  async encode(pixels: Tensor, signal?: AbortSignal): Promise<Tensor> {
    const { key, config, weights, sessions } = this.#parts;
    const session = await sessions.session(`vae encoder ${key}`, (dialect) =>
      vaeEncoderGraph(config, weights, dialect),
    );
    return each(pixels, async (one) =>
      present(await session.run({ pixels: one }, signal), 'mean', 'autoencoder'),
    );
  }

  /** @param latent [B, C, h, w] @returns [B, 3, h·f, w·f], about −1 … 1 */
  async decode(latent: Tensor, signal?: AbortSignal): Promise<Tensor> {
    const { key, config, weights, sessions } = this.#parts;
    const session = await sessions.session(`vae decoder ${key}`, (dialect) =>
      vaeDecoderGraph(config, weights, dialect),
    );
    return each(latent, async (one) =>
      present(await session.run({ latent: one }, signal), 'pixels', 'autoencoder'),
    );
  }
}

async function each(batch: Tensor, run: (one: Tensor) => Promise<Tensor>): Promise<Tensor> {
  const results: Tensor[] = [];
  for (let b = 0; b < (batch.dims[0] ?? 0); b += 1) results.push(await run(slice(batch, 0, b, b + 1)));
  return concatenate(results, 0);
}
