import type { Module } from '../checkpoint/module.ts';
import type { Sessions } from '../onnx/session.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { vaeDecoderGraph, vaeEncoderGraph, vaeFactor, type VaeConfig } from './vae.ts';

/** What an autoencoder is made of. */
export interface AutoencoderParts {
  /** Tells this autoencoder from every other that is loaded. */
  readonly key: string;
  readonly config: VaeConfig;
  readonly weights: Module;
  readonly sessions: Sessions;
}

/** An AutoencoderKL whose two halves are loaded when they are first used. Latents are unscaled. */
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
    const session = await sessions.session(`vae encoder ${key}`, () => vaeEncoderGraph(config, weights));
    return present(await session.run({ pixels }, signal), 'mean');
  }

  /** @param latent [B, C, h, w] @returns [B, 3, h·f, w·f], about −1 … 1 */
  async decode(latent: Tensor, signal?: AbortSignal): Promise<Tensor> {
    const { key, config, weights, sessions } = this.#parts;
    const session = await sessions.session(`vae decoder ${key}`, () => vaeDecoderGraph(config, weights));
    return present(await session.run({ latent }, signal), 'pixels');
  }
}

function present(outputs: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const found = outputs[name];
  if (found === undefined) throw new Error(`autoencoder: expected an output ${name}, got none`);
  return found;
}
