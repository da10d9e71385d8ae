import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { object } from './config.ts';

/** What a tokenizer is made of. */
export interface TokenizerParts {
  /** Token to id. */
  readonly vocabulary: ReadonlyMap<string, number>;
  /** Pairs as `left right`, the earliest first. */
  readonly merges: readonly string[];
  /** Name of the token before each text. */
  readonly startToken: string;
  /** Name of the token behind each text. */
  readonly endToken: string;
  /** T: number of positions. */
  readonly length: number;
}

/** CLIP's, for folders without tokenizer_config.json. */
const DEFAULTS = { startToken: '<|startoftext|>', endToken: '<|endoftext|>', length: 77 };
/** Above this a length means "none": transformers writes 1e30 then. */
const LONGEST = 65_536;

/**
 * Reads `vocab.json`, `merges.txt` and, where there is one, `tokenizer_config.json` of a folder.
 * @throws naming the file that is missing or is not what it should be
 */
export async function readTokenizer(folder: string): Promise<TokenizerParts> {
  const [vocabulary, merges, config] = await Promise.all([
    readVocabulary(join(folder, 'vocab.json')),
    readMerges(join(folder, 'merges.txt')),
    readConfig(join(folder, 'tokenizer_config.json')),
  ]);
  refuseOther(merges, vocabulary, join(folder, 'merges.txt'));
  return { vocabulary, merges, ...config };
}

/** Merges make symbols of the vocabulary; those of another tokenizer, or a page in their place, do not. */
function refuseOther(merges: readonly string[], vocabulary: ReadonlyMap<string, number>, path: string): void {
  const strange = merges.find((pair) => !vocabulary.has(pair.replace(' ', '')));
  if (strange !== undefined)
    throw new Error(
      `${path}: expected pairs that make symbols of vocab.json, got ${JSON.stringify(strange.slice(0, 80))}`,
    );
}

async function readVocabulary(path: string): Promise<ReadonlyMap<string, number>> {
  const vocabulary = new Map<string, number>();
  for (const [token, id] of Object.entries(object(await readJson(path), path))) {
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0)
      throw new Error(`${path}, ${token}: expected a whole number from 0, got ${JSON.stringify(id)}`);
    vocabulary.set(token, id);
  }
  return vocabulary;
}

async function readMerges(path: string): Promise<readonly string[]> {
  const lines = (await readText(path)).split(/\r?\n/);
  return lines.flatMap((line, index) => {
    if (line === '' || (index === 0 && line.includes('#version'))) return [];
    if (/^[^ ]+ [^ ]+$/.test(line)) return [line];
    throw new Error(
      `${path}, line ${index + 1}: expected two symbols, got ${JSON.stringify(line.slice(0, 80))}`,
    );
  });
}

async function readConfig(path: string): Promise<typeof DEFAULTS> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '{}';
    throw new Error(`${path}: expected a file that can be read`, { cause });
  });
  const json = object(parsed(text, path), path);
  const length = json['model_max_length'];
  return {
    startToken: tokenName(json['bos_token']) ?? DEFAULTS.startToken,
    endToken: tokenName(json['eos_token']) ?? DEFAULTS.endToken,
    length:
      typeof length === 'number' && length >= 3 && length <= LONGEST ? Math.floor(length) : DEFAULTS.length,
  };
}

/** A token's name, written as such or as `content` of an added token. */
function tokenName(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || !('content' in value)) return undefined;
  return typeof value.content === 'string' ? value.content : undefined;
}

const readJson = async (path: string): Promise<unknown> => parsed(await readText(path), path);

const readText = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`${path}: no such file`, { cause });
  });

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Error(`${path}: expected JSON, got ${JSON.stringify(text.slice(0, 40))}`, { cause });
  }
}
