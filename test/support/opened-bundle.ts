import { BundleFolder } from '../../method/diffusion/bundle-folder.ts';
import { openBundle, type Bundle } from '../../method/elite/bundle.ts';
import { Runtime } from '../../method/runtime/runtime.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { writeTinyBundle } from './tiny-bundle.ts';

/** The tiny bundle, opened before the tests of this file and there inside each. */
export function openedBundle(): () => Bundle {
  const models = temporaryFolder();
  const runtime = new Runtime();
  let bundle: Bundle | undefined;
  before(async () => {
    bundle = await openBundle(await BundleFolder.open(await writeTinyBundle(models)), runtime);
  });
  after(() => runtime.dispose());
  return () => {
    if (bundle === undefined) throw new Error('the tiny bundle: expected to be asked for inside a test');
    return bundle;
  };
}
