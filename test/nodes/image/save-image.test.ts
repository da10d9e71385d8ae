import assert from 'node:assert/strict';
import { SaveImage } from '../../../nodes/image/save-image.ts';
import { filled } from '../../../method/tensor/tensor.ts';
import { graphTexts } from '../../../ui/src/model/picture-text.ts';
import { pngTexts } from '../../../ui/src/model/png-text.ts';
import { nodeContext } from '../../support/node-context.ts';

describe('SaveImage', () => {
  it('writes a PNG with prompt and workflow for each picture of a batch', async () => {
    const context = nodeContext();
    const out = await SaveImage.run(
      { images: filled([2, 8, 16, 3], 0.5), filename_prefix: 'a/dog' },
      context,
    );
    assert.deepEqual(out, {
      ui: {
        images: [
          { filename: 'a/dog_1.png', subfolder: '', type: 'output' },
          { filename: 'a/dog_2.png', subfolder: '', type: 'output' },
        ],
      },
    });
    assert.equal(context.saved.length, 2);
    for (const file of context.saved) {
      assert.deepEqual(file.size, { width: 16, height: 8 });
      assert.equal(file.extension, 'png');
      assert.deepEqual(
        [...pngTexts(file.bytes)],
        [
          ['prompt', '{"7":{}}'],
          ['workflow', '{"nodes":[]}'],
        ],
      );
    }
  });

  it('writes a WebP or JPEG that carries prompt and workflow too', async () => {
    for (const [format, extension] of [
      ['webp', 'webp'],
      ['jpeg', 'jpg'],
    ] as const) {
      const context = nodeContext();
      await SaveImage.run({ images: filled([1, 8, 16, 3], 0.5), filename_prefix: 'dog', format }, context);
      const [file = assert.fail()] = context.saved;
      assert.equal(file.extension, extension);
      assert.deepEqual(graphTexts(file.bytes), ['{"nodes":[]}', '{"7":{}}']);
    }
  });

  it('is a reason to run a graph', () => {
    assert.equal(SaveImage.isOutput, true);
  });
});
