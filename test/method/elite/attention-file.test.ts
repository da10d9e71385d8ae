import assert from 'node:assert/strict';
import { attentionBytes, attentionFacts, attentionMap } from '../../../method/elite/attention-file.ts';
import { AttentionRecord } from '../../../method/elite/attention-record.ts';
import { tensor } from '../../../method/tensor/tensor.ts';

const COLUMNS = [[2, 5], [1], [2]];
const SIDE = 32;

/** Two steps: in the first the word acts in the upper left quarter, in the second everywhere; token 2 in neither. */
function written(): Uint8Array {
  const record = new AttentionRecord(SIDE, COLUMNS.length);
  for (const step of [0, 1]) {
    const cells = Array.from({ length: SIDE * SIDE }, (_, at) => {
      const isUpperLeft = at % SIDE < SIDE / 2 && at < (SIDE * SIDE) / 2;
      return [step === 1 || isUpperLeft ? 1 : 0, 0.2, 0];
    }).flat();
    const values = tensor(cells, [1, SIDE * SIDE, COLUMNS.length]);
    record.add(step, [{ height: SIDE, width: SIDE, values }]);
  }
  return attentionBytes(record, COLUMNS);
}

describe('a file of attention', () => {
  const bytes = written();

  it('says its steps, sizes and words', () => {
    assert.deepEqual(attentionFacts(bytes), { steps: 2, sizes: [16, 32], columns: COLUMNS });
  });

  it('gives the mean of the steps that are asked for, at the size that is', () => {
    const map = attentionMap(bytes, {});
    assert.equal(map.length, 256);
    assert.deepEqual([map[0], map[255]], [255, 128]);
    assert.deepEqual([...attentionMap(bytes, { from: 0, to: 1, size: 32 })].slice(14, 18), [255, 255, 0, 0]);
    assert.ok(attentionMap(bytes, { from: 1 }).every((value) => value === 255));
  });

  it('tells the subject’s word from the token at its place', () => {
    assert.ok(attentionMap(bytes, { token: 1 }).every((value) => value === 51));
    assert.ok(attentionMap(bytes, { token: 2 }).every((value) => value === 0));
  });

  it('refuses what it lacks, and bytes that it is not', () => {
    assert.throws(() => attentionMap(bytes, { token: 9 }), /^Error: token: expected one of 1, 2, got 9$/);
    assert.throws(() => attentionMap(bytes, { size: 20 }), /^Error: size: expected one of 16, 32, got 20$/);
    assert.throws(
      () => attentionMap(bytes, { from: 2 }),
      /^Error: from, to: expected a range within the steps 0 to 2, got 2 to 2$/,
    );
    assert.throws(() => attentionFacts(bytes.subarray(0, 900)), /expected 6144 bytes of maps, got/);
    assert.throws(
      () => attentionFacts(Buffer.from('{}\n')),
      /expected a file of "elite attention 1", got another/,
    );
  });
});
