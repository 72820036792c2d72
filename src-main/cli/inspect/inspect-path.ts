import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { projectSchema } from '@shared/schema/project.ts';
import { checkFormat } from '@shared/schema/versioned.ts';
import { open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readSweepFile } from '../../groups/sweep-file.ts';
import { fileError } from '../../storage/file-errors.ts';
import { inFile } from '../../storage/in-file.ts';
import { GROUP_FILES, RUN_FILES } from '../../storage/paths.ts';
import { readJsonFile } from '../../storage/read-json-file.ts';
import { parseRun } from '../../storage/run-store.ts';
import { detectForm } from '../../tables/detect-form.ts';
import { readExperimentFile } from '../experiment-file.ts';
import { inspectImportable, inspectImported, isNamedAsModel } from './inspect-imported.ts';
import { inspectModel } from './inspect-model.ts';
import { inspectExperiment, inspectProject, inspectSweep } from './inspect-plans.ts';
import { inspectRun } from './inspect-run.ts';
import { inspectTable } from './inspect-table.ts';
import type { Inspection } from './inspection.ts';

/** As much of a file as tells what it is. */
const HEAD_BYTES = 64 * 2 ** 10;

/** What is in a file, or in a folder of Ninestep's. Throws what is wrong where it is none of what can be told. */
export async function inspectPath(path: string): Promise<Inspection> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileError(error, 'read', path);
  });
  const file = found.isDirectory() ? await mainFileOf(path) : path;
  if (isNamedAsModel(file)) return inspectImported(file);
  const value = await smallJson(file);
  if (isOwn(value)) return inspectJson(value, file);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return (isObject ? await inspectImportable(file) : null) ?? inspectTable(file);
}

/** The file that says what a folder is. */
async function mainFileOf(folder: string): Promise<string> {
  for (const name of [RUN_FILES.record, GROUP_FILES.spec, 'project.json']) {
    const isThere = await stat(join(folder, name)).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isThere) return join(folder, name);
  }
  throw new AppError(
    'FILE_NOT_FOUND',
    `${folder} is a folder with neither run.json nor sweep.json nor project.json in it. Name a file, or a folder of Ninestep's.`,
    { at: folder },
  );
}

/** Whether a file of JSON says by itself that it is Ninestep's. */
function isOwn(value: unknown): value is { format: string } {
  const { format } = (value ?? {}) as { format?: unknown };
  return typeof format === 'string' && format.startsWith('ninestep-');
}

/** The JSON value of a file that may be a model; null for all others. */
async function smallJson(path: string): Promise<unknown> {
  if (detectForm(path, await headOf(path)) !== 'json') return null;
  const { size } = await stat(path);
  if (size > LIMITS.modelBytes) return null;
  return readJsonFile(path, LIMITS.modelBytes);
}

async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw fileError(error, 'read', path);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function inspectJson(value: { format: string }, path: string): Promise<Inspection> {
  switch (value.format) {
    case 'ninestep-model':
      return inspectModel(
        inFile(path, () => parseModelFile(value)),
        value,
      );
    case 'ninestep-run':
      return inspectRun(dirname(path), parseRun(value, path));
    case 'ninestep-experiment':
      return inspectExperiment(await readExperimentFile(path));
    case 'ninestep-sweep':
      return inspectSweep(await readSweepFile(path, { opensNetworkPaths: true }));
    case 'ninestep-project':
      return inFile(path, () => {
        checkFormat(value, 'ninestep-project', 1, 'The project file');
        return inspectProject(parseWith(projectSchema, value, 'project'));
      });
    default:
      throw new AppError(
        'INVALID_VALUE',
        `${path}: It is a file of Ninestep's own housekeeping (${value.format}); what it says is shown with what it belongs to.`,
        { at: 'format' },
      );
  }
}
