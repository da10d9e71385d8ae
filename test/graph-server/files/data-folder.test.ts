import assert from 'node:assert/strict';
import { join } from 'node:path';
import { defaultDataFolder } from '../../../graph-server/files/data-folder.ts';

describe('defaultDataFolder', () => {
  const installed = join('/', 'app', 'node_modules', 'elite-graph');
  const of = (packageRoot: string, platform: NodeJS.Platform, env: Record<string, string> = {}) =>
    defaultDataFolder({ packageRoot, platform, home: join('/', 'home', 'ann'), env });

  it('lies beside package.json in a clone', () => {
    assert.equal(of(join('/', 'src', 'elite-graph'), 'linux'), join('/', 'src', 'elite-graph', 'data'));
  });

  it('is where the platform keeps the data of programs for an installed package', () => {
    const home = join('/', 'home', 'ann');
    assert.equal(of(installed, 'linux'), join(home, '.local', 'share', 'elite-graph'));
    assert.equal(of(installed, 'linux', { XDG_DATA_HOME: '/d' }), join('/d', 'elite-graph'));
    assert.equal(of(installed, 'darwin'), join(home, 'Library', 'Application Support', 'elite-graph'));
    assert.equal(of(installed, 'win32'), join(home, 'AppData', 'Local', 'elite-graph'));
    assert.equal(of(installed, 'win32', { LOCALAPPDATA: '/l' }), join('/l', 'elite-graph'));
  });
});
