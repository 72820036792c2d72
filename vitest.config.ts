import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const alias = {
  '@shared': resolve(root, 'src-shared'),
  '@resources': resolve(root, 'resources'),
};

/** Files that use runes are compiled by Svelte, wherever they lie. */
const runeTests = 'test/{component,unit}/**/*.svelte.test.ts';

/** What there is nothing to test of where the optional package of native code could not be installed. */
const nativeTests = [
  'test/unit/engine/native/graph/{activations,gradient-graph,prediction-graph,train-graph}.test.ts',
  'test/unit/engine/native/native-machine.test.ts',
  'test/unit/import/onnx-graphs.test.ts',
];
const binding = `onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}/onnxruntime_binding.node`;
const hasNative = existsSync(resolve(root, 'node_modules', binding));
if (!hasNative)
  console.warn(
    `onnxruntime-node is not installed, or not for this system: ${nativeTests.join(', ')} are left out.`,
  );

/** Generous, for tests that start processes on a busy machine; a test that hangs still ends. */
const testTimeout = 60_000;

export default defineConfig({
  test: {
    // Compiled modules are kept between runs: a repeat takes a quarter of the time.
    experimental: { fsModuleCache: true },
    globalSetup: 'test/helpers/global-setup.ts',
    // Left to itself, Vitest leaves a core free: on two of them that is half of the machine.
    maxWorkers: '100%',
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'test/{unit,golden,cli}/**/*.test.ts',
            'test/fuzz/**/*.{fuzz,test}.ts',
            'test/crash/**/*.{crash,test}.ts',
          ],
          exclude: hasNative ? [runeTests] : [runeTests, ...nativeTests],
          testTimeout,
          hookTimeout: testTimeout,
        },
      },
      {
        resolve: { alias },
        plugins: [svelte({ configFile: resolve(root, 'svelte.config.js') }), svelteTesting()],
        test: {
          name: 'component',
          environment: 'happy-dom',
          setupFiles: 'test/component/helpers/standards-mode.ts',
          include: [runeTests],
          testTimeout,
          hookTimeout: testTimeout,
        },
      },
    ],
  },
});
