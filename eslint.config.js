import eslintPluginSvelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const tests = ['test/**/*.ts'];
const configs = ['*.config.{js,ts}', '.dependency-cruiser.cjs'];

export default defineConfig(
  {
    ignores: [
      'out/',
      'docs/',
      'node_modules/',
      '.cache/',
      'coverage/',
      'test-results/',
      'playwright-report/',
      // AssemblyScript, which its own compiler checks, and what that makes of it.
      'src-shared/engine/kernels/!(plan-layout).ts',
      'src-shared/engine/wasm/kernel-bytes.ts',
    ],
  },

  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  eslintPluginSvelte.configs.recommended,
  // Only switches off what Prettier decides.
  eslintPluginSvelte.configs.prettier,

  {
    languageOptions: {
      parserOptions: {
        // Each file is read with the nearest tsconfig.json; the files in the root have none.
        projectService: { allowDefaultProject: ['*.config.ts', '*.config.js', '.dependency-cruiser.cjs'] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, svelteConfig } },
  },

  {
    name: 'ninestep/security',
    rules: {
      // `x != null` is the short form of "neither null nor undefined".
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
      'no-restricted-properties': [
        'error',
        {
          object: 'Object',
          property: 'assign',
          message: 'Lets "__proto__" through (security P3). Use a spread or copy field by field.',
        },
        {
          object: 'Math',
          property: 'random',
          message: 'Cannot be repeated. Use the seeded generator of src-shared/core/rng.',
        },
        { property: 'ipcMain', message: 'Only src-main/ipc/router.ts talks to ipcMain (security I1).' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'electron',
              importNames: ['ipcMain'],
              message:
                'Only src-main/ipc/router.ts talks to ipcMain: it checks the sender of every call (security I1).',
            },
          ],
        },
      ],
      'svelte/no-at-html-tags': 'error',
    },
  },
  {
    files: ['src-main/ipc/router.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },

  {
    name: 'ninestep/style',
    rules: {
      // A default export has another name in every importer.
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `onclick={() => stop()}` is clear enough.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `while (true)` with a return inside is the plainest form of some loops.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // `_name` says that a parameter is there for its position only.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // With noUncheckedIndexedAccess every a[i] of a kernel may be undefined; a check in its inner loop costs speed.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['src-*/**'],
    rules: { 'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }] },
  },

  {
    // The linter cannot see the types of other components and takes them for `any`; svelte-check does see them.
    files: ['**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // State is replaced whole ($state.raw of a ReadonlyMap), so a plain Map is right, and cheaper than a SvelteMap.
    files: ['src-renderer/**'],
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    // The tools that read these files ask for a default export.
    files: configs,
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: tests,
    rules: {
      // Fakes of asynchronous functions rarely have anything to wait for.
      '@typescript-eslint/require-await': 'off',
      // expect(object.method) only compares it.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // Plain JavaScript with types in comments: JSON is read here without a schema.
    files: ['scripts/**', '*.config.js', '.dependency-cruiser.cjs'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    // CommonJS by necessity: Electron 25 and dependency-cruiser load them with require().
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
