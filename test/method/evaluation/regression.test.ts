import assert from 'node:assert/strict';
import { regression, type ComparedRun } from '../../../method/evaluation/regression.ts';
import type { ScoredPicture } from '../../../method/evaluation/scored-picture.ts';
import { scoredPicture } from '../../support/scored-pictures.ts';

const run = (
  about: Partial<ScoredPicture> = {},
  identity: Record<string, string> = { unet: 'a' },
): ComparedRun => ({
  identity,
  pictures: [scoredPicture({ values: { clip_t: 0.3 }, ...about }), scoredPicture({ seed: 1 })],
});

describe('regression', () => {
  const verdict = async (after: ComparedRun, pixels: number | undefined = 0) =>
    (await regression(run(), after, () => Promise.resolve(pixels))).verdict;

  it('is identical when every hash and score is', async () => {
    assert.equal(await verdict(run()), 'identical');
  });

  it('is equivalent up to 2 of 255 and 0.001', async () => {
    assert.equal(await verdict(run({ pixels: 'b' }), 2), 'equivalent');
    assert.equal(await verdict(run({ pixels: 'b', values: { clip_t: 0.3009 } }), 1), 'equivalent');
    assert.equal(await verdict(run({ values: { clip_t: 0.3009 } })), 'equivalent');
  });

  it('has drifted while scores are within 0.01', async () => {
    assert.equal(await verdict(run({ pixels: 'b' }), 3), 'drift');
    assert.equal(await verdict(run({ pixels: 'b', values: { clip_t: 0.309 } }), 1), 'drift');
  });

  it('has changed beyond, and where sizes differ or nothing was measured', async () => {
    assert.equal(await verdict(run({ pixels: 'b', values: { clip_t: 0.32 } }), 200), 'changed');
    assert.equal(
      await regression(run(), run({ pixels: 'b' }), () => Promise.resolve(undefined)).then((r) => r.verdict),
      'changed',
    );
    const blind = { identity: {}, pictures: [scoredPicture()] };
    const other = { identity: {}, pictures: [scoredPicture({ pixels: 'b' })] };
    assert.equal((await regression(blind, other, () => Promise.resolve(40))).verdict, 'changed');
  });

  it('names what makes runs not comparable', async () => {
    const other = await regression(run(), run({}, { unet: 'b', steps: '25' }), () => Promise.resolve(0));
    assert.equal(other.verdict, 'not comparable');
    assert.deepEqual(other.differs, ['unet: expected a, got b', 'steps: expected none, got 25']);
    const fewer = { identity: { unet: 'a' }, pictures: [scoredPicture({ seed: 1 })] };
    assert.deepEqual((await regression(run(), fewer, () => Promise.resolve(0))).differs, [
      'pictures: expected those of the baseline, got none for full/fox/place-beach/0',
    ]);
  });

  it('counts a score that only one side has as a change', async () => {
    assert.equal(await verdict(run({ values: {} })), 'changed');
  });
});
