import type { Folders } from '../../graph-server/engine/sockets.ts';
import { bundleNames } from '../../method/diffusion/bundle-folder.ts';

/** The bundles that there are, the default first. */
export const bundleChoices = ({ models, defaultBundle }: Folders): Promise<readonly string[]> =>
  bundleNames(models, defaultBundle);
