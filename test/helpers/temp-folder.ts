import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** A new empty folder that is gone after the test. */
export function tempFolder(): string {
  const folder = makeTempFolder();
  onTestFinished(() => {
    removeFolder(folder);
  });
  return folder;
}

/** A new empty folder for all tests of a `describe`, gone after them. */
export function sharedTempFolder(): string {
  const folder = makeTempFolder();
  afterAll(() => {
    removeFolder(folder);
  });
  return folder;
}

function makeTempFolder(): string {
  return mkdtempSync(join(tmpdir(), 'ninestep-test-'));
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
