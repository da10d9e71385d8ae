import assert from 'node:assert/strict';
import { EXIT, StartError } from '../../graph-server/start-error.ts';

describe('StartError', () => {
  it('carries its sentence, its cause and its exit code', () => {
    const cause = new Error('EACCES');
    const error = new StartError('data: expected a folder, got none', EXIT.configuration, cause);
    assert.deepEqual(
      [error.message, error.exitCode, error.cause],
      ['data: expected a folder, got none', 78, cause],
    );
  });
});
