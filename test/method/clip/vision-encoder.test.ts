import assert from 'node:assert/strict';
import { parseClipVisionConfig } from '../../../method/clip/config.ts';
import { ClipVisionEncoder } from '../../../method/clip/vision-encoder.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { relativeL2, scale, slice, type Tensor } from '../../../method/tensor/tensor.ts';
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

  it('gives photographs and objects what each alone would get, from one run', async () => {
    const runs: number[] = [];
    const watched = encoder.with({
      sessions: {
        session: async (key, build) => {
          const session = await runtime.session(key, build);
          return {
            inputs: session.inputs,
            run: (feeds, signal) => (runs.push(feeds['pixels']?.dims[0] ?? 0), session.run(feeds, signal)),
          };
        },
      },
    });
    const photos = await fixture.io('pixels');
    const [count = 0] = photos.dims;
    const objects = scale(0.5, slice(photos, 0, 0, 1));
    const [first, second] = await watched.featuresOfBoth(photos, objects);
    const near = (a: Tensor[], b: Tensor[]): void => {
      assert.deepEqual(
        a.map((x) => x.dims),
        b.map((x) => x.dims),
      );
      for (const [i, x] of a.entries()) assert.ok(relativeL2(x, b[i] ?? x) < 1e-5);
    };
    near(first, await encoder.features(photos));
    near(second, await encoder.features(objects));
    assert.deepEqual(runs, [count + 1]);
    const apart = await watched.with({ runsApart: true }).featuresOfBoth(photos, objects);
    assert.deepEqual(apart, [await encoder.features(photos), await encoder.features(objects)]);
    assert.deepEqual(runs, [count + 1, count, 1]);
  });

  it('gives the pooled picture in the shared space', async () => {
    const embeds = await encoder.embeds(await fixture.io('pixels'));
    assert.ok(relativeL2(embeds, await fixture.io('embeds')) < 1e-4);
  });

  it('knows how many patches a picture has', () => {
    assert.equal(encoder.patches, 9);
  });
});
