import { formatNumber } from '../../core/text.ts';
import { createPredictor } from '../../export/predictor.ts';
import type { RawValue } from '../../model/column-catalog.ts';
import type { ModelFile } from '../../model/model-file.ts';
import type { Cell, DataTable } from '../data-table.ts';

type Cases = Pick<ModelFile, 'inputs' | 'outputs' | 'layers' | 'testCases' | 'goldenCases' | 'training'>;

/** The file by which exported tables are proved. */
export const GOLDEN_CASES = 'golden-cases';

/** Raw inputs with the raw answers that any copy of the model must give. */
export function goldenTable({ inputs, outputs, goldenCases }: Cases): DataTable {
  return {
    id: GOLDEN_CASES,
    title: 'Golden cases: what any copy of this model must answer',
    columns: ['Case', ...inputs.map(({ name }) => name), ...outputs.map(({ name }) => `answer: ${name}`)],
    rows: goldenCases.map((golden, k): Cell[] => [String(k + 1), ...golden.inputs, ...golden.outputs]),
  };
}

/** The questions of the experiment, with truth, answer and how far that is off. */
export function testCasesTable(model: Cases): DataTable {
  const predict = createPredictor(model);
  return {
    id: 'test-cases',
    title: 'Test cases: the model’s answers beside what is true',
    columns: [
      'Case',
      ...model.inputs.map(({ name }) => name),
      ...model.outputs.flatMap(({ name }) => [`${name}: truth`, `${name}: answer`, `${name}: off by`]),
    ],
    rows: model.testCases.map(({ inputs, expected }, k): Cell[] => [
      caseName(model, k),
      ...inputs,
      ...predict(inputs).flatMap((answer, t) => compared(expected?.[t] ?? null, answer)),
    ]),
  };
}

function compared(truth: number | null, answer: number): Cell[] {
  return [truth, answer, truth === null ? null : answer - truth];
}

/** As a person called it, else by its number. */
export function caseName({ training }: Pick<ModelFile, 'training'>, k: number): string {
  return training?.experiment.testCases[k]?.name ?? `Case ${String(k + 1)}`;
}

/** "a = 30, b = 70"; of many inputs the first ones. */
export function inputsText(
  { inputs }: Pick<ModelFile, 'inputs'>,
  values: readonly RawValue[],
  most: number,
): string {
  const parts = values.slice(0, most).map((value, i) => `${inputs[i]!.name} = ${valueText(value)}`);
  const rest = values.length - parts.length;
  return rest > 0 ? `${parts.join(', ')}, and ${String(rest)} more` : parts.join(', ');
}

function valueText(value: RawValue): string {
  return value === null ? 'missing' : typeof value === 'number' ? formatNumber(value) : value;
}
