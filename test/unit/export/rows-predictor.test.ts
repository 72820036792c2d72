import { createCellReader } from '@shared/export/read-cell.ts';
import { createPredictor, createRowsPredictor } from '@shared/export/predictor.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { expect, it } from 'vitest';
import {
  ACTIVATION_NAMES,
  EXPORT_TASKS,
  mixedModel,
  modelOfAllLayers,
  numberRows,
  rawCases,
} from '../../helpers/exported-models.ts';

/** [rows][outputs] of all rows in calls of `N`. */
function answersIn(model: ModelFile, rows: readonly RawValue[][], N: number): number[][] {
  const predict = createRowsPredictor(model);
  const columns = model.inputs.map((input, i) => {
    const read = createCellReader(input);
    return Float64Array.from(rows, (row) => read(row[i]!));
  });
  const answers: number[][] = [];
  const T = model.outputs.length;
  for (let first = 0; first < rows.length; first += N) {
    const count = Math.min(N, rows.length - first);
    const values = predict(
      columns.map((column) => column.subarray(first, first + count)),
      count,
    );
    for (let n = 0; n < count; n++) answers.push([...values.subarray(n * T, (n + 1) * T)]);
  }
  return answers;
}

it.each([
  ...EXPORT_TASKS.map(([task, changes]) => {
    const model = mixedModel(changes);
    return [task, model, rawCases(model).rows] as const;
  }),
  ['all layers', modelOfAllLayers(ACTIVATION_NAMES), numberRows()] as const,
])('gives a row the same bits alone and among others: %s', (_what, model, rows) => {
  const alone = rows.map(createPredictor(model));
  for (const N of [1, 7, 256]) expect(answersIn(model, rows, N), `${String(N)} at once`).toEqual(alone);
});
