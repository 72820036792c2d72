import type { PreparedData } from '../../data/prepared-data.ts';
import type { StepFeature } from '../../model/nine-steps.ts';
import type { OpenStep } from '../open-step.ts';
import { stepColumns } from '../step-columns.ts';
import { arrayText } from './array-text.ts';

/** Steps 2 to 4 of the script: the rows as they are in the table, and how they are standardised. */
export function dataLines(data: PreparedData, { rows, train }: OpenStep): string[] {
  const columns = Array.from(rows, (row) => stepColumns(data, row));
  const featuresOf = (role: 'input' | 'target') =>
    columns.map((ofRow) =>
      ofRow.filter((column) => column.role === role).flatMap(({ features }) => features),
    );
  return [
    '',
    '# Step 2: the data, a column for each row of the table; levels and dates as they are encoded',
    ...rawLines('X', featuresOf('input')),
    ...rawLines('Y_raw', featuresOf('target')),
    ...(train.weights === null ? [] : [`w = ${arrayText(train.weights, 1, train.rows)}`]),
    '',
    `# Step 3: ${rows.length === 1 ? 'this is a training row' : 'all of these are training rows'}`,
    '',
    '# Step 4: standardise, fitted on the training rows alone',
    ...scalingLines('X', 'shift', 'scale', featuresOf('input')[0]!),
    ...scalingLines('Y_raw', 'target_shift', 'target_scale', featuresOf('target')[0]!),
  ];
}

/** [features, rows] */
function rawLines(name: string, ofRows: readonly (readonly StepFeature[])[]): string[] {
  const features = ofRows[0]!.length;
  const values = new Float64Array(features * ofRows.length);
  ofRows.forEach((ofRow, n) => {
    ofRow.forEach(({ raw }, feature) => {
      values[feature * ofRows.length + n] = raw;
    });
  });
  return [`${name} = ${arrayText(values, features, ofRows.length)}`];
}

/** Shift and scale as numbers, and the lines that the window shows for step 4. */
function scalingLines(
  raw: 'X' | 'Y_raw',
  shift: string,
  scale: string,
  features: readonly StepFeature[],
): string[] {
  const column = (of: (feature: StepFeature) => number) =>
    arrayText(Float64Array.from(features, of), features.length, 1);
  return [
    `${shift} = ${column(({ transform }) => transform?.shift ?? 0)}`,
    `${scale} = ${column(({ transform }) => transform?.scale ?? 1)}`,
    ...(raw === 'X' ? inputScaling(features) : targetScaling(features)),
  ];
}

/** Step 4 in a line or two: those that the script runs. */
export function inputScaling(features: readonly StepFeature[]): string[] {
  return [...logLines('X', features), 'A0 = (X - shift) / scale'];
}

export function targetScaling(features: readonly StepFeature[]): string[] {
  return [...logLines('Y_raw', features), 'Y = (Y_raw - target_shift) / target_scale'];
}

/** Rows whose size is taken as its logarithm, sign kept. */
function logLines(raw: string, features: readonly StepFeature[]): string[] {
  const rows = features.flatMap(({ transform }, k) => (transform?.kind === 'log' ? [k] : []));
  if (rows.length === 0) return [];
  const part = rows.length === features.length ? `${raw}[:]` : `${raw}[[${rows.join(', ')}]]`;
  return [`${part} = np.sign(${part}) * np.log1p(np.abs(${part}))`];
}
