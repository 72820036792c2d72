import { AppError } from '@shared/core/errors.ts';
import { formatCount } from '@shared/core/text.ts';
import { interpret } from '@shared/data/interpret.ts';
import { answerPart, type ModelTable } from '@shared/evaluation/answered-part.ts';
import { formatOfTraining, modelColumns } from '@shared/export/model-columns.ts';
import { type EvaluatedPart, evaluatePart } from '@shared/evaluation/evaluate-part.ts';
import { finish } from '@shared/evaluation/work.ts';
import type { TableColumn } from '@shared/model/column-catalog.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { answererFor } from '../trainer/answering.ts';
import { findColumn, readAsTrained } from './input-table.ts';

export interface EvaluatedTable extends EvaluatedPart {
  /** Rows that were measured, and those left out because a value is missing or not what the model takes. */
  readonly rows: number;
  readonly dropped: number;
}

/**
 * Measures a model on a table of its own, read as the table was that it was trained on. Throws TABLE_INVALID where a column is
 * missing, NO_ROWS where no row is whole.
 */
export async function evaluateTable(model: ModelFile, path: string): Promise<EvaluatedTable> {
  const table = await readAsTrained(path, model.inputs, formatOfTraining(model));
  const valuesOf = (column: TableColumn) => interpret(findColumn(path, table, column.name), column).values;
  const columns = modelColumns(model);
  const inputs = columns.inputs.map((column) => ({ values: valuesOf(column) }));
  const targets = columns.targets.map((column) => ({
    column,
    values: valuesOf(column),
    fitted: model.outputs.filter((output) => (output.class?.column ?? output.name) === column.name),
  }));
  const rows = wholeRows(table.rows, model, { inputs, targets });
  if (rows.length === 0) {
    throw new AppError(
      'NO_ROWS',
      `${path}: Each of the ${formatCount(table.rows)} rows lacks a value that the model must have, or its truth.`,
      { at: path },
    );
  }
  const answerer = answererFor(model, rows.length);
  try {
    const part = finish(answerPart({ data: { inputs, targets }, task: model.task, answerer }, rows));
    return { ...finish(evaluatePart(part)), rows: rows.length, dropped: table.rows - rows.length };
  } finally {
    answerer.close();
  }
}

/** Rows that lack no truth, and no input but those that the model knows how to fill. */
function wholeRows(count: number, model: ModelFile, { inputs, targets }: ModelTable): Uint32Array {
  const needed = [
    ...targets.map(({ values }) => values),
    ...inputs.filter((_, i) => model.inputs[i]!.missing === undefined).map(({ values }) => values),
  ];
  const whole = new Uint32Array(count);
  let found = 0;
  for (let row = 0; row < count; row++) {
    if (needed.some((values) => Number.isNaN(values[row]))) continue;
    whole[found] = row;
    found += 1;
  }
  return whole.subarray(0, found);
}
