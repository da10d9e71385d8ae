// `npm test`: installs if needed, checks types, style and import rules, builds the editor, runs every test of Node.
import { ensureInstalled, requireNode, step } from './ensure-installed.mjs';

requireNode();
ensureInstalled();
step('npm', ['run', '--silent', 'check']);
step('npm', ['run', '--silent', 'build:ui', '--', '--logLevel', 'warn']);
const chosen = process.argv.slice(2);
step('npx', ['--no-install', 'mocha', ...(chosen.length > 0 ? chosen : ['test/**/*.test.ts'])]);
