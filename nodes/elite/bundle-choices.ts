import type { Folders } from '../../graph-server/engine/sockets.ts';
import { listBundles } from '../../method/diffusion/bundle-folder.ts';

/** The bundles that there are, the default first. */
export async function bundleChoices({ models, defaultBundle }: Folders): Promise<readonly string[]> {
  const names = [...(await listBundles(models)).keys()];
  return names.includes(defaultBundle)
    ? [defaultBundle, ...names.filter((name) => name !== defaultBundle)]
    : names;
}
