import { join } from 'node:path';
import { defineConfig } from 'vite';
import { litegraphParts } from './litegraph-parts.ts';

const root = import.meta.dirname;

/** What a chunk's name is asked with. */
interface Naming {
  getModuleInfo(id: string): { readonly isEntry: boolean; readonly importers: readonly string[] } | null;
}

/** What the page begins with is one file, which packs better than a file for each set of parts that share something. */
function firstLoad(id: string, modules: Naming): string | null {
  const seen = new Set([id]);
  for (const each of seen) {
    const found = modules.getModuleInfo(each);
    if (found?.isEntry === true) return 'first';
    for (const importer of found?.importers ?? []) seen.add(importer);
  }
  return null;
}

/** The full build of litegraph.js registers toy nodes that a strict policy refuses; the core build is the canvas alone. */
export default defineConfig({
  root,
  base: './',
  plugins: [litegraphParts()],
  resolve: {
    alias: [
      {
        find: /^litegraph\.js$/,
        replacement: join(root, '..', 'node_modules/litegraph.js/build/litegraph.core.js'),
      },
    ],
  },
  build: {
    target: 'es2022',
    outDir: join(root, 'dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: firstLoad }] } },
    },
  },
});
