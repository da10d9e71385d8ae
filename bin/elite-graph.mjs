#!/usr/bin/env node
// The launcher of the `elite-graph` command: a clone runs its source with tsx, the installed package compiled JavaScript.
import { existsSync } from 'node:fs';

const source = new URL('../graph-server/cli/main.ts', import.meta.url);
if (existsSync(source)) (await import('tsx/esm/api')).register();
const { main } = await import(
  existsSync(source) ? source.href : new URL('../dist/graph-server/cli/main.js', import.meta.url).href
);
process.exitCode = await main(process.argv.slice(2));
