import { modelJson } from '@shared/export/model-json.ts';
import { EXPORT_FORMATS, type ExportFormat } from '@shared/model/export-formats.ts';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { exportModelFile, type ExportPlace } from '../../../../src-main/service/export-model.ts';
import { smallExperiment } from '../../../helpers/experiments.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { rejectionOf } from '../../../helpers/thrown.ts';
import { trainedModel } from '../../../helpers/trained-model.ts';

const MODEL = trainedModel(smallExperiment());
/** Those whose proof starts no program; Python and C are written by the same code. */
const FORMATS = (Object.keys(EXPORT_FORMATS) as ExportFormat[]).filter(
  (name) => name !== 'python' && name !== 'c',
);

async function exportTo(folder: string, format: ExportFormat, replaces: ExportPlace['replaces']) {
  const source = join(tempFolder(), 'model.json');
  writeFileSync(source, modelJson(MODEL));
  const path = join(folder, `mine.${EXPORT_FORMATS[format].extension}`);
  return exportModelFile(source, { format, numbers: 'readable' }, { path, replaces });
}

function contentOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]),
  );
}

describe.each(FORMATS)('an export as %s', (format) => {
  it('writes what it tells, by names that begin with that of the main file, and nothing else', async () => {
    const folder = tempFolder();
    const { fileName, files } = await exportTo(folder, format, 'nothing');
    expect(files[0]!.name).toBe(fileName);
    const content = contentOf(folder);
    expect(Object.keys(content).sort()).toEqual(files.map(({ name }) => name).sort());
    for (const { name, bytes } of files) {
      expect(name.startsWith('mine.') || name.startsWith('mine-')).toBe(true);
      expect(content[name]).toHaveLength(bytes);
    }
  });

  it('replaces none of its files without being told, and all of them then', async () => {
    const done = tempFolder();
    const { files } = await exportTo(done, format, 'nothing');
    for (const { name } of files) {
      const folder = tempFolder();
      writeFileSync(join(folder, name), 'somebody’s');
      const before = contentOf(folder);
      const beside = name === files[0]!.name ? 'nothing' : 'main';
      const error = await rejectionOf(exportTo(folder, format, beside));
      expect(error).toMatchObject({ code: 'TARGET_EXISTS', at: join(folder, name) });
      expect(contentOf(folder)).toEqual(before);
      await exportTo(folder, format, 'all');
      expect(Object.keys(contentOf(folder)).sort()).toEqual(files.map((file) => file.name).sort());
      expect(contentOf(folder)[name]).not.toBe(before[name]);
    }
  });
});

describe.skipIf(process.platform === 'win32')('an export that fails its proof', () => {
  const { PATH } = process.env;
  afterEach(() => {
    process.env.PATH = PATH;
  });

  it('is not written: what was there stays, and the error names the file by its place', async () => {
    const tools = tempFolder();
    // A Python that has NumPy, and comes to another answer.
    writeFileSync(join(tools, 'python3'), '#!/bin/sh\n[ "$2" = -c ] || { echo "$3: wrong" >&2; exit 1; }\n', {
      mode: 0o755,
    });
    process.env.PATH = `${tools}${delimiter}${PATH ?? ''}`;
    const folder = tempFolder();
    const path = join(folder, 'mine.py');
    writeFileSync(path, 'mine');
    const error = await rejectionOf(exportTo(folder, 'python', 'all'));
    expect(error).toMatchObject({ code: 'GOLDEN_CASE_MISMATCH', at: path });
    expect(error.message).toContain(`${path}: wrong`);
    expect(error.message).not.toContain('.tmp');
    expect(contentOf(folder)).toEqual({ 'mine.py': 'mine' });
  });
});
