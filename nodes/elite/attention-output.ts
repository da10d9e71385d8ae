import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { NodeContext, Query, Ui } from '../../graph-server/engine/define-node.ts';
import { attentionBytes, attentionFacts, attentionMap } from '../../method/elite/attention-file.ts';
import { AttentionRecord, recordSide, type AttentionWatch } from '../../method/elite/attention-record.ts';
import type { EncodedPrompt } from '../../method/elite/encode-prompt.ts';
import type { Tensor } from '../../method/tensor/tensor.ts';

const FOLDER = 'attention';
/** How many runs are kept; the oldest go first, and all of them at the next start. */
const MOST_KEPT = 64;
const NAME = /^[\w-]+\.bin$/;

/** Where the words of a prompt act while it is drawn: what is watched, and what is shown of it in the end. */
interface WatchedPrompt {
  readonly watch: AttentionWatch;
  /** Writes what was watched into the folder of files that need not stay. */
  shown(context: Pick<NodeContext, 'save' | 'folders'>): Promise<Ui>;
}

/**
 * Watches the subject's word and each token of a prompt.
 * @param latent [B, C, h, w]
 * @returns nothing for a prompt without a subject
 */
export function watchedPrompt(
  { text, positions, length = text.dims[1] ?? 0 }: EncodedPrompt,
  { dims: [, , height = 1, width = 1] }: Tensor,
): WatchedPrompt | undefined {
  if (positions.length === 0) return undefined;
  const words = Array.from({ length: Math.max(0, length - 2) }, (_, index) => [index + 1]);
  const columns = [positions, ...words];
  const record = new AttentionRecord(recordSide(height, width), columns.length);
  return {
    watch: { columns, onMaps: (step, layers) => record.add(step, layers) },
    shown: async ({ save, folders }) => {
      const bytes = attentionBytes(record, columns);
      const size = { width: record.side, height: record.side };
      const file = await save({ bytes, extension: 'bin', prefix: `${FOLDER}/acted`, kind: 'temp', size });
      await prune(join(folders.temp, FOLDER));
      return { attention: [file] };
    },
  };
}

/** What of a run is kept, or with a size, a token or steps one map of it: size² bytes, 255 is 1. */
export const attention: Query = async ({ told, token, size, from, to }, folders) => {
  const bytes = await readFile(join(folders.temp, FOLDER, fileOf(told))).catch((cause: unknown) => {
    throw new Error('attention: expected the maps of this run, they are gone (draw it again)', { cause });
  });
  const asked = {
    ...number('token', token),
    ...number('size', size),
    ...number('from', from),
    ...number('to', to),
  };
  return Object.keys(asked).length === 0 ? attentionFacts(bytes) : attentionMap(bytes, asked);
};

function fileOf(told: unknown): string {
  const shown = typeof told === 'object' && told !== null && 'attention' in told ? told.attention : undefined;
  const [file] = Array.isArray(shown) ? (shown as unknown[]) : [];
  const name = typeof file === 'object' && file !== null && 'filename' in file ? file.filename : undefined;
  if (typeof name !== 'string' || !NAME.test(name))
    throw new Error('attention: expected a node that kept where words act, got one that did not');
  return name;
}

function number<K extends string>(key: K, value: unknown): Partial<Record<K, number>> {
  if (value === undefined) return {};
  if (typeof value !== 'string' || !/^\d{1,6}$/.test(value))
    throw new Error(`${key}: expected a whole number, got ${JSON.stringify(value)}`);
  return { [key]: Number(value) } as Record<K, number>;
}

async function prune(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []); // what is saved may lie elsewhere, in memory for instance
  const files = await Promise.all(
    names.map(async (name) => ({ name, time: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = files.sort((a, b) => b.time - a.time).slice(MOST_KEPT);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}
