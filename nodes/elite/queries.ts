import { resolve, sep } from 'node:path';
import type { Query } from '../../graph-server/engine/define-node.ts';
import { listBundles, namedBundle } from '../../method/diffusion/bundle-folder.ts';
import { openTokenizer } from '../../method/diffusion/pipeline.ts';
import type { ClipTokenizer } from '../../method/clip/tokenizer.ts';
import { singleFiles } from '../../method/diffusion/single-file-names.ts';
import { bundleCandidates } from '../../method/elite/bundle-candidates.ts';
import { bundleFacts } from '../../method/elite/bundle-facts.ts';
import { promptReport } from '../../method/elite/prompt-report.ts';
import { verifyBundle, verifySingleFile, type ModelVerdict } from '../../method/elite/verify-models.ts';
import { attention } from './attention-output.ts';
import { bundleChoices } from './bundle-choices.ts';
import { conceptQueries } from './concept-queries.ts';
import { ownFolder } from './own-folder.ts';

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

/**
 * The bundles and single files that lie in the folders of models, with a verdict on each, and what a new bundle can be made of.
 * Keys and shapes are checked always; every byte is read for the hashes of the one model that `hash` names.
 */
const models: Query = async ({ hash }, folders) => {
  const known = await knownModels(folders.models);
  const wanted = known.filter(({ name }) => hash === undefined || name === hash);
  if (wanted.length === 0 && typeof hash === 'string')
    throw new Error(
      `hash: expected one of ${known.map(({ name }) => name).join(', ') || 'no models at all'}, got ${hash}`,
    );
  const verdicts: ListedModel[] = [];
  for (const model of wanted) verdicts.push(await listed(model, hash !== undefined));
  return { models: verdicts, candidates: await bundleCandidates(ownFolder(folders)) };
};

interface KnownModel {
  readonly name: string;
  readonly path: string;
  readonly kind: 'bundle' | 'file';
  /** Whether it lies in the user's own folder, from where bundles can be removed. */
  readonly isOwn: boolean;
}

type ListedModel = ModelVerdict & Pick<KnownModel, 'kind' | 'isOwn'>;

async function knownModels(folders: readonly string[]): Promise<KnownModel[]> {
  const own = resolve(folders[0] ?? '') + sep;
  const known =
    (kind: KnownModel['kind']) =>
    ([name, path]: readonly [string, string]): KnownModel => ({
      ...{ name, path, kind },
      isOwn: resolve(path).startsWith(own),
    });
  return [
    ...[...(await listBundles(folders))].map(known('bundle')),
    ...[...(await singleFiles(folders))].map(known('file')),
  ];
}

async function listed({ name, path, kind, isOwn }: KnownModel, hash: boolean): Promise<ListedModel> {
  const verify = kind === 'bundle' ? verifyBundle : verifySingleFile;
  return { ...(await verify(name, path, { hash })), kind, isOwn };
}

/** The questions under `/elite/`. */
export const queries = { attention, model, models, tokenize, ...conceptQueries };
