import assert from 'node:assert/strict';
import { parseClipTextConfig } from '../../../method/clip/config.ts';
import { ClipTextEncoder } from '../../../method/clip/text-encoder.ts';
import { ClipTokenizer } from '../../../method/clip/tokenizer.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { relativeL2, slice } from '../../../method/tensor/tensor.ts';
import { openFixture, parityFolder, type Fixture } from '../../support/fixtures.ts';

describe('ClipTextEncoder', () => {
  const runtime = new Runtime({ threads: 1 });
  let fixture: Fixture;
  let encoder: ClipTextEncoder;

  before(async () => {
    fixture = await openFixture('text-b');
    encoder = new ClipTextEncoder({
      key: 'text-b',
      config: parseClipTextConfig(fixture.config, 'text-b'),
      weights: fixture.weights,
      tokenizer: await ClipTokenizer.open(parityFolder('tokenizer')),
      sessions: runtime,
    });
  });
  after(() => runtime.dispose());

  it('takes rows out of the token table', async () => {
    const ids = [...(await fixture.io('ids')).data].slice(0, 20);
    const rows = await encoder.rows(ids);
    assert.deepEqual(rows.dims, [1, 20, 32]);
    assert.equal(relativeL2(rows, slice(await fixture.io('rows'), 0, 0, 1)), 0);
  });

  it("reads them to transformers' hidden states, and projects every position", async () => {
    const rows = await fixture.io('rows');
    assert.ok(relativeL2(await encoder.hidden(rows), await fixture.io('hidden')) < 1e-4);
    assert.deepEqual((await encoder.projected(rows)).dims, [2, 20, 32]);
  });

  it('refuses ids of another vocabulary, and an aborted signal', async () => {
    await assert.rejects(encoder.rows([3, 1534]), {
      message: 'token 1534: expected an id below 64, got a tokenizer of another model',
    });
    const signal = AbortSignal.abort(new Error('interrupted'));
    await assert.rejects(encoder.hidden(await fixture.io('rows'), signal), /^Error: interrupted$/);
  });
});
