// @ts-check
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { capture } from './lib/capture.mjs';
import { hashContents } from './lib/content-hash.mjs';
import { withLock } from './lib/file-lock.mjs';
import { say, SetupError } from './lib/messages.mjs';
import { inProject, projectFolder, readIfPresent } from './lib/project.mjs';

const SOURCES = 'src-shared/engine/kernels';
/** Imported like any source file, so that every host and every tool finds it in the same way. */
const OUTPUT = inProject('src-shared/engine/wasm/kernel-bytes.ts');
const TIMEOUT_MS = 5 * 60_000;

/**
 * One build for every host, and one with the fused multiply-add that newer hosts have; and the update alone, for memory that
 * is not shared.
 */
const MODULES = [
  { name: 'simd', entry: 'index.ts', flags: ['--sharedMemory'] },
  { name: 'relaxedSimd', entry: 'index.ts', flags: ['--sharedMemory', '--enable', 'relaxed-simd'] },
  { name: 'update', entry: 'update-module.ts', flags: [] },
];

/** Compiles the engine's kernels from AssemblyScript, unless it was done from exactly these sources. Needs the dependencies. */
export async function ensureKernels() {
  if (areFresh()) return;
  await withLock('kernels', async () => {
    if (!areFresh()) await compileAll();
  });
}

/** @returns {boolean} */
function areFresh() {
  return readIfPresent(OUTPUT)?.startsWith(stamp()) ?? false;
}

/** @returns {string} the file's first line: what it was made from */
function stamp() {
  return `/* Made by scripts/ensure-kernels.mjs from ${hashContents(projectFolder, [SOURCES, 'scripts/ensure-kernels.mjs'])} */\n`;
}

async function compileAll() {
  say('Compiling the kernels …');
  const made = stamp();
  const lines = await Promise.all(MODULES.map(compile));
  mkdirSync(inProject('src-shared/engine/wasm'), { recursive: true });
  writeFileSync(OUTPUT, made + lines.join(''));
}

/**
 * @param {{ name: string, entry: string, flags: string[] }} module
 * @returns {Promise<string>} a line of TypeScript that holds the module
 */
async function compile({ name, entry, flags }) {
  const target = inProject('.cache', `kernels-${name}-${process.pid}.wasm`);
  mkdirSync(inProject('.cache'), { recursive: true });
  const { code, output } = await capture(
    process.execPath,
    [
      inProject('node_modules/assemblyscript/bin/asc.js'),
      inProject(SOURCES, entry),
      ...['-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd', '--enable', 'threads', ...flags],
      ...['--importMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
      ...['--outFile', target],
    ],
    { cwd: projectFolder, timeoutMs: TIMEOUT_MS },
  );
  if (code !== 0) {
    throw new SetupError(
      `The kernels could not be compiled: asc ended with code ${code ?? 'none'}.\n${output.trimEnd()}`,
      {
        where: inProject(SOURCES),
        todo: 'The lines above name the file and the reason. Correct the source and start again.',
      },
    );
  }
  const bytes = readFileSync(target).toString('base64');
  rmSync(target);
  return `export const ${name} =\n  '${bytes}';\n`;
}
