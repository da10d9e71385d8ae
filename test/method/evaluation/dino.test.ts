import assert from 'node:assert/strict';
import { dinoConfig } from '../../../method/evaluation/dino-config.ts';
import { dinoGraph } from '../../../method/evaluation/dino.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { filled, relativeL2 } from '../../../method/tensor/tensor.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';

describe('dinoGraph', () => {
  const runtime = new Runtime({ threads: 1 });
  let fixture: Fixture;
  before(async () => {
    fixture = await openFixture('dino');
  });
  after(() => runtime.dispose());

  for (const layout of ['transformers', 'original'])
    it(`gives transformers' class token from the keys of the ${layout} layout`, async () => {
      const weights = layout === 'original' ? fixture.weights.at('original') : fixture.weights;
      const config = dinoConfig(weights, fixture.config, 'dino');
      const session = await runtime.session(layout, () => dinoGraph(config, weights));
      const { features } = await session.run({ pixels: await fixture.io('pixels') });
      assert.ok(relativeL2(features ?? filled([1], NaN), await fixture.io('features')) < 1e-4);
    });

  it('takes no other size than that of its positions', async () => {
    const config = dinoConfig(fixture.weights, fixture.config, 'dino');
    const session = await runtime.session('size', () => dinoGraph(config, fixture.weights));
    await assert.rejects(session.run({ pixels: filled([1, 3, 40, 40], 0) }), /32/);
  });
});
