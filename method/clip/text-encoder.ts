import type { Module } from '../checkpoint/module.ts';
import { readTensor } from '../checkpoint/read-tensor.ts';
import { present, type Sessions } from '../onnx/session.ts';
import { tensor, type Tensor } from '../tensor/tensor.ts';
import type { ClipTextConfig } from './config.ts';
import { clipTextGraph, textTower } from './text.ts';
import type { ClipTokenizer } from './tokenizer.ts';

/** What a text tower is made of. */
export interface ClipTextParts {
  /** Tells this tower from every other that is loaded. */
  readonly key: string;
  readonly config: ClipTextConfig;
  readonly weights: Module;
  readonly tokenizer: ClipTokenizer;
  readonly sessions: Sessions;
}

/** A CLIP text tower with its tokenizer, loaded when it is first used. */
export class ClipTextEncoder {
  readonly config: ClipTextConfig;
  readonly tokenizer: ClipTokenizer;
  readonly #parts: ClipTextParts;
  #table: Promise<Tensor> | undefined;

  constructor(parts: ClipTextParts) {
    this.config = parts.config;
    this.tokenizer = parts.tokenizer;
    this.#parts = parts;
  }

  /** Rows of the token table, before positions are added, so that some may be replaced. @returns [1, T, width] */
  async rows(ids: readonly number[]): Promise<Tensor> {
    const { width, vocabulary } = this.config;
    const { data } = await (this.#table ??= this.#readTable());
    const rows = new Float32Array(ids.length * width);
    ids.forEach((id, row) => {
      if (id >= vocabulary)
        throw new Error(`token ${id}: expected an id below ${vocabulary}, got a tokenizer of another model`);
      rows.set(data.subarray(id * width, (id + 1) * width), row * width);
    });
    return tensor(rows, [1, ids.length, width]);
  }

  /** C: the last hidden state after the final LayerNorm. @param rows [B, T, width] @returns [B, T, width] */
  async hidden(rows: Tensor, signal?: AbortSignal): Promise<Tensor> {
    return this.#output('hidden', rows, signal);
  }

  /** Every position in the space that text and pictures share, [B, T, projection]; the end token's is the pooled text. */
  async projected(rows: Tensor, signal?: AbortSignal): Promise<Tensor> {
    return this.#output('projected', rows, signal);
  }

  async #output(name: string, rows: Tensor, signal?: AbortSignal): Promise<Tensor> {
    const { key, config, weights, sessions } = this.#parts;
    const session = await sessions.session(`text ${key}`, (dialect) =>
      clipTextGraph(config, weights, dialect),
    );
    return present(await session.run({ rows }, signal), name, 'text tower', 'a file without projection?');
  }

  #readTable(): Promise<Tensor> {
    const { vocabulary, width } = this.config;
    const embedding = textTower(this.#parts.weights).at('embeddings', 'token_embedding');
    return readTensor(embedding.tensor('weight', [vocabulary, width]));
  }
}
