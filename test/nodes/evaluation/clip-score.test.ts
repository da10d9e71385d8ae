import assert from 'node:assert/strict';
import { CLIPScore } from '../../../nodes/evaluation/clip-score.ts';
import { concatenate } from '../../../method/tensor/tensor.ts';
import { drawnObject } from '../../support/drawn-object.ts';
import { runNode } from '../../support/run-node.ts';
import { shippedContext } from '../../support/shipped-context.ts';

describe('CLIPScore', () => {
  const { picture } = drawnObject({ top: 20, left: 14, side: 30, background: 1 });
  const other = drawnObject({ top: 5, left: 5, side: 50, background: 2 }).picture;
  const inputs = {
    images: picture,
    references: concatenate([picture, other], 0),
    prompt: 'a photo of a S* on the beach',
    category: 'toy',
    preset: 'tiny-clip',
    bundle: 'elite-nano',
  };
  const run = (changes: Readonly<Record<string, unknown>> = {}) =>
    runNode(CLIPScore, { ...inputs, ...changes }, shippedContext());

  it('gives CLIP-T with the category in the place of S*, and CLIP-I as mean and maximum', async () => {
    const out = await run();
    const { CLIP_T: alignment, CLIP_I_mean: mean, CLIP_I_max: max } = out as Record<string, number>;
    assert.ok(Math.abs((max ?? 0) - 1) < 1e-5, 'one reference is the picture itself');
    assert.ok((mean ?? 1) < (max ?? 0));
    assert.deepEqual(out['ui'], { text: [out['text']] });
    assert.match(
      String(out['text']),
      /^CLIP-T -?0\.\d{3} · CLIP-I mean 0\.\d{3} · CLIP-I max 1\.000 \(tiny-clip\)$/,
    );
    const same = await run({ prompt: 'a photo of a toy on the beach', category: '' });
    assert.equal(same['CLIP_T'], alignment);
  });

  it('scores texts alone without references', async () => {
    const out = await run({ references: undefined });
    assert.deepEqual([out['CLIP_I_mean'], out['CLIP_I_max']], [NaN, NaN]);
    assert.match(String(out['text']), /^CLIP-T -?0\.\d{3} \(tiny-clip\)$/);
  });

  it('asks for the category where the prompt has S*', async () => {
    await assert.rejects(run({ category: '' }), { message: 'category: expected the word for S*, got none' });
  });
});
