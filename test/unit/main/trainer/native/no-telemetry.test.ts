import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadRuntime } from '../../../../../src-main/trainer/native/load-runtime.ts';
import { bundleChild } from '../../../../helpers/bundle.ts';
import { sharedTempFolder, tempFolder } from '../../../../helpers/temp-folder.ts';

const folder = sharedTempFolder();
const loader = await bundleChild('native-loader.ts', folder);
const { kind } = loadRuntime();

// A library that reports writes a number for the machine, and what it is about to send, into the home folder.
it.each([
  ['the main thread', 'main thread', kind],
  ['a thread', 'thread', kind],
  // Nobody has told the process to be silent, so it is not loaded at all.
  ['an unprepared thread', 'unprepared thread', 'absent'],
])('the library, loaded in %s, leaves nothing to be sent', (_, where, expected) => {
  const home = tempFolder();
  const env = { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: home };
  expect(execFileSync(process.execPath, [loader, import.meta.filename, where], { env }).toString()).toBe(
    expected,
  );
  expect(readdirSync(home)).toEqual([]);
});
