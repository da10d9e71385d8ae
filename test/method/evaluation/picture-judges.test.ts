import assert from 'node:assert/strict';
import { dinoConfig } from '../../../method/evaluation/dino-config.ts';
import { dinoJudge, toyIdentityJudge, toyLabelJudge } from '../../../method/evaluation/picture-judges.ts';
import { toyJudgeConfig } from '../../../method/evaluation/toy-judge.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { mapped, relativeL2, slice, type Tensor } from '../../../method/tensor/tensor.ts';
import { openFixture } from '../../support/fixtures.ts';

describe('judges that look at pictures alone', () => {
  const sessions = new Runtime({ threads: 1 });
  after(() => sessions.dispose());
  const pictures = mapped(gaussianNoise(3, [2, 48, 40, 3]), (v) => Math.min(1, Math.max(0, 0.5 + v / 4)));
  const length = (x: Tensor): number => Math.hypot(...slice(x, 0, 0, 1).data);

  it('give unit features by DINO, other ones for each way of showing the picture', async () => {
    const { weights, config } = await openFixture('dino');
    const parts = { key: 'd', weights, config: dinoConfig(weights, config, 'd'), sessions };
    const own = await dinoJudge('dino-s16/eval', parts).pictures(pictures);
    const clip = await dinoJudge('dino-s16/clip', parts).pictures(pictures);
    assert.deepEqual(own.dims, [2, 24]);
    assert.ok(Math.abs(length(own) - 1) < 1e-5);
    assert.ok(relativeL2(own, clip) > 1e-3);
  });

  it("give the toy world's identities and labels", async () => {
    const { weights, config } = await openFixture('judges');
    const parts = { key: 'j', weights, config: toyJudgeConfig(config, 'j'), sessions };
    const identity = await toyIdentityJudge(parts).pictures(pictures);
    assert.deepEqual(identity.dims, [2, 12]);
    assert.ok(Math.abs(length(identity) - 1) < 1e-5);
    const judge = toyLabelJudge(parts);
    const { place, colour } = await judge.labels(pictures);
    assert.deepEqual(
      [place?.dims, colour?.dims],
      [
        [2, 3],
        [2, 2],
      ],
    );
    assert.deepEqual(Object.keys(judge.names), ['place', 'colour']);
  });
});
