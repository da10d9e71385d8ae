import type { Query } from '../../graph-server/engine/define-node.ts';
import { listBundles, namedBundle } from '../../method/diffusion/bundle-folder.ts';
import { openTokenizer } from '../../method/diffusion/pipeline.ts';
import type { ClipTokenizer } from '../../method/clip/tokenizer.ts';
import { singleFiles } from '../../method/diffusion/single-file-names.ts';
import { bundleFacts } from '../../method/elite/bundle-facts.ts';
import { promptReport } from '../../method/elite/prompt-report.ts';
import { verifyBundle, verifySingleFile, type ModelVerdict } from '../../method/elite/verify-models.ts';
import { bundleChoices } from './bundle-choices.ts';

/** What a bundle says of itself; `bundle` names another than the default one. */
const model: Query = async ({ bundle }, folders) => {
  const bundles = await bundleChoices(folders);
  const name = typeof bundle === 'string' ? bundle : (bundles[0] ?? folders.defaultBundle);
  return { ...(await bundleFacts(await namedBundle(name, folders.models))), bundles };
};

let last: { readonly key: string; readonly tokenizer: Promise<ClipTokenizer> } | undefined;

/** How the text encoder reads a prompt; `mode` is `compat` for the released code's reading. */
const tokenize: Query = async ({ text, mode, bundle }, folders) => {
  const name = typeof bundle === 'string' ? bundle : (await bundleChoices(folders))[0];
  const opened = await namedBundle(name ?? folders.defaultBundle, folders.models);
  const key = `${opened.path} ${opened.digest}`;
  if (last?.key !== key) last = { key, tokenizer: openTokenizer(opened) };
  return promptReport(await last.tokenizer, typeof text === 'string' ? text : '', mode === 'compat');
};

/** The bundles and single files that lie in the folders of models, with a verdict on each; hashes are not read, keys and shapes are. */
const models: Query = async (_, folders) => {
  const verdicts: ModelVerdict[] = [];
  for (const [name, path] of await listBundles(folders.models))
    verdicts.push(await verifyBundle(name, path, { hash: false }));
  for (const [name, path] of await singleFiles(folders.models))
    verdicts.push(await verifySingleFile(name, path, { hash: false }));
  return { models: verdicts };
};

/** The questions under `/elite/`. */
export const queries = { model, models, tokenize };
