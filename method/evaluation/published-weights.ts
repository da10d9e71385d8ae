import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Module } from '../checkpoint/module.ts';
import { openCheckpoint } from '../checkpoint/open-checkpoint.ts';

/** Weights of a judge in the folder that a user put them in, as they were published. */
export interface PublishedWeights {
  /** Tells them from all others that are loaded. */
  readonly key: string;
  readonly weights: Module;
  /** config.json, where there is one. */
  readonly config: unknown;
  /** The name of config.json for messages. */
  readonly where: string;
  /** The folder, where it has a tokenizer. */
  readonly tokenizer: string | undefined;
}

/** Names that transformers and DINO's authors publish weights under. */
const FILES = ['model.safetensors', 'pytorch_model.bin', 'dino_deitsmall16_pretrain.pth'];

/**
 * The weights in `evaluators/<name>` of the first folder of models that has them, or why there are none.
 * @throws naming the file that is damaged
 */
export async function publishedWeights(
  name: string,
  models: readonly string[],
): Promise<PublishedWeights | string> {
  for (const folder of models.map((path) => join(path, 'evaluators', name)))
    for (const file of FILES.map((base) => join(folder, base))) {
      const found = await stat(file).catch(() => undefined);
      if (found?.isFile() !== true) continue;
      const where = join(folder, 'config.json');
      const text = await readFile(where, 'utf8').catch(() => undefined);
      return {
        key: `${file} ${found.size} ${found.mtimeMs}`,
        weights: new Module(await openCheckpoint(file)),
        config: text === undefined ? undefined : parsed(text, where),
        where,
        tokenizer: (await isThere(join(folder, 'vocab.json'))) ? folder : undefined,
      };
    }
  return whereExpected(name, models);
}

/** Why there are no weights of this name, with the place that they are looked for in. */
export const whereExpected = (name: string, models: readonly string[]): string =>
  `no weights (expected ${FILES.slice(0, 2).join(' or ')} in ${join(models[0] ?? 'models', 'evaluators', name)})`;

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${where}: expected JSON, got ${JSON.stringify(text.slice(0, 40))}`, { cause });
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
