import assert from 'node:assert/strict';
import { walkedPrompt, withPrompt } from '../../../ui/src/model/past-prompts.ts';

describe('earlier prompts', () => {
  it('are fifty, each once, the newest first', () => {
    assert.deepEqual(withPrompt(['b', 'a'], 'a'), ['a', 'b']);
    assert.deepEqual(withPrompt(['a'], '  '), ['a']);
    const many = Array.from({ length: 50 }, (_, index) => `prompt ${index}`);
    assert.deepEqual(withPrompt(many, 'new').slice(0, 2), ['new', 'prompt 0']);
    assert.equal(withPrompt(many, 'new').length, 50);
  });

  it('are walked from an empty text back and forth, and not from a text of one’s own', () => {
    const past = ['new', 'old'];
    assert.equal(walkedPrompt(past, '', 1), 'new');
    assert.equal(walkedPrompt(past, 'new', 1), 'old');
    assert.equal(walkedPrompt(past, 'old', 1), undefined);
    assert.equal(walkedPrompt(past, 'old', -1), 'new');
    assert.equal(walkedPrompt(past, 'new', -1), '');
    assert.equal(walkedPrompt(past, '', -1), undefined);
    assert.equal(walkedPrompt(past, 'my own', 1), undefined);
  });
});
