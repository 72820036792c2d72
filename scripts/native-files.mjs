// @ts-check
/**
 * `node scripts/native-files.mjs`: what the native engine adds to a package of Ninestep, for each system. With `--target`
 * and `--to` the files themselves, for a packager: `--target linux-x64 --to APP/node_modules`. docs/packaging.md.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { asScript } from './lib/as-script.mjs';
import { say, SetupError } from './lib/messages.mjs';
import { copyNativeFiles, NATIVE_TARGETS, nativeFiles, sizeOf } from './lib/native-files.mjs';
import { inProject } from './lib/project.mjs';

const { values: options } = parseArgs({ options: { target: { type: 'string' }, to: { type: 'string' } } });

const modules = inProject('node_modules');

await asScript(() => {
  if (options.target !== undefined) requireTarget(options.target);
  if (options.to === undefined) printSizes(options.target === undefined ? NATIVE_TARGETS : [options.target]);
  else copy(options.target, options.to);
});

/** @param {string} target */
function requireTarget(target) {
  if (NATIVE_TARGETS.includes(target)) return;
  throw new SetupError(`Nothing is prebuilt for ${target}.`, {
    where: 'node_modules/onnxruntime-node/bin',
    todo: `Leave the files out: Ninestep then trains on WebAssembly. Prebuilt are ${NATIVE_TARGETS.join(', ')}.`,
  });
}

/**
 * @param {string | undefined} target
 * @param {string} to
 */
function copy(target, to) {
  if (target === undefined) {
    throw new SetupError('--to needs a target.', {
      where: `--to ${to}`,
      todo: `Add --target with one of ${NATIVE_TARGETS.join(', ')}.`,
    });
  }
  const files = copyNativeFiles(target, { from: modules, to });
  for (const file of files) process.stdout.write(`${file}\n`);
  say(`${files.length} files, ${megabytes(sizeOf(files, to))} MB, in ${to}`);
}

/** @param {readonly string[]} targets */
function printSizes(targets) {
  process.stdout.write('| target | files | MB on the disk | MB by gzip |\n| --- | --- | --- | --- |\n');
  for (const target of targets) {
    const files = nativeFiles(target, modules);
    const packed = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(modules, file))).length, 0);
    const cells = [target, String(files.length), megabytes(sizeOf(files, modules)), megabytes(packed)];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  }
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
