import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleFolder } from '../../../method/diffusion/bundle-folder.ts';
import { checkBundle } from '../../../method/elite/check-bundle.ts';
import { safetensorsFile, storedTensors } from '../../support/safetensors-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

/** CLIP is published with and without its projection into the space that text and pictures share. */
const OPTIONAL = /^(text|visual)_projection\.weight$/;

/** Some hundred checks of a small bundle, on a machine that has other work. */
const PATIENCE_MS = 240_000;

describe('the keys of a bundle', function () {
  this.timeout(PATIENCE_MS);
  const folder = temporaryFolder();

  /** Files of weights by part; layers of one kind are told apart by their names without numbers. */
  const partsOf = (path: string): Record<string, string> => {
    const { parts } = JSON.parse(readFileSync(join(path, 'bundle.json'), 'utf8')) as {
      readonly parts: Readonly<Record<string, { readonly weights?: string }>>;
    };
    return Object.fromEntries(
      Object.entries(parts).flatMap(([part, { weights }]) =>
        weights === undefined || part === 'evaluators' ? [] : [[part, weights]],
      ),
    );
  };

  it('are asked for, each kind of them: without one the bundle is refused by its name', async () => {
    const path = await writeTinyBundle(folder, 'whole');
    const manifest = JSON.parse(readFileSync(join(path, 'bundle.json'), 'utf8')) as object;
    writeFileSync(join(path, 'bundle.json'), JSON.stringify({ ...manifest, files: [] }));
    assert.deepEqual(await checkBundle(await BundleFolder.open(path)), new Map());
    let tried = 0;
    for (const [part, name] of Object.entries(partsOf(path))) {
      const file = join(path, name);
      const [bytes, tensors] = [readFileSync(file), await storedTensors(file)];
      const kinds = new Map([...tensors.keys()].map((key) => [key.replaceAll(/\d+/g, '#'), key]));
      for (const key of [...kinds.values()].filter((each) => !OPTIONAL.test(each))) {
        const rest = new Map([...tensors].filter(([other]) => other !== key));
        writeFileSync(file, safetensorsFile(rest));
        await assert.rejects(
          checkBundle(await BundleFolder.open(path)),
          ({ message }: Error) => message.includes(`${key}: expected [`) && message.includes('no such key'),
          `${part} without ${key}`,
        );
        tried += 1;
      }
      writeFileSync(file, bytes);
    }
    assert.ok(tried > 100, `${tried} keys`);
  });
});
