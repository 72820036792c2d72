import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  copyNativeFiles,
  mustBeUnpacked,
  NATIVE_TARGETS,
  nativeFiles,
  sizeOf,
} from '../../../scripts/lib/native-files.mjs';
import { tempFolder } from '../../helpers/temp-folder.ts';

const MODULES = resolve(import.meta.dirname, '../../../node_modules');
const BINARIES = 'onnxruntime-node/bin/napi-v6';
const isInstalled = existsSync(join(MODULES, BINARIES));

it('nothing is for a system that has no prebuilt library', () => {
  expect(nativeFiles('darwin-x64', MODULES)).toEqual([]);
});

describe.skipIf(!isInstalled)('the files of onnxruntime-node', () => {
  it.each(NATIVE_TARGETS)('for %s are all there, and no library of another system', (target) => {
    const files = nativeFiles(target, MODULES);
    for (const file of files) expect(existsSync(join(MODULES, file)), file).toBe(true);
    const libraries = files.filter((file) => file.startsWith(BINARIES));
    expect(libraries).toContain(`${BINARIES}/${target.replace('-', '/')}/onnxruntime_binding.node`);
    for (const file of libraries) expect(file).toContain(`/${target.replace('-', '/')}/`);
    expect(files.filter(mustBeUnpacked)).toEqual(libraries);
  });

  it('are all for one of the targets, but one that is there twice', () => {
    const known = new Set(NATIVE_TARGETS.flatMap((target) => nativeFiles(target, MODULES)));
    const there = readdirSync(join(MODULES, BINARIES), { recursive: true, encoding: 'utf8' })
      .map((file) => `${BINARIES}/${file.replaceAll('\\', '/')}`)
      .filter((file) => statSync(join(MODULES, file)).isFile());
    expect(there.filter((file) => !known.has(file))).toEqual([
      `${BINARIES}/darwin/arm64/libonnxruntime.1.30.0.dylib`,
    ]);
  });

  it('are copied with their folders', () => {
    const to = tempFolder();
    const files = copyNativeFiles('linux-arm64', { from: MODULES, to });
    expect(sizeOf(files, to)).toBe(sizeOf(files, MODULES));
    expect(readdirSync(to).toSorted()).toEqual(['onnxruntime-common', 'onnxruntime-node']);
  });
});
