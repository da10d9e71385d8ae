import assert from 'node:assert/strict';
import { weightBits } from '../../../method/checkpoint/weight-bits.ts';

describe('weightBits', () => {
  it('are 8 where the processor has dot products of bytes, else 7', async function () {
    if (process.platform === 'darwin') this.skip();
    const on = (flags: string) => weightBits(() => Promise.resolve(`flags\t\t: fpu ${flags} sse2`));
    assert.deepEqual([await on('avx512_vnni'), await on('avx_vnni'), await on('asimddp')], [8, 8, 8]);
    assert.deepEqual([await on('avx2'), await on('avx512_vnnix')], [7, 7]);
    assert.equal(await weightBits(() => Promise.reject(new Error('no such file'))), 7);
  });
});
