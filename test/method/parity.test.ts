import assert from 'node:assert/strict';
import type { Comparison } from '../../bench/comparison.ts';
import { compareNetworks } from '../../bench/parity-cases.ts';
import { compareNumbers } from '../../bench/parity-numbers.ts';

function within(rows: readonly Comparison[], count: number): void {
  assert.ok(rows.length >= count, `${rows.length} outputs compared`);
  for (const { network, output, error, limit } of rows)
    assert.ok(error <= limit, `${network}, ${output}: ${error} is beyond ${limit}`);
}

/** Many small graphs are built and loaded; the machine may be busy. */
const LONG = 300_000;

describe('beside PyTorch, diffusers and transformers', () => {
  it('every network agrees to 1e-4 relative L2 on every output', async function () {
    this.timeout(LONG);
    within(await compareNetworks(), 30);
  });

  it('tokens, noise, noise levels, LMS coefficients and samplers agree', async () => {
    within(await compareNumbers(), 20);
  });
});
