// @ts-check

/**
 * The checks that read the sources without running them. `name` is also what selects it: `npm test -- lint`.
 * @typedef {{ name: string, script: string, args: readonly string[] }} StaticCheck
 */

const TSC = 'node_modules/typescript/bin/tsc';

/**
 * Slowest first: two run at a time, and a long one at the end would leave a core idle.
 * @type {readonly StaticCheck[]}
 */
export const STATIC_CHECKS = [
  lint('window', ['src-renderer']),
  lint('code', ['src-shared', 'src-main', 'scripts', '*.config.*', '.dependency-cruiser.cjs']),
  lint('test', ['test']),
  {
    name: 'types-window',
    script: 'node_modules/svelte-check/bin/svelte-check',
    args: ['--tsconfig', './src-renderer/tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  },
  // allowJs lets the tests of scripts/ see the types in the scripts' comments.
  { name: 'types-test', script: TSC, args: ['-p', 'test', '--allowJs'] },
  { name: 'types-main', script: TSC, args: ['-p', 'src-main'] },
  { name: 'types-shared', script: TSC, args: ['-p', 'src-shared'] },
  { name: 'types-scripts', script: TSC, args: ['-p', 'scripts'] },
  {
    name: 'imports',
    script: 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['--config', '.dependency-cruiser.cjs', 'src-shared', 'src-main', 'src-renderer'],
  },
  { name: 'dead-code', script: 'node_modules/knip/bin/knip.js', args: ['--no-progress'] },
  { name: 'format', script: 'node_modules/prettier/bin/prettier.cjs', args: ['--check', '.'] },
  { name: 'lock-file', script: 'scripts/check-lock-file.mjs', args: [] },
];

/**
 * A part of the sources: all of them in one process would keep the other core waiting.
 * @param {string} part
 * @param {readonly string[]} files
 * @returns {StaticCheck}
 */
function lint(part, files) {
  return {
    name: `lint-${part}`,
    script: 'node_modules/eslint/bin/eslint.js',
    args: [...files, '--max-warnings', '0'],
  };
}
