import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../graph-server/cli/main.ts';
import { captured } from '../../support/captured.ts';
import { chain, TEST_PACK } from '../../support/prompts.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('elite-graph validate', () => {
  const data = temporaryFolder();
  const file = join(data, 'prompt.json');
  const validate = (prompt: string) => {
    writeFileSync(file, prompt);
    return captured(() => main(['validate', file, '--data', data]));
  };
  before(() => {
    writeFileSync(join(data, 'config.json'), JSON.stringify({ packs: [TEST_PACK] }));
  });

  it('says that nothing is wrong, and ends with 0', async () => {
    const { result, out } = await validate(chain(5));
    assert.deepEqual([result, out], [0, `${file}: 3 nodes, 1 of them outputs, nothing wrong`]);
  });

  it('says each fault in one sentence, and ends with 1', async () => {
    const value = await validate(chain(1001));
    assert.deepEqual(
      [value.result, value.err],
      [1, 'node 1 Constant, input value: expected 0 to 1000, got 1001'],
    );
    const unknown = await validate(chain(5, 'Gone'));
    assert.deepEqual(
      [unknown.result, unknown.err],
      [1, 'node 2: expected a node type of a loaded pack, got "Gone" (GET /object_info lists them)'],
    );
  });
});
