import assert from 'node:assert/strict';
import { parseClipVisionConfig } from '../../../method/clip/config.ts';
import { clipVisionGraph } from '../../../method/clip/vision.ts';
import { filled, relativeL2, slice } from '../../../method/tensor/tensor.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';
import { runModel } from '../../support/run-graph.ts';

describe('clipVisionGraph', () => {
  let fixture: Fixture;
  before(async () => {
    fixture = await openFixture('vision-a');
  });
  const graph = (layers: readonly number[]) =>
    clipVisionGraph(parseClipVisionConfig(fixture.config, 'vision-a'), fixture.weights, layers);

  it('has an output for each layer that is asked for, and the projection', async () => {
    assert.deepEqual(graph([4, 0, 2]).outputs, ['hidden_0', 'hidden_2', 'hidden_4', 'embeds']);
    const out = await runModel(graph([4]), { pixels: await fixture.io('pixels') });
    assert.deepEqual(out['hidden_4']?.dims, [2, 17, 24]);
    assert.ok(relativeL2(out['hidden_4'] ?? filled([1], NaN), await fixture.io('hidden_4')) < 1e-4);
  });

  it('treats each picture of a batch by itself', async () => {
    const pixels = await fixture.io('pixels');
    const both = (await runModel(graph([4]), { pixels }))['hidden_4'];
    const second = (await runModel(graph([4]), { pixels: slice(pixels, 0, 1, 2) }))['hidden_4'];
    assert.ok(both && second);
    assert.ok(relativeL2(slice(both, 0, 1, 2), second) < 1e-5);
  });

  it('refuses layers beyond the tower', () => {
    assert.throws(() => graph([5]), { message: 'vision layers: expected 0 to 4, got 5' });
    assert.throws(() => graph([-1]), { message: 'vision layers: expected 0 to 4, got -1' });
  });
});
