import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { parseClipTextConfig } from '../clip/config.ts';
import { ClipTokenizer } from '../clip/tokenizer.ts';
import { BundleFolder, listBundles } from './bundle-folder.ts';
import { openTokenizer } from './pipeline.ts';
import { STABLE_DIFFUSION_1 } from './stable-diffusion.ts';

/**
 * CLIP's tokenizer, which single-file checkpoints lack: from `tokenizers/clip/`, else from a bundle with CLIP's vocabulary.
 * @param models folders of models, the first that has it wins
 * @throws when there is none, with the place to put it
 */
export async function findClipTokenizer(models: readonly string[]): Promise<ClipTokenizer> {
  const own = models.map((folder) => join(folder, 'tokenizers', 'clip'));
  for (const folder of own) if (await exists(join(folder, 'vocab.json'))) return ClipTokenizer.open(folder);
  for (const path of (await listBundles(models)).values()) {
    const bundle = await BundleFolder.open(path);
    const { json, where } = await bundle.config('text_encoder');
    const { vocabulary } = parseClipTextConfig(json, where);
    if (vocabulary === STABLE_DIFFUSION_1.text.vocabulary) return openTokenizer(bundle);
  }
  throw new Error(
    `${own[0] ?? 'tokenizers/clip'}: expected CLIP's vocab.json and merges.txt, got none (single-file checkpoints lack them; they come with openai/clip-vit-large-patch14)`,
  );
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
