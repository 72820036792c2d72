import { AppError } from '../core/errors.ts';
import { createFloatArray, type FloatArray, type Precision } from '../core/float-array.ts';
import { formatCount, formatNumber } from '../core/text.ts';
import type { DataSpec, FormulaSource } from '../model/data-catalog.ts';
import type { Experiment } from '../model/experiment.ts';
import { targetFeatures } from '../model/features.ts';
import type { Transform } from '../model/model-file.ts';
import type { TableSource, ToySource } from '../model/table-source.ts';
import { checkTargets } from './check-targets.ts';
import { columnStatistics } from './column-statistics.ts';
import { createEncoder } from './encode.ts';
import { fitInput, fitTarget } from './fit-columns.ts';
import { generateTable } from './generate.ts';
import { hashColumns } from './hash-columns.ts';
import { type InterpretedColumn, interpretColumns } from './interpret-columns.ts';
import type { RawTable } from './raw-table.ts';
import type { PreparedColumn, PreparedData, PreparedInput, PreparedTarget } from './prepared-data.ts';
import { refuse } from './refuse.ts';
import { rowWeights } from './row-weights.ts';
import { splitTable } from './split-table.ts';
import { drawToySet } from './toy-sets.ts';
import { scaleValue } from './transforms.ts';
import { usableRows } from './usable-rows.ts';

/** The table of a source that needs no file. */
function drawnTable(source: FormulaSource | ToySource): RawTable {
  return source.kind === 'formula' ? generateTable(source) : drawToySet(source);
}

function isDrawn(source: FormulaSource | TableSource): source is FormulaSource | ToySource {
  return source.kind === 'formula' || source.kind === 'toy';
}

/**
 * An experiment's data, prepared and found fit for its loss. `table` may be left out where the source draws its rows.
 * Throws AppError where they are not.
 */
export function prepareExperiment(
  experiment: Pick<Experiment, 'data' | 'training'>,
  table?: RawTable,
): PreparedData {
  const data = prepareData(experiment.data, table);
  checkTargets(data, experiment.training.loss);
  return data;
}

/** Data specification → prepared data (article, steps 2 to 4). Throws AppError where the data cannot be had. */
export function prepareData(spec: DataSpec, table?: RawTable): PreparedData {
  const raw = table ?? drawn(spec);
  const columns = interpretColumns(raw, spec);
  const usable = usableRows(raw.rows, columns);
  if (usable.length === 0) refuseWithoutRows(raw.rows);
  const rows = splitTable(spec.split, usable, columns);
  // In the order of the table, so that a column is gone through from its beginning to its end.
  const train = rows.train.slice().sort();
  const ofRole = (role: PreparedColumn['role']) =>
    columns.filter(({ column }) => column.role === role).map((own) => withStatistics(own, train));
  const inputs = ofRole('input').map((own): PreparedInput => ({
    ...own,
    role: 'input',
    fitted: fitInput(own.column, { ...own, train }, spec.scaling),
  }));
  const targets = ofRole('target').map((own): PreparedTarget => ({
    ...own,
    role: 'target',
    fitted: fitTarget(own.column, { ...own, train }, spec.scaling),
  }));
  for (const own of inputs) checkScale(own, own.fitted);
  for (const own of targets) for (const output of own.fitted) checkScale(own, output);
  return {
    tableRows: raw.rows,
    dropped: raw.rows - usable.length,
    rows,
    inputs,
    targets,
    weights: rowWeights(columns, rows.train),
    hash: hashColumns(columns),
  };
}

function refuseWithoutRows(rows: number): never {
  throw new AppError(
    'NO_ROWS',
    `data.columns: Each of the ${formatCount(rows)} rows lacks a value that it must have. Choose another rule for missing ` +
      'values than leaving the row out, or ignore the columns and targets that are missing most.',
    { at: 'data.columns' },
  );
}

function withStatistics(own: InterpretedColumn, train: Uint32Array): Omit<PreparedColumn, 'role' | 'fitted'> {
  const statistics = columnStatistics(own.values, train);
  if (!Number.isNaN(statistics.mean)) return { ...own, name: own.column.name, statistics };
  return refuse(
    own.at,
    'No training row has a value here that can be read. Ignore the column, or change its type.',
  );
}

/** Sums of numbers near the largest that there is are infinite, and nothing can be learned from what they scale. */
function checkScale(
  { at, statistics }: PreparedColumn,
  { transform: { shift, scale } }: { transform: Transform },
): void {
  if ([statistics.mean, shift, scale].every(Number.isFinite)) return;
  refuse(
    at,
    `The training rows hold numbers so large (${formatNumber(statistics.min)} to ${formatNumber(statistics.max)}) that their mean or ` +
      'their spread is beyond the largest number that there is. Divide them in the table, choose another scaling, or ignore the column.',
  );
}

function drawn({ source }: DataSpec): RawTable {
  if (isDrawn(source)) return drawnTable(source);
  throw new Error(`The table of a ${source.kind} source must be opened before it can be prepared.`);
}

/** The network's inputs for the given rows, scaled: [features, rows], samples contiguous. */
export function inputMatrix(data: PreparedData, rows: Uint32Array, precision: Precision): FloatArray {
  const encoders = data.inputs.map(({ fitted }) => createEncoder(fitted));
  const features = encoders.reduce((sum, encoder) => sum + encoder.features, 0);
  const matrix = createFloatArray(precision, features * rows.length);
  let first = 0;
  data.inputs.forEach(({ values }, c) => {
    const encoder = encoders[c]!;
    let n = 0;
    const take = (value: number, feature: number): void => {
      matrix[(first + feature) * rows.length + n] = value;
    };
    for (; n < rows.length; n++) encoder.encode(values[rows[n]!]!, take);
    first += encoder.features;
  });
  return matrix;
}

/** What the network shall answer for the given rows, scaled: [features, rows], samples contiguous. */
export function targetMatrix(data: PreparedData, rows: Uint32Array, precision: Precision): FloatArray {
  const outputs = data.targets.flatMap((target) => target.fitted.map((output, k) => ({ target, output, k })));
  const matrix = createFloatArray(precision, outputs.length * rows.length);
  outputs.forEach(({ target, output, k }, t) => {
    const { values, column } = target;
    const level = targetFeatures(column).length === 1 ? 1 : k;
    for (let n = 0; n < rows.length; n++) {
      const value = values[rows[n]!]!;
      matrix[t * rows.length + n] =
        output.class === undefined ? scaleValue(output.transform, value) : Number(value === level);
    }
  });
  return matrix;
}
