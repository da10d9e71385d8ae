// `npm start`: installs, builds the editor and serves, each only where needed.
import { readdirSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, requireNode, root, step } from './ensure-installed.mjs';

/** Whether the built editor is missing or older than one of its sources. */
function editorIsStale() {
  const built = join(root, 'ui', 'dist', 'index.html');
  if (!existsSync(built)) return true;
  const sources = ['ui/src', 'ui/public', 'ui/index.html', 'ui/vite.config.ts'].map((path) =>
    join(root, path),
  );
  const newest = Math.max(...sources.filter(existsSync).map(newestChange));
  return newest > statSync(built).mtimeMs;
}

function newestChange(path) {
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  return Math.max(own.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}

requireNode();
ensureInstalled();
if (editorIsStale()) {
  console.log('building the editor …');
  step('npx', ['--no-install', 'vite', 'build', 'ui', '--logLevel', 'warn']);
}
process.argv.splice(2, 0, 'serve');
await import('./elite-graph.mjs');
