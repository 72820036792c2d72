import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  BUILD_OUTPUTS,
  BUILD_STAMP,
  buildStamp,
  hashBuildInputs,
  isBuildFresh,
} from '../../../scripts/lib/build-freshness.mjs';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ninestep-build-'));
  write('src-shared/core/a.ts', 'one');
  write('src-main/index.ts', 'two');
  write('package-lock.json', '{}');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('isBuildFresh', () => {
  it('is false before the first build', () => {
    expect(isBuildFresh(root)).toBe(false);
  });

  it('is true after a build', () => {
    build();
    expect(isBuildFresh(root)).toBe(true);
  });

  it.each([
    [
      'a changed source',
      () => {
        appendFileSync(join(root, 'src-main/index.ts'), '!');
      },
    ],
    [
      'a new source',
      () => {
        write('src-renderer/new.ts', '');
      },
    ],
    [
      'a removed source',
      () => {
        rmSync(join(root, 'src-shared/core/a.ts'));
      },
    ],
    [
      'a new lock file',
      () => {
        write('package-lock.json', '{ }');
      },
    ],
    [
      'a resource',
      () => {
        write('resources/icon.svg', '<svg/>');
      },
    ],
    [
      'a missing output',
      () => {
        rmSync(join(root, 'out/main/cli.cjs'));
      },
    ],
    [
      'an output written by another build',
      () => {
        write('out/main/cli.cjs', 'other');
      },
    ],
    [
      'a missing stamp, as after a killed build',
      () => {
        rmSync(join(root, BUILD_STAMP));
      },
    ],
  ])('is false after %s', (_title, change) => {
    build();
    change();
    expect(isBuildFresh(root)).toBe(false);
  });

  it('is false when a source was edited while the build ran', () => {
    build(() => {
      write('src-main/index.ts', 'edited meanwhile');
    });
    expect(isBuildFresh(root)).toBe(false);
  });

  it('does not care about files outside of the inputs', () => {
    build();
    write('test/unit/a.test.ts', 'new');
    write('README.md', 'new');
    expect(isBuildFresh(root)).toBe(true);
  });
});

describe('hashBuildInputs', () => {
  it('tells a renamed file from a changed one, and content from name', () => {
    const before = hashBuildInputs(root);
    rmSync(join(root, 'src-shared/core/a.ts'));
    write('src-shared/core/b.ts', 'one');
    expect(hashBuildInputs(root)).not.toBe(before);
  });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function build(meanwhile?: () => void): void {
  const inputHash = hashBuildInputs(root);
  for (const output of BUILD_OUTPUTS) write(output, 'built');
  meanwhile?.();
  write(BUILD_STAMP, buildStamp(root, inputHash));
}
