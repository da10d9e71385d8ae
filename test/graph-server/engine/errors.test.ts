import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ERRORS, faultOf, PromptError, sentenceOf } from '../../../graph-server/engine/errors.ts';

describe('errors', () => {
  it('are those of docs/errors.md, each with its meaning', () => {
    const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    const entries = [...page.matchAll(/^### `(\w+)`\n\n(.+)$/gm)].map(([, type, first]) => [type, first]);
    const expected = Object.entries(ERRORS).map(([type, meaning]) => [
      type,
      `${meaning.slice(0, 1).toUpperCase()}${meaning.slice(1)}.`,
    ]);
    assert.deepEqual(entries, expected);
  });

  it('carry details apart from what else clients are told', () => {
    assert.deepEqual(faultOf('bad_json', 's', { details: 'd', input_name: 'x' }), {
      type: 'bad_json',
      message: 's',
      details: 'd',
      extra_info: { input_name: 'x' },
    });
    assert.deepEqual(new PromptError('invalid_prompt', 's').fault, faultOf('invalid_prompt', 's'));
  });

  it('have a sentence, whatever was thrown', () => {
    assert.deepEqual([sentenceOf(new Error('a')), sentenceOf('b'), sentenceOf(5)], ['a', 'b', '5']);
  });
});
