import { join } from 'node:path';
import type { Action } from '../../graph-server/engine/define-node.ts';
import { addBundle } from '../../method/elite/add-bundle.ts';
import { bundleCandidates } from '../../method/elite/bundle-candidates.ts';
import { removeBundle } from '../../method/elite/remove-bundle.ts';
import { conceptActions } from './concept-queries.ts';
import { ownFolder } from './own-folder.ts';

/**
 * Makes a bundle of files that lie in the user's folder of models already, as `elite-graph models add` does.
 * Nothing but the candidates that the question `models` lists is taken, so that no path leads out.
 */
const addModel: Action = async (body, folders) => {
  const folder = ownFolder(folders);
  const { diffusers, clips, files } = await bundleCandidates(folder);
  const chosen = (member: string, offered: readonly string[]): string => {
    const path = body[member];
    if (typeof path === 'string' && offered.includes(path)) return join(folder, path);
    throw new Error(
      `${member}: expected one of ${offered.join(', ') || 'no files at all'}, got ${JSON.stringify(path ?? null)}`,
    );
  };
  const { name, variant } = body;
  if (typeof name !== 'string') throw new Error('name: expected a name, got none');
  const published = {
    sd: chosen('sd', [...diffusers, ...files]),
    clip: chosen('clip', clips),
    global: chosen('global', files),
    local: chosen('local', files),
    ...(typeof variant === 'string' && variant !== '' ? { variant } : {}),
  };
  return { name, files: await addBundle({ ...published, name, folder, copy: body['copy'] === true }) };
};

/** Deletes a bundle of the user's folder of models, and nothing outside it. */
const removeModel: Action = async ({ name }, folders) => {
  await removeBundle(typeof name === 'string' ? name : '', ownFolder(folders));
  return { name };
};

/** What is done under `/elite/`, asked by POST. */
export const actions = { 'add-model': addModel, 'remove-model': removeModel, ...conceptActions };
