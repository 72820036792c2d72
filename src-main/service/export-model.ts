import { cHeader } from '@shared/export/code/c-header.ts';
import { casesOf } from '@shared/export/code/code-model.ts';
import { javascriptModule } from '@shared/export/code/javascript.ts';
import { pythonScript } from '@shared/export/code/python.ts';
import { modelChecksum, modelJson } from '@shared/export/model-json.ts';
import type { Response } from '@shared/ipc/contract.ts';
import type { ExportFormat } from '@shared/model/export-formats.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { basename, join } from 'node:path';
import { ORDINARY_MODE, writeFileAtomic } from '../storage/atomic-file.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { TestOpenings } from '../storage/test-openings.ts';
import { loadModel, loadRunModel, verifyModelFile } from './operations.ts';
import { proveCode } from './prove-code.ts';

const PREVIEW_CHARACTERS = 60_000;

/** A model → the text of a file, in every format there is. */
const WRITERS: Readonly<Record<ExportFormat, (model: ModelFile) => string>> = {
  // Read with the defaults of this version filled in, so the checksum is taken anew.
  json: (model) => modelJson({ ...model, checksum: modelChecksum(model) }),
  javascript: javascriptModule,
  python: pythonScript,
  c: cHeader,
};

/** The beginning of the file that an export would write. */
export async function previewExport(
  directory: string,
  format: ExportFormat,
): Promise<Response<'model:preview'>> {
  const model = await loadRunModel(directory);
  const isSealed = model.metrics.test !== null && (await new TestOpenings().count(directory)) === 0;
  const shown = isSealed ? { ...model, metrics: { ...model.metrics, test: null } } : model;
  const text = WRITERS[format](shown);
  return {
    text: text.slice(0, PREVIEW_CHARACTERS),
    bytes: Buffer.byteLength(isSealed ? WRITERS[format](model) : text),
    cut: text.length > PREVIEW_CHARACTERS,
    isSealed,
  };
}

export type ExportResult = Omit<Extract<Response<'model:export'>, { status: 'saved' }>, 'status'>;

/** Writes a run's model to `path`, reads it back and runs its golden cases. */
export function exportModel(directory: string, format: ExportFormat, path: string): Promise<ExportResult> {
  return exportModelFile(join(directory, RUN_FILES.model), format, path);
}

export async function exportModelFile(
  source: string,
  format: ExportFormat,
  path: string,
): Promise<ExportResult> {
  const model = await loadModel(source);
  const text = WRITERS[format](model);
  await writeFileAtomic(path, text, ORDINARY_MODE);
  const written = { fileName: basename(path), bytes: Buffer.byteLength(text) };
  if (format === 'json') return { ...written, ...(await verifyModelFile(path)).verified, notRun: null };
  return { ...written, goldenCases: casesOf(model).length, ...(await proveCode(format, path)) };
}
