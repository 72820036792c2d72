import { createFloatArray, type FloatArray, type Precision } from '../core/float-array.ts';
import { sha256Hex } from '../core/sha256.ts';
import type { DataSpec, Part } from '../model/data-catalog.ts';
import type { Experiment } from '../model/experiment.ts';
import type { Transform } from '../model/model-file.ts';
import { checkTargets } from './check-targets.ts';
import { generateTable } from './generate.ts';
import { splitRows } from './split.ts';
import type { Table } from './table.ts';
import { columnStatistics, type ColumnStatistics, fitTransform, scaleValue } from './transforms.ts';

export interface PreparedColumn {
  readonly name: string;
  readonly role: 'input' | 'target';
  readonly values: Float64Array;
  /** Of the training rows. */
  readonly statistics: ColumnStatistics;
  readonly transform: Transform;
}

/** A table split and understood: everything fitted on the training rows only. */
export interface PreparedData {
  readonly table: Table;
  readonly rows: Record<Part, Uint32Array>;
  /** Inputs first, then targets. */
  readonly columns: readonly PreparedColumn[];
  /** `sha256:` of names and raw values: two runs with the same hash saw the same table. */
  readonly hash: string;
}

/** An experiment's data, prepared and found fit for its loss. Throws AppError where they are not. */
export function prepareExperiment(experiment: Pick<Experiment, 'data' | 'training'>): PreparedData {
  const data = prepareData(experiment.data);
  checkTargets(data.table, experiment.training.loss);
  return data;
}

/** Data specification → prepared data (article, steps 2 to 4). Throws AppError where the data cannot be had. */
export function prepareData(spec: DataSpec): PreparedData {
  const table = generateTable(spec.source);
  const rows = splitRows(spec.split, table.rows);
  const names = [...table.inputNames, ...table.targetNames];
  const columns = table.columns.map((values, k): PreparedColumn => {
    const role = k < table.inputNames.length ? 'input' : 'target';
    const statistics = columnStatistics(values, rows.train);
    const kind = role === 'input' ? spec.scaling.inputs : spec.scaling.targets;
    return { name: names[k]!, role, values, statistics, transform: fitTransform(kind, statistics) };
  });
  return { table, rows, columns, hash: hashTable(table) };
}

/** The columns of one role, scaled, for the given rows: [columns, rows], samples contiguous. */
export function scaledMatrix(
  data: PreparedData,
  role: PreparedColumn['role'],
  rows: Uint32Array,
  precision: Precision,
): FloatArray {
  const columns = data.columns.filter((column) => column.role === role);
  const matrix = createFloatArray(precision, columns.length * rows.length);
  columns.forEach(({ values, transform }, c) => {
    for (let n = 0; n < rows.length; n++) {
      matrix[c * rows.length + n] = scaleValue(transform, values[rows[n]!]!);
    }
  });
  return matrix;
}

function hashTable(table: Table): string {
  const names = new TextEncoder().encode(JSON.stringify([table.inputNames, table.targetNames]));
  const bytes = new Uint8Array(names.length + table.columns.length * table.rows * 8);
  bytes.set(names);
  const view = new DataView(bytes.buffer);
  let offset = names.length;
  for (const column of table.columns) {
    for (const value of column) {
      view.setFloat64(offset, value, true);
      offset += 8;
    }
  }
  return `sha256:${sha256Hex(bytes)}`;
}
