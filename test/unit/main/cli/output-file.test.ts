import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refuseExisting } from '../../../../src-main/cli/output-file.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

describe('refuseExisting', () => {
  it('takes a name that is free, and one that may be replaced', async () => {
    const path = join(tempFolder(), 'model.json');
    await expect(refuseExisting(path, false)).resolves.toBeUndefined();
    writeFileSync(path, '');
    await expect(refuseExisting(path, false)).rejects.toMatchObject({ code: 'TARGET_EXISTS', at: path });
    await expect(refuseExisting(path, true)).resolves.toBeUndefined();
  });

  it.each([false, true])('refuses a folder, there or to come (--force: %s)', async (force) => {
    const folder = tempFolder();
    for (const path of [folder, `${folder}/new/`])
      await expect(refuseExisting(path, force)).rejects.toMatchObject({ code: 'FILE_UNWRITABLE', at: path });
  });
});
