import assert from 'node:assert/strict';
import { readGraphText } from '../../../ui/src/model/graph-text.ts';
import { stringifyJson } from '../../../ui/src/model/json.ts';

const PROMPT = '{"1":{"class_type":"A","inputs":{}}}';

describe('readGraphText', () => {
  it('tells workflows, prompts and wrapped prompts apart', () => {
    assert.equal(readGraphText('{"nodes":[],"links":[]}', 'a').kind, 'workflow');
    assert.equal(readGraphText(PROMPT, 'a').kind, 'prompt');
    assert.equal(readGraphText(`{"prompt":${PROMPT},"client_id":"c"}`, 'a').kind, 'prompt');
  });

  it('keeps the floats of a prompt when it is asked to', () => {
    const text = '{"1":{"class_type":"A","inputs":{"cfg":5.0}}}';
    const again = (options: { keepsFloats?: boolean }) => {
      const file = readGraphText(text, 'a', options);
      return file.kind === 'prompt' ? stringifyJson(file.prompt as never) : '';
    };
    assert.equal(again({ keepsFloats: true }), text);
    assert.equal(again({}), text.replace('5.0', '5'));
  });

  it('says one sentence about any other text', () => {
    assert.throws(() => readGraphText('{"a":1}', 'x'), /^Error: x: expected a workflow or an API prompt/);
    const long = `"${'a'.repeat(9 * 2 ** 20)}"`;
    assert.throws(() => readGraphText(long, 'x'), /^Error: x: expected at most 8 MiB, got 9\.0 MiB/);
  });
});
