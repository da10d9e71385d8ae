import assert from 'node:assert/strict';
import { parseClipVisionConfig } from '../../../method/clip/config.ts';
import { ClipVisionEncoder } from '../../../method/clip/vision-encoder.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { relativeL2 } from '../../../method/tensor/tensor.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';

describe('ClipVisionEncoder', () => {
  const runtime = new Runtime({ threads: 1 });
  let fixture: Fixture;
  let encoder: ClipVisionEncoder;

  before(async () => {
    fixture = await openFixture('vision-b');
    const config = parseClipVisionConfig(fixture.config, 'vision-b');
    const { weights } = fixture;
    encoder = new ClipVisionEncoder({
      key: 'vision-b',
      config,
      weights,
      layers: [2, 0, 1],
      sessions: runtime,
    });
  });
  after(() => runtime.dispose());

  it('gives the features in the order of the mappers', async () => {
    const features = await encoder.features(await fixture.io('pixels'));
    assert.equal(features.length, 3);
    for (const [i, layer] of [2, 0, 1].entries()) {
      const feature = features[i];
      assert.ok(feature);
      assert.ok(relativeL2(feature, await fixture.io(`hidden_${layer}`)) < 1e-4, `layer ${layer}`);
    }
  });

  it('gives the pooled picture in the shared space', async () => {
    const embeds = await encoder.embeds(await fixture.io('pixels'));
    assert.ok(relativeL2(embeds, await fixture.io('embeds')) < 1e-4);
  });

  it('knows how many patches a picture has', () => {
    assert.equal(encoder.patches, 9);
  });
});
