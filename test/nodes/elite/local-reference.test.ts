import assert from 'node:assert/strict';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { filled } from '../../../method/tensor/tensor.ts';
import { localReference } from '../../../nodes/elite/local-reference.ts';
import { openedBundle } from '../../support/opened-bundle.ts';

describe('localReference', () => {
  const bundle = openedBundle();
  const inputs = () => ({
    model: bundle().model,
    positive: { text: gaussianNoise(1, [1, 12, 24]), positions: [2] as readonly number[] },
    local_mapper: bundle().localMapper,
    patches: { patches: gaussianNoise(2, [1, 16, 24]), mask: filled([1, 16, 1], 1) },
    steps: 3,
    lambda: 0.8,
    lambda_schedule: undefined,
  });

  it('gives λ to every layer and step', () => {
    const { reference } = localReference(inputs());
    assert.deepEqual(reference?.lambda(2), Array<number>(7).fill(0.8));
    assert.equal(reference.mapper, bundle().localMapper);
  });

  it('lets a schedule take the place of λ, and an empty one not', () => {
    const of = (lambda_schedule: string) => localReference({ ...inputs(), lambda_schedule }).reference;
    assert.deepEqual(
      [0, 1, 2].map((step) => of('0, 1')?.lambda(step)[0]),
      [0, 0.5, 1],
    );
    assert.equal(of('  ')?.lambda(0)[0], 0.8);
    assert.throws(() => of('much'), /^Error: lambda: expected numbers/);
  });

  it('is nothing without patches, or with λ 0', () => {
    assert.deepEqual(localReference({ ...inputs(), patches: undefined }), {});
    assert.deepEqual(localReference({ ...inputs(), lambda: 0 }), {});
  });

  it('refuses patches without their mapper, without a word to follow, or of several photographs', () => {
    assert.throws(
      () => localReference({ ...inputs(), local_mapper: undefined }),
      /^Error: local_mapper: expected the mapper/,
    );
    const { positive, patches } = inputs();
    assert.throws(
      () => localReference({ ...inputs(), positive: { ...positive, positions: [] } }),
      /^Error: positive: expected a prompt with S\*/,
    );
    const two = { ...patches, patches: gaussianNoise(2, [2, 16, 24]) };
    assert.throws(
      () => localReference({ ...inputs(), patches: two }),
      /^Error: patches: expected those of one photograph, got those of 2$/,
    );
  });
});
