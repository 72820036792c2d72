import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** One import each: file, what it imports, and the rules that must object (none: it is allowed). */
const IMPORTS: readonly (readonly [file: string, imported: string, ...rules: string[]])[] = [
  ['src-shared/core/a.ts', '@shared/model/leaf', 'src-shared-core-imports-only-its-own'],
  ['src-shared/core/b.ts', 'zod', 'src-shared-core-imports-only-its-own'],
  ['src-shared/core/c.ts', './leaf'],
  ['src-shared/core/d.ts', '@noble/hashes/sha2.js'],
  ['src-shared/model/a.ts', '@shared/core/leaf'],
  ['src-shared/model/b.ts', '@shared/data/leaf', 'src-shared-model-imports-only-its-own'],
  ['src-shared/data/a.ts', 'jsep'],
  ['src-shared/data/b.ts', '../engine/leaf', 'src-shared-data-imports-only-its-own'],
  ['src-shared/engine/a.ts', '@shared/model/leaf'],
  ['src-shared/engine/b.ts', '@shared/data/leaf', 'src-shared-engine-imports-only-its-own'],
  ['src-shared/engine/c.ts', 'node:fs', 'src-shared-engine-imports-only-its-own', 'shared-is-self-contained'],
  ['src-shared/export/a.ts', '@noble/hashes/sha2.js'],
  ['src-shared/export/b.ts', '@shared/engine/leaf'],
  ['src-shared/export/c.ts', '@shared/schema/leaf', 'src-shared-export-imports-only-its-own'],
  ['src-shared/schema/a.ts', 'zod'],
  ['src-shared/schema/b.ts', '@shared/engine/leaf', 'src-shared-schema-imports-only-its-own'],
  ['src-shared/ipc/a.ts', '@shared/schema/leaf'],
  ['src-shared/ipc/b.ts', 'electron', 'src-shared-ipc-imports-only-its-own', 'shared-is-self-contained'],
  ['src-shared/runs/a.ts', '@shared/schema/leaf'],
  ['src-shared/runs/b.ts', '@shared/engine/leaf', 'src-shared-runs-imports-only-its-own'],
  ['src-shared/sweep/a.ts', '@shared/engine/leaf'],
  ['src-shared/sweep/b.ts', 'zod', 'src-shared-sweep-imports-only-its-own'],
  ['src-shared/library/a.ts', '@shared/engine/leaf'],
  ['src-shared/library/b.ts', 'zod', 'src-shared-library-imports-only-its-own'],
  ['src-shared/onnx/a.ts', '@shared/core/leaf'],
  ['src-shared/onnx/b.ts', '@shared/model/leaf', 'src-shared-onnx-imports-only-its-own'],
  ['src-shared/import/a.ts', '@shared/schema/leaf'],
  ['src-shared/import/b.ts', '@shared/report/leaf', 'src-shared-import-imports-only-its-own'],
  ['src-shared/report/a.ts', '@shared/engine/leaf'],
  ['src-shared/report/b.ts', '@shared/schema/leaf', 'src-shared-report-imports-only-its-own'],
  ['src-shared/compare/a.ts', 'jstat'],
  ['src-shared/compare/b.ts', '@shared/engine/leaf', 'src-shared-compare-imports-only-its-own'],
  ['src-shared/nine-steps/a.ts', '@shared/engine/leaf'],
  ['src-shared/nine-steps/b.ts', '@shared/schema/leaf', 'src-shared-nine-steps-imports-only-its-own'],
  ['src-shared/evaluation/a.ts', '@shared/engine/leaf'],
  ['src-shared/evaluation/b.ts', '@shared/schema/leaf', 'src-shared-evaluation-imports-only-its-own'],
  ['src-shared/doctor/a.ts', '@shared/data/leaf'],
  ['src-shared/doctor/b.ts', '@shared/engine/leaf', 'src-shared-doctor-imports-only-its-own'],
  ['src-shared/other/a.ts', 'svelte', 'shared-is-self-contained'],
  ['src-shared/other/b.ts', '@resources/leaf', 'shared-is-self-contained'],

  ['src-main/storage/a.ts', 'node:fs/promises'],
  ['src-main/storage/d.ts', '@resources/leaf.json'],
  ['src-main/storage/e.ts', 'zod'],
  ['src-main/storage/f.ts', 'papaparse', 'src-main-storage-imports-only-its-own'],
  ['src-main/storage/b.ts', 'electron', 'src-main-storage-imports-only-its-own'],
  ['src-main/storage/c.ts', './settings-store', 'settings-store-for-main-only'],
  ['src-main/storage/settings-store.ts', 'electron-store'],
  ['src-main/app/a.ts', '../storage/settings-store'],
  ['src-main/app/b.ts', 'electron-store', 'electron-store-in-one-file'],
  ['src-main/app/c.ts', '../../src-renderer/api/leaf', 'main-never-imports-window'],
  ['src-main/app/d.ts', '../../test/leaf', 'nothing-imports-test'],
  ['src-main/trainer/supervisor.ts', 'electron'],
  ['src-main/trainer/a.ts', 'electron', 'no-electron-in-trainer-service-cli', 'no-electron-by-detour'],
  ['src-main/trainer/b.ts', '../storage/leaf'],
  ['src-main/service/client.ts', 'electron'],
  ['src-main/service/a.ts', './client', 'no-electron-in-trainer-service-cli', 'no-electron-by-detour'],
  ['src-main/cli/a.ts', '../detour/electron-user', 'no-electron-by-detour'],
  [
    'src-main/cli/b.ts',
    '../storage/settings-store',
    'settings-store-for-main-only',
    'no-electron-in-trainer-service-cli',
    'no-electron-by-detour',
  ],
  ['src-main/detour/electron-user.ts', 'electron'],
  ['src-main/preload/a.ts', 'electron'],
  ['src-main/preload/b.ts', '@shared/ipc/leaf'],
  ['src-main/preload/c.ts', '@shared/engine/leaf', 'src-main-preload-imports-only-its-own'],

  ['src-renderer/api/a.ts', 'electron', 'window-is-a-web-page'],
  ['src-renderer/api/b.ts', 'node:path', 'window-is-a-web-page'],
  ['src-renderer/state/a.ts', '../api/leaf'],
  ['src-renderer/state/b.ts', '../../src-main/app/leaf', 'window-is-a-web-page'],
  ['src-renderer/features/A.svelte', '../api/leaf', 'features-know-no-ipc'],
  ['src-renderer/features/B.svelte', '../components/Leaf.svelte'],
  ['src-renderer/components/A.svelte', '@lucide/svelte/icons/play'],
  ['src-renderer/components/B.svelte', '../state/leaf', 'src-renderer-components-imports-only-its-own'],
  ['src-renderer/components/C.svelte', '@shared/core/leaf', 'src-renderer-components-imports-only-its-own'],

  ['src-main/app/cycle-1.ts', './cycle-2', 'no-cycles'],
  // A cycle is reported once, at its first file.
  ['src-main/app/cycle-2.ts', './cycle-1'],
];

