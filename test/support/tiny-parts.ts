import { BundleFolder } from '../../method/diffusion/bundle-folder.ts';
import { openBundle, type Bundle } from '../../method/elite/bundle.ts';
import { Runtime } from '../../method/runtime/runtime.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { writeTinyBundle } from './tiny-bundle.ts';

/** The parts of the tiny bundle, opened before the tests of a `describe` and released after them. */
export function tinyParts(): { readonly bundle: () => Bundle } {
  const folder = temporaryFolder();
  const runtime = new Runtime({ threads: 1 });
  let opened: Bundle | undefined;
  before(async () => {
    opened = await openBundle(await BundleFolder.open(await writeTinyBundle(folder)), runtime);
  });
  after(() => runtime.dispose());
  return {
    bundle: () => {
      if (opened === undefined) throw new Error('tiny bundle: expected a running test, got none');
      return opened;
    },
  };
}
