import { AppError } from '@shared/core/errors.ts';
import { formatCount } from '@shared/core/text.ts';
import { modelJson } from '@shared/export/model-json.ts';
import { describeImported } from '@shared/import/describe-model.ts';
import type { ReadModel } from '@shared/import/read-model.ts';
import type { ImportedModel } from '@shared/ipc/import-contract.ts';
import { basename, join, resolve } from 'node:path';
import { readImportFile } from '../../service/import-model.ts';
import { importRun } from '../../service/import-run.ts';
import { verifyModelFile } from '../../service/operations.ts';
import { defaultWorkspaceRoot, workspaceAt } from '../../storage/paths.ts';
import { runDirectory } from '../../storage/run-store.ts';
import { writeTogether } from '../../storage/write-together.ts';
import { readArguments, required } from '../arguments.ts';
import { importedPage } from '../inspect/inspect-imported.ts';
import { pageText } from '../inspect/inspection.ts';
import { IMPORT } from '../manuals/import.ts';
import { refuseExisting } from '../output-file.ts';
import { printResult } from '../print-result.ts';

/** What was made of the file, beside telling what is in it. */
interface Made {
  /** The model file, and what running it on its golden cases gave. */
  file?: string;
  goldenCases?: number;
  largestDifference?: number;
  /** The run's folder. */
  run?: string;
  remarks?: readonly string[];
}

type Options = ReturnType<typeof readArguments<typeof IMPORT.options>>['options'];

/** `ninestep import FILE [--out MODEL.json] [--table DATA [--target NAME[,NAME]]] [--workspace] [--name NAME]` */
export async function importCommand(args: string[]): Promise<number> {
  const { operands, options } = readArguments(args, ['FILE'], IMPORT.options);
  const [path = ''] = operands;
  const { out, table, workspace, target } = options;
  if (target !== undefined && table === undefined) {
    throw new AppError('USAGE', '--target names columns of a table: say which with --table DATA.');
  }
  if (out !== undefined) await refuseExisting(required(out, '--out'), options.force === true);
  const file = await readImportFile(resolve(path));
  const found = describeImported(file, basename(path));
  const made: Made = {
    ...(table === undefined && workspace !== true ? {} : await makeRun(path, options)),
    ...(out === undefined ? {} : await writeModel(file, resolve(out), options.force === true)),
  };
  printResult({ ...found, ...made }, () => told(found, made), options);
  return 0;
}

async function makeRun(path: string, { table, target, name }: Options): Promise<Made> {
  const root = defaultWorkspaceRoot();
  const { runId, remarks } = await importRun({
    path: resolve(path),
    name: name ?? null,
    table:
      table === undefined
        ? null
        : {
            path: resolve(required(table, '--table')),
            targets: target?.split(',').map((own) => own.trim()) ?? null,
          },
    workspace: root,
    origin: 'command-line',
  });
  return { run: runDirectory(workspaceAt(root), runId), remarks };
}

/** Read back and asked before it gets its place, so that what is told is true of the file. */
async function writeModel({ model, own }: ReadModel, out: string, mayReplace: boolean): Promise<Made> {
  const content = own ?? modelJson(model);
  const { verified } = await writeTogether([{ path: out, content, mayReplace }], (staging) =>
    verifyModelFile(join(staging, basename(out))),
  );
  return { file: out, ...verified };
}

/** What the file holds, and what was made of it. */
function told(found: ImportedModel, { file, goldenCases, run, remarks = [] }: Made): string {
  const page = importedPage(found);
  const cases = `${formatCount(goldenCases ?? 0)} golden cases`;
  return pageText({
    ...page,
    facts: [
      ...page.facts,
      ...remarks.map((sentence) => ['note', sentence] as const),
      ...(file === undefined ? [] : [['model file', `${file}, ${cases}`] as const]),
      ...(run === undefined ? [] : [['run', run] as const]),
    ],
  });
}
