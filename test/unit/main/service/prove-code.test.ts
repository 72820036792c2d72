import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { proveC } from '../../../../src-main/service/prove-code.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const hasCompiler = spawnSync('cc', ['--version']).status === 0;
const { PATH = '' } = process.env;

describe('the proof of an exported C header', () => {
  afterEach(() => {
    process.env.PATH = PATH;
  });

  function headerOf(text: string): string {
    const path = join(tempFolder(), 'model.h');
    writeFileSync(path, text);
    return path;
  }

  it.skipIf(process.platform === 'win32')(
    'is not made by a compiler that is there and lacks its parts',
    async () => {
      const folder = tempFolder();
      writeFileSync(join(folder, 'cc'), '#!/bin/sh\n[ "$1" = --version ]\n', { mode: 0o755 });
      process.env.PATH = `${folder}${delimiter}${PATH}`;
      expect(await proveC(headerOf('int main(void) { return 0; }'))).toEqual({
        largestDifference: null,
        notRun: expect.stringContaining('No C compiler (cc) that works') as string,
      });
    },
  );

  it.skipIf(!hasCompiler)('fails for a header that does not compile, and says so', async () => {
    await expect(proveC(headerOf('this is not C'))).rejects.toMatchObject({
      code: 'GOLDEN_CASE_MISMATCH',
    });
  });

  it.skipIf(!hasCompiler)('tells what the self-test says of the case that differs', async () => {
    const path = headerOf(
      '#include <stdio.h>\nint main(void) { printf("y: 1 instead of 2\\n"); return 1; }\n',
    );
    await expect(proveC(path)).rejects.toMatchObject({
      code: 'GOLDEN_CASE_MISMATCH',
      message: `${path}: The exported program does not compute what the model does. y: 1 instead of 2`,
    });
  });

  it.skipIf(!hasCompiler)('is what its self-test prints', async () => {
    const path = headerOf(
      '#include <stdio.h>\nint main(void) { printf("2 cases, largest difference %g\\n", 0.5); return 0; }\n',
    );
    expect(await proveC(path)).toEqual({ largestDifference: 0.5, notRun: null });
  });
});
