import assert from 'node:assert/strict';
import { assignment, onlyFile, UsageError } from '../../../graph-server/cli/usage.ts';

describe('usage', () => {
  it('splits assignments at the first "="', () => {
    assert.deepEqual(assignment('prompt.text=a=b', '--set'), ['prompt.text', 'a=b']);
    assert.throws(() => assignment('photo', '--input'), /--input photo: expected NAME=VALUE/);
    assert.throws(() => assignment('=x', '--input'), UsageError);
  });

  it('wants exactly one file', () => {
    assert.equal(onlyFile(['a.json'], 'run'), 'a.json');
    assert.throws(() => onlyFile([], 'run'), /run: expected one file, got 0/);
    assert.throws(() => onlyFile(['a', 'b'], 'run'), UsageError);
  });
});
