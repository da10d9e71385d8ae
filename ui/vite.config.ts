import { join } from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** The full build of litegraph.js registers toy nodes that a strict policy refuses; the core build is the canvas alone. */
export default defineConfig({
  root,
  base: './',
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
    rolldownOptions: { checks: { eval: false } }, // litegraph's number prompt, which is never reached
  },
});