const LEAVES = [
  ...['core', 'model', 'data', 'engine', 'schema', 'ipc'].map((layer) => `src-shared/${layer}/leaf.ts`),
  ...[
    'src-main/storage/leaf.ts',
    'src-main/app/leaf.ts',
    'test/leaf.ts',
    'resources/leaf.ts',
    'resources/leaf.json',
  ],
  ...['src-renderer/api/leaf.ts', 'src-renderer/state/leaf.ts', 'src-renderer/components/Leaf.svelte'],
];

const LEAF_TEXT: Record<string, string> = {
  '.ts': 'export const leaf = 1;\n',
  '.svelte': '<p>leaf</p>\n',
  '.json': '{}\n',
};

interface CruiseResult {
  summary: {
    violations: { from: string; rule: { name: string } }[];
    ruleSetUsed: { forbidden: { name: string }[] };
  };
}

const project = resolve(import.meta.dirname, '../../..');
let folder = '';
let found: Map<string, string[]>;
let ruleNames: string[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ninestep-imports-'));
  for (const leaf of LEAVES) write(leaf, LEAF_TEXT[extname(leaf)] ?? '');
  for (const [file, imported] of IMPORTS) write(file, source(file, imported));
  copyFileSync(join(project, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'), 'dir');
  found = cruise();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it.each(IMPORTS)('%s importing %s', (file, _imported, ...rules) => {
  expect(found.get(file) ?? []).toEqual([...rules].sort());
});

it('has a planted violation for every rule', () => {
  const planted = new Set(IMPORTS.flatMap(([, , ...rules]) => rules));
  expect(ruleNames.filter((name) => !planted.has(name))).toEqual([]);
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** A type import where possible: it must count like any other. */
function source(file: string, imported: string): string {
  if (file.endsWith('.svelte'))
    return `<script lang="ts">\n  import thing from '${imported}';\n</script>\n{thing}\n`;
  return `import type * as thing from '${imported}';\nexport type Thing = typeof thing;\n`;
}

function cruise(): Map<string, string[]> {
  const program = join(project, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(project, '.dependency-cruiser.cjs');
  const args = [
    program,
    '--config',
    config,
    '--output-type',
    'json',
    'src-shared',
    'src-main',
    'src-renderer',
  ];
  const run = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 });
  const { summary } = JSON.parse(run.stdout) as CruiseResult;
  ruleNames = summary.ruleSetUsed.forbidden.map(({ name }) => name);
  const byFile = new Map<string, string[]>();
  for (const { from, rule } of summary.violations) {
    byFile.set(from, [...new Set([...(byFile.get(from) ?? []), rule.name])].sort());
  }
  return byFile;
}
