import assert from 'node:assert/strict';
import { compareNetworks } from '../../bench/parity-cases.ts';

/** fp32 on both sides; only the order of the sums differs. */
const TOLERANCE = 1e-4;

describe('every network beside PyTorch', () => {
  it('agrees to 1e-4 relative L2 on every output', async () => {
    const rows = await compareNetworks();
    assert.ok(rows.length >= 30, `${rows.length} outputs compared`);
    for (const { network, output, error } of rows)
      assert.ok(error <= TOLERANCE, `${network}, ${output}: ${error}`);
  });
});
