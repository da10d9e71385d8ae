import { join, sep } from 'node:path';

/** What decides where data lies by default. */
interface Place {
  /** The folder that holds package.json. */
  readonly packageRoot: string;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The data folder when none is named: `data` beside package.json in a clone; for an installed package, which the next
 * installation replaces, the place where the platform keeps the data of programs.
 */
export function defaultDataFolder({ packageRoot, platform, home, env }: Place): string {
  if (!packageRoot.split(sep).includes('node_modules')) return join(packageRoot, 'data');
  switch (platform) {
    case 'win32':
      return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'elite-graph');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'elite-graph');
    default:
      return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'elite-graph');
  }
}
