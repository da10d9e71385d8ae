import assert from 'node:assert/strict';
import { CopyCheck } from '../../../nodes/evaluation/copy-check.ts';
import { concatenate, zeros } from '../../../method/tensor/tensor.ts';
import { drawnObject } from '../../support/drawn-object.ts';
import { runNode } from '../../support/run-node.ts';

describe('CopyCheck', () => {
  const { picture, mask } = drawnObject({ top: 20, left: 14, side: 30, background: 1 });
  const other = drawnObject({ top: 30, left: 32, side: 24, background: 9 }).picture;
  const run = (images: unknown, elsewhere = false, of: unknown = mask) =>
    runNode(CopyCheck, { images, reference: picture, mask: of, elsewhere });

  it('sounds the alarm for a batch that holds the photograph', async () => {
    const out = await run(concatenate([other, picture], 0));
    assert.equal(out['alarm'], true);
    assert.ok(Number(out['paste']) > 0.99);
    assert.match(String(out['text']), /^[^\n]*\n[^\n]* · looks copied$/);
  });

  it('keeps silent for the subject in another place', async () => {
    const out = await run(other, true);
    assert.equal(out['alarm'], false);
    assert.ok(Number(out['object_copy']) > Number(out['paste']));
  });

  it('sounds for a kept background when the prompt names another place', async () => {
    const kept = drawnObject({ top: 20, left: 14, side: 0.1, background: 1 }).picture;
    assert.equal((await run(kept, true))['alarm'], true);
  });

  it('refuses a mask of another size', async () => {
    await assert.rejects(run(picture, false, zeros([1, 8, 8])), /^Error: mask: expected 64×64 pixels/);
  });
});
