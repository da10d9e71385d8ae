import assert from 'node:assert/strict';
import { toyIdentityGraph, toyJudgeConfig, toyLabelGraph } from '../../../method/evaluation/toy-judge.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { filled, relativeL2 } from '../../../method/tensor/tensor.ts';
import { unitRows } from '../../../method/evaluation/features.ts';
import { openFixture, type Fixture } from '../../support/fixtures.ts';

describe("the toy world's judges", () => {
  const runtime = new Runtime({ threads: 1 });
  let fixture: Fixture;
  before(async () => {
    fixture = await openFixture('judges');
  });
  after(() => runtime.dispose());
  const none = filled([1], NaN);

  it("give PyTorch's identity", async () => {
    const config = toyJudgeConfig(fixture.config, 'judges');
    const session = await runtime.session('identity', () => toyIdentityGraph(config, fixture.weights));
    const { identity } = await session.run({ pixels: await fixture.io('pixels') });
    assert.ok(relativeL2(unitRows(identity ?? none), await fixture.io('identity')) < 1e-4);
  });

  it("give PyTorch's logits of each head", async () => {
    const config = toyJudgeConfig(fixture.config, 'judges');
    assert.deepEqual(config.names, { place: ['here', 'there', 'plain red'], colour: ['red', 'none'] });
    const session = await runtime.session('labels', () => toyLabelGraph(config, fixture.weights));
    const outputs = await session.run({ pixels: await fixture.io('pixels') });
    for (const head of ['place', 'colour'])
      assert.ok(relativeL2(outputs[head] ?? none, await fixture.io(head)) < 1e-4, head);
  });

  it('have the classes of the toy world where config.json names none', () => {
    const sizes = { image_size: 64, channels: [8], embedding: 4, groups: 8 };
    const { names } = toyJudgeConfig({ ...sizes, heads: { style: 5 } }, 'c');
    assert.equal(names['style']?.[1], 'pixel art');
    assert.throws(() => toyJudgeConfig({ ...sizes, heads: { style: 6 } }, 'c'), {
      message: 'c, names.style: expected 6 names, got 5',
    });
    assert.throws(() => toyJudgeConfig({ ...sizes, channels: 'all', heads: { style: 5 } }, 'c'), {
      message: 'c, channels: expected a list that is not empty, got "all"',
    });
  });
});
