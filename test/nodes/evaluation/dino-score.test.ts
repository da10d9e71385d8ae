import assert from 'node:assert/strict';
import { DINOScore } from '../../../nodes/evaluation/dino-score.ts';
import { concatenate } from '../../../method/tensor/tensor.ts';
import { drawnObject } from '../../support/drawn-object.ts';
import { runNode } from '../../support/run-node.ts';
import { shippedContext } from '../../support/shipped-context.ts';

describe('DINOScore', () => {
  const { picture } = drawnObject({ top: 20, left: 14, side: 30, background: 1 });
  const other = drawnObject({ top: 5, left: 5, side: 50, background: 2 }).picture;

  it("gives ID-I by the bundle's identity network, over pictures and references", async () => {
    const out = await runNode(
      DINOScore,
      {
        images: concatenate([picture, other], 0),
        references: picture,
        preset: 'tiny-id',
        bundle: 'elite-nano',
      },
      shippedContext(),
    );
    assert.equal(out['mean'], out['max'], 'one reference');
    assert.ok(Number(out['mean']) < 1);
    assert.match(String(out['text']), /^ID-I mean .* \(tiny-id\)\n1: ID-I mean 1\.000 .*\n2: /);
    assert.equal(DINOScore.isOutput, true);
  });

  it('says where DINO is looked for', async () => {
    const inputs = { images: picture, references: picture, preset: 'dino-s16/eval', bundle: 'elite-nano' };
    await assert.rejects(runNode(DINOScore, inputs, shippedContext()), /evaluators.dino-vits16\)$/);
  });
});
