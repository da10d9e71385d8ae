import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a test's own, which goes after the tests of this file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'elite-graph-test-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
