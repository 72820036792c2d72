import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new empty folder that is gone after the test. */
export function tempFolder(): string {
  const folder = makeTempFolder();
  onTestFinished(() => {
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
