import { BundleFolder } from '../../method/diffusion/bundle-folder.ts';
import { openPipeline, type Pipeline } from '../../method/diffusion/pipeline.ts';
import { Runtime } from '../../method/runtime/runtime.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { writeTinyBundle } from './tiny-bundle.ts';

/** The drawing parts of the tiny bundle, opened before the tests of this file and released after them. */
export function tinyParts(): () => Pipeline {
  const folder = temporaryFolder();
  const runtime = new Runtime({ threads: 1 });
  let pipeline: Pipeline | undefined;
  before(async () => {
    pipeline = await openPipeline(await BundleFolder.open(await writeTinyBundle(folder)), runtime);
  });
  after(() => runtime.dispose());
  return () => {
    if (pipeline === undefined)
      throw new Error('tiny bundle: expected to be asked for in a test, got asked before');
    return pipeline;
  };
}
