import { AppError } from '@shared/core/errors.ts';
import type { ExportedFiles } from '@shared/export/exported-files.ts';
import { checkGoldenCases } from '@shared/export/golden-cases.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { csvRows } from '@shared/report/csv-rows.ts';
import { readEmbedded } from '@shared/report/embedded.ts';
import { htmlReport } from '@shared/report/html-report.ts';
import { tableFileName, tableFiles } from '@shared/report/table-files.ts';
import { GOLDEN_CASES } from '@shared/report/tables/cases-tables.ts';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { LocalSubject } from './local-subject.ts';
import type { ExportProof } from './prove-code.ts';
import { reportSubject } from './report-subject.ts';

/* What a person reads of a model: a page, and its tables as files. Both carry golden cases, by which they are proved. */

export async function writeReport({ model, directory }: LocalSubject): Promise<ExportedFiles> {
  return { main: htmlReport(await reportSubject(model, directory)) };
}

export async function writeTables({ model, directory, base }: LocalSubject): Promise<ExportedFiles> {
  return tableFiles(await reportSubject(model, directory), base);
}

/** The report is whole, is of this model, and its golden cases are what the model answers. */
export async function proveReport(path: string, model: ModelFile): Promise<ExportProof> {
  const { checksum, goldenCases } = readEmbedded(await readFile(path, 'utf8'));
  if (checksum !== model.checksum) throw refuse(path, 'The report is of another model. Export it again.');
  return { ...checkGoldenCases({ ...model, goldenCases: [...goldenCases] }), notRun: null };
}

/** The file of golden cases is whole, and what it says is what the model answers. */
export async function proveTables(path: string, model: ModelFile): Promise<ExportProof> {
  const name = tableFileName(basename(path).replace(/\.[^.]*$/, ''), GOLDEN_CASES);
  const rows = csvRows(await readFile(join(dirname(path), name), 'utf8'));
  const width = 1 + model.inputs.length + model.outputs.length;
  if (rows?.length !== model.goldenCases.length + 1 || rows.some((cells) => cells.length !== width)) {
    throw refuse(path, `${name} is not whole. Export it again.`);
  }
  const goldenCases = model.goldenCases.map(({ inputs }, k) => ({
    inputs,
    outputs: rows[k + 1]!.slice(-model.outputs.length).map(Number),
  }));
  return { ...checkGoldenCases({ ...model, goldenCases }), notRun: null };
}

function refuse(path: string, problem: string): AppError {
  return new AppError('GOLDEN_CASE_MISMATCH', `${path}: ${problem}`, { at: path });
}
