import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

const root = import.meta.dirname;
const alias = {
  '@shared': resolve(root, 'src-shared'),
  '@resources': resolve(root, 'resources'),
};

/** CommonJS by hand: ES module entry points need Electron 28, and Ninestep also runs on 25. */
const cjs = {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
} as const;

/** KaTeX names every font in three formats; the page serves the first, and Chromium needs no other. */
const onlyWoff2: Plugin = {
  name: 'only-woff2',
  enforce: 'pre',
  transform(code, id) {
    if (!/katex[^/]*\.css/.test(id)) return null;
    return code.replace(/,\s*url\([^)]*\)\s*format\("(?:woff|truetype)"\)/g, '');
  },
};

export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      target: 'node18',
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: resolve(root, 'src-main/index.ts'),
          trainer: resolve(root, 'src-main/trainer/utility-entry.ts'),
          'run-thread': resolve(root, 'src-main/trainer/thread-entry.ts'),
          service: resolve(root, 'src-main/service/utility-entry.ts'),
          cli: resolve(root, 'src-main/cli/main.ts'),
        },
        // Without strict order the bundler's helper lands in index.cjs, and trainer and cli would start Electron's main.
        output: { ...cjs, strictExecutionOrder: true },
      },
    },
  },
  preload: {
    resolve: { alias },
    build: {
      target: 'node18',
      externalizeDeps: false,
      rolldownOptions: { input: resolve(root, 'src-main/preload/index.ts'), output: cjs },
    },
  },
  renderer: {
    root: 'src-renderer',
    resolve: { alias },
    build: {
      target: 'chrome114',
      // A font within the style sheet would be a data: address, which the page's policy refuses.
      assetsInlineLimit: 0,
      rolldownOptions: { input: resolve(root, 'src-renderer/index.html') },
    },
    plugins: [onlyWoff2, svelte({ configFile: resolve(root, 'svelte.config.js') })],
  },
});
