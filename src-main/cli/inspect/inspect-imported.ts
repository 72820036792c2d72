import { AppError } from '@shared/core/errors.ts';
import { formatCount } from '@shared/core/text.ts';
import type { ImportedModel } from '@shared/ipc/import-contract.ts';
import { IMPORT_FORMS } from '@shared/model/import-forms.ts';
import { TASKS } from '@shared/model/task.ts';
import { extname } from 'node:path';
import { inspectImport } from '../../service/import-model.ts';
import { type Inspection, type Page, tableOf } from './inspection.ts';

/** Files that are models by their names: what cannot be read of them is told with the way out. */
const MODEL_ENDINGS = new Set([
  '.onnx',
  '.h5',
  '.hdf5',
  '.keras',
  '.pkl',
  '.pickle',
  '.joblib',
  '.pt',
  '.pth',
]);

export function isNamedAsModel(path: string): boolean {
  return MODEL_ENDINGS.has(extname(path).toLowerCase());
}

/** A model of another program. Throws as `readImportFile` does. */
export async function inspectImported(path: string): Promise<Inspection> {
  const found = await inspectImport(path);
  return { kind: 'importable', facts: found, page: importedPage(found) };
}

/** The same of a file of JSON; null where it is of no form that can be imported, so that it may be a table. */
export async function inspectImportable(path: string): Promise<Inspection | null> {
  try {
    return await inspectImported(path);
  } catch (error) {
    if (error instanceof AppError && error.code === 'INVALID_VALUE' && error.at === 'format') return null;
    throw error;
  }
}

/** What a model file of another program holds, as a person reads it. */
export function importedPage({ name, form, task, parameters, ...found }: ImportedModel): Page {
  const { inputs, outputs, layers, read, warnings } = found;
  return {
    title: `${name}: a model (${IMPORT_FORMS[form].label})`,
    facts: [
      ['answers', TASKS[task]],
      ['inputs', formatCount(inputs.length)],
      ['outputs', formatCount(outputs.length)],
      ['parameters', formatCount(parameters)],
      ...read.map((sentence) => ['read', sentence] as const),
      ...warnings.map((sentence) => ['note', sentence] as const),
    ],
    tables: [
      tableOf(['input', 'kind'], inputs.map(namedKind)),
      tableOf(['output', 'kind'], outputs.map(namedKind)),
      tableOf(
        ['layer', 'parameters'],
        layers.map((layer) => [layer.label, formatCount(layer.parameters)]),
      ),
    ],
  };
}

function namedKind({ name, kind }: ImportedModel['inputs'][number]): string[] {
  return [name, kind];
}
