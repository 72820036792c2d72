import { predictedClasses } from '@shared/export/predicted-classes.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import type { SourcedTable } from '@shared/import/imported-experiment.ts';
import { probeRows } from '@shared/import/probe-cases.ts';
import type { ModelFile, ModelNumberInput } from '@shared/model/model-file.ts';
import Papa from 'papaparse';
import { PLAIN_CSV } from '../tables/plain-csv.ts';
import { readTableFile } from '../tables/read-table-file.ts';
import { pasteTable } from './table-files.ts';

/** Rows of the table, as many as keep it small. */
const ROWS = { fewest: 64, most: 500, cells: 200_000 } as const;

/**
 * For a model that came without a table: rows around its inputs with its own answers, as a file in the workspace's folder of
 * tables. A run on it shows what the model does; figures on it are those of a perfect model.
 */
export async function ownAnswersTable(model: ModelFile, folder: string): Promise<SourcedTable> {
  // The inputs of a model of another program are plain numbers.
  const inputs = model.inputs as ModelNumberInput[];
  const rows = Math.max(ROWS.fewest, Math.min(ROWS.most, Math.floor(ROWS.cells / inputs.length)));
  const predict = createPredictor(model);
  const data = probeRows(inputs, rows).map((row) => [...row, ...answersOf(model, predict(row))]);
  const fields = [...inputs.map(({ name }) => name), ...answerNames(model)];
  const path = await pasteTable(Papa.unparse({ fields, data }, { newline: '\n' }), folder);
  const { table, format, rows: count, hash } = await readTableFile(path, PLAIN_CSV);
  return { table, source: { kind: 'file', path, format, rows: count, hash } };
}

function answerNames({ outputs }: ModelFile): string[] {
  const classes = predictedClasses(outputs, []);
  return classes.length > 0 ? classes.map(({ column }) => column) : outputs.map(({ name }) => name);
}

/** The class of each column of classes, else the numbers. */
function answersOf({ outputs }: ModelFile, answers: readonly number[]): (string | number)[] {
  const classes = predictedClasses(outputs, answers);
  return classes.length > 0 ? classes.map(({ level }) => level) : [...answers];
}
