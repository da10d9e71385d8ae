import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../../../method/diffusion/read-json.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('readJson', () => {
  const path = join(temporaryFolder(), 'config.json');
  const read = (text: string) => {
    writeFileSync(path, text);
    return readJson(path);
  };

  it('gives the object in a file', async () => {
    assert.deepEqual(await read('{"sample_size": 64}'), { sample_size: 64 });
  });

  it('names the file that holds something else, and shows how that begins', async () => {
    for (const [text, got] of [
      ['<!DOCTYPE html>', 'JSON, got "<!DOCTYPE html>"'],
      [`<!DOCTYPE html>${'x'.repeat(40)}`, `JSON, got "<!DOCTYPE html>${'x'.repeat(25)}…"`],
      ['{"a":', 'JSON, got "{\\"a\\":" (truncated?)'],
      ['', 'JSON, got ""'],
      ['[1]', 'an object, got [1]'],
    ] as const)
      await assert.rejects(read(text), { message: `${path}: expected ${got}` });
  });
});
