import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTokenizer } from '../../../method/clip/tokenizer-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('readTokenizer', () => {
  const root = temporaryFolder();
  const folder = (name: string, files: Readonly<Record<string, string>>): string => {
    mkdirSync(join(root, name));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(root, name, file), text);
    return join(root, name);
  };
  const good = {
    'vocab.json': '{"a": 0, "__proto__": 1, "ab": 2, "##</w>": 3}',
    'merges.txt': '#version: 0.2\na b\r\n# #</w>\n',
  };

  it('reads vocabulary and merges, and takes CLIP’s names and length without a config', async () => {
    const { vocabulary, merges, ...rest } = await readTokenizer(folder('plain', good));
    assert.deepEqual(
      [...vocabulary],
      [
        ['a', 0],
        ['__proto__', 1],
        ['ab', 2],
        ['##</w>', 3],
      ],
    );
    assert.deepEqual(merges, ['a b', '# #</w>']);
    assert.deepEqual(rest, { startToken: '<|startoftext|>', endToken: '<|endoftext|>', length: 77 });
  });

  it('passes over a first line that tells the version, as CLIP wrote it too', async () => {
    const header = '"bpe_simple_vocab_16e6.txt#version: 0.2';
    const { merges } = await readTokenizer(folder('header', { ...good, 'merges.txt': `${header}\na b\n` }));
    assert.deepEqual(merges, ['a b']);
  });

  it('reads names and length of tokenizer_config.json; a length without meaning is 77', async () => {
    const config = (json: unknown): Record<string, string> => ({
      ...good,
      'tokenizer_config.json': JSON.stringify(json),
    });
    const named = config({ bos_token: '<s>', eos_token: { content: '</s>' }, model_max_length: 32 });
    const { startToken, endToken, length } = await readTokenizer(folder('named', named));
    assert.deepEqual([startToken, endToken, length], ['<s>', '</s>', 32]);
    const endless = folder('endless', config({ model_max_length: 1e30 }));
    assert.equal((await readTokenizer(endless)).length, 77);
  });

  it('names the file that is missing or is not what it should be', async () => {
    const refuses = (
      name: string,
      files: Readonly<Record<string, string>>,
      sentence: RegExp,
    ): Promise<void> => assert.rejects(readTokenizer(folder(name, files)), sentence);
    await refuses('missing', { 'merges.txt': '' }, /vocab\.json: no such file$/);
    await refuses('no-json', { ...good, 'vocab.json': 'oops' }, /vocab\.json: expected JSON, got "oops"$/);
    await refuses(
      'ids',
      { ...good, 'vocab.json': '{"a": -1}' },
      /vocab\.json, a: expected a whole number from 0, got -1$/,
    );
    await refuses(
      'lines',
      { ...good, 'merges.txt': 'a b\nabc\n' },
      /merges\.txt, line 2: expected two symbols, got "abc"$/,
    );
    await refuses(
      'page',
      { ...good, 'merges.txt': '<!DOCTYPE html>' },
      /merges\.txt: expected pairs that make symbols of vocab\.json, got "<!DOCTYPE html>"$/,
    );
  });
});
