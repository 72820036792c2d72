import type { DateColumn, NumberColumn, ScalingKind, TableColumn } from '../model/column-catalog.ts';
import type { Scaling } from '../model/data-catalog.ts';
import { targetFeatures } from '../model/features.ts';
import type { MissingValue, ModelInput, ModelOutput, Transform, ValueRange } from '../model/model-file.ts';
import { type ColumnStatistics, mostFrequent, quantile, presentValues } from './column-statistics.ts';
import { fitTransform } from './transforms.ts';

const UNSCALED: Transform = { kind: 'none', shift: 0, scale: 1 };

/** A column's interpreted values (one a table row, NaN where missing), and the training rows to fit on. */
export interface FittingRows {
  readonly values: Float64Array;
  readonly train: Uint32Array;
  /** Of the values in the training rows. */
  readonly statistics: ColumnStatistics;
}

/** How an input column reaches the network: everything in it comes from the column's settings and its training rows. */
export function fitInput(column: TableColumn, rows: FittingRows, scaling: Scaling): ModelInput {
  const { name } = column;
  switch (column.type) {
    case 'number':
    case 'integer':
      return { type: column.type, name, ...fitNumbers(column, rows, scalingOf(column, scaling.inputs)) };
    case 'date': {
      const { format, parts } = column;
      return {
        type: 'date',
        name,
        format,
        parts,
        ...fitNumbers({ ...column, constant: 0 }, rows, 'standard'),
      };
    }
    case 'boolean': {
      const { levels } = column;
      const counts = countLevels(levels, rows);
      return {
        type: 'boolean',
        name,
        levels,
        counts,
        encoding: 'ordinal',
        transform: UNSCALED,
        ...fitLevels(column, counts),
      };
    }
    case 'category': {
      const { levels, encoding } = column;
      const counts = countLevels(levels, rows);
      const transform = encoding === 'ordinal' ? fitRows('standard', rows) : UNSCALED;
      return { type: 'category', name, levels, counts, encoding, transform, ...fitLevels(column, counts) };
    }
    case 'text':
      throw new Error(`The text column ${name} cannot be an input; checkExperiment refuses it.`);
  }
}

/** What the network answers for a target column. */
export function fitTarget(column: TableColumn, rows: FittingRows, scaling: Scaling): ModelOutput[] {
  const features = targetFeatures(column);
  if (!('levels' in column) || isPlace(column)) {
    const kind = column.type === 'date' ? 'standard' : scalingOf(column, scaling.targets);
    return [{ name: column.name, transform: fitRows(kind, rows), range: rangeOf(rows.statistics) }];
  }
  const { levels, name } = column;
  const isSingle = features.length === 1;
  const counts = countLevels(levels, rows);
  const all = counts.reduce((sum, count) => sum + count, 0);
  return features.map((feature, k) => {
    const own = isSingle ? 1 : k;
    const count = counts[own]!;
    const otherwise = isSingle ? { otherwise: levels[0]! } : {};
    return {
      name: feature.name,
      transform: UNSCALED,
      range: { min: Number(count === all), max: Number(count > 0), mean: count / all },
      class: { column: name, level: levels[own]!, ...otherwise },
    };
  });
}

function isPlace(column: TableColumn): boolean {
  return column.type === 'category' && column.encoding === 'ordinal';
}

function scalingOf(column: TableColumn, usual: ScalingKind): ScalingKind {
  return 'scaling' in column && column.scaling !== 'default' ? column.scaling : usual;
}

function rangeOf({ min, max, mean }: ColumnStatistics): ValueRange {
  return { min, max, mean };
}

function fitRows(kind: ScalingKind, { values, train, statistics }: FittingRows): Transform {
  return fitTransform(kind, values, train, statistics);
}

function fitNumbers(
  column: Pick<NumberColumn | DateColumn, 'missing' | 'indicator'> & { constant: number },
  rows: FittingRows,
  kind: ScalingKind,
) {
  return {
    transform: fitRows(kind, rows),
    range: rangeOf(rows.statistics),
    ...missingValue(column, () => fillNumber(column, rows)),
  };
}

function fillNumber(
  { missing, constant }: { missing: NumberColumn['missing']; constant: number },
  { values, train, statistics }: FittingRows,
): number {
  switch (missing) {
    case 'mean':
      return statistics.mean;
    case 'median':
      return quantile(presentValues(values, train), 0.5);
    case 'most-frequent':
      return mostFrequent(presentValues(values, train));
    default:
      return constant;
  }
}

function fitLevels(
  column: { levels: readonly string[]; missing: string; indicator: boolean },
  counts: readonly number[],
): { missing?: MissingValue<string | null> } {
  return missingValue(column, () =>
    column.missing === 'no-level' ? null : column.levels[counts.indexOf(Math.max(...counts))]!,
  );
}

/** Nothing where rows without a value are left out. */
function missingValue<V>(
  { missing, indicator }: { missing: string; indicator: boolean },
  fill: () => V,
): { missing?: MissingValue<V> } {
  return missing === 'drop' ? {} : { missing: { fill: fill(), indicator } };
}

function countLevels(levels: readonly string[], { values, train }: FittingRows): number[] {
  const counts = new Array<number>(levels.length).fill(0);
  for (const row of train) {
    const value = values[row]!;
    if (!Number.isNaN(value)) counts[value] = counts[value]! + 1;
  }
  return counts;
}
