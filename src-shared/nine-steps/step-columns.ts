import { createEncoder } from '../data/encode.ts';
import type { PreparedColumn, PreparedData, PreparedInput, PreparedTarget } from '../data/prepared-data.ts';
import { targetMatrix } from '../data/prepare.ts';
import type { RawValue } from '../model/column-catalog.ts';
import { inputFeatures } from '../model/features.ts';
import type { ModelInput, Transform } from '../model/model-file.ts';
import type { StepColumn, StepFeature } from '../model/nine-steps.ts';

/** The columns of one row of the table on their way into the network: inputs, then targets. */
export function stepColumns(data: PreparedData, tableRow: number): StepColumn[] {
  return [
    ...data.inputs.map((input) => columnOf(input, tableRow, inputValues(input, tableRow))),
    ...targetColumns(data, tableRow),
  ];
}

function columnOf(column: PreparedColumn, tableRow: number, features: StepFeature[]): StepColumn {
  const { min, max, mean } = column.statistics;
  return {
    name: column.name,
    role: column.role,
    type: column.column.type,
    cell: cellOf(column, tableRow),
    range: 'levels' in column.column ? null : { min, max, mean },
    features,
  };
}

function cellOf({ column, values }: PreparedColumn, tableRow: number): RawValue {
  const value = values[tableRow]!;
  if (Number.isNaN(value)) return null;
  return 'levels' in column ? column.levels[value]! : value;
}

function inputValues({ column, fitted, values }: PreparedInput, tableRow: number): StepFeature[] {
  const raw = filled(fitted, values[tableRow]!);
  const transform = scaledFirst(fitted);
  const features: StepFeature[] = [];
  const names = inputFeatures(column);
  createEncoder(fitted).encode(values[tableRow]!, (scaled, k) => {
    const own = k === 0 ? transform : null;
    features.push({ name: names[k]!.name, raw: own === null ? scaled : raw, scaled, transform: own });
  });
  return features;
}

/** How the first value of a column is scaled; null where all of its values are encodings. */
function scaledFirst(input: ModelInput): Transform | null {
  return 'levels' in input && input.encoding === 'one-hot' ? null : input.transform;
}

/** The number that is scaled: the cell's own, or what stands in for a missing one. */
function filled(input: ModelInput, value: number): number {
  if (!Number.isNaN(value)) return value;
  const fill = input.missing?.fill ?? NaN;
  if (typeof fill === 'number') return fill;
  return 'levels' in input ? input.levels.indexOf(fill) : NaN;
}

function targetColumns(data: PreparedData, tableRow: number): StepColumn[] {
  const scaled = targetMatrix(data, Uint32Array.of(tableRow), 'float64');
  let next = 0;
  return data.targets.map((target: PreparedTarget) =>
    columnOf(
      target,
      tableRow,
      target.fitted.map((output) => {
        const value = scaled[next]!;
        next += 1;
        const isClass = output.class !== undefined;
        return {
          name: output.name,
          raw: isClass ? value : target.values[tableRow]!,
          scaled: value,
          transform: isClass ? null : output.transform,
        };
      }),
    ),
  );
}
