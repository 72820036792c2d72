import { compileFormula } from '../data/formula.ts';
import { readDate } from '../data/read-date.ts';
import type { TableColumn } from '../model/column-catalog.ts';
import type { FormulaSource } from '../model/data-catalog.ts';
import type { Experiment, TestCase } from '../model/experiment.ts';
import { columnNames, columnsWithRole } from '../model/features.ts';
import type { ModelOutput, ModelTestCase } from '../model/model-file.ts';

/** The experiment's test cases; where a case does not say its truth, the data's formulas do (article, step 9). */
export function modelTestCases(
  { data, testCases }: Experiment,
  outputs: readonly ModelOutput[],
): ModelTestCase[] {
  const names = columnNames(data, 'input');
  const targets = columnsWithRole(data, 'target');
  const truth = data.source.kind === 'formula' ? formulaTruth(data.source) : () => null;
  return testCases.map((testCase) => {
    const inputs = names.map((name) => testCase.inputs[name]!);
    const expected = saidTruth(testCase, outputs, targets) ?? truth(inputs.map(Number));
    return { inputs, expected: expected?.every(Number.isFinite) === true ? expected : null };
  });
}

/** What a source's own formulas say of raw inputs, in the order of its targets. */
export function formulaTruth(source: FormulaSource): (inputs: readonly number[]) => number[] {
  const names = Object.keys(source.inputs);
  const formulas = Object.entries(source.targets).map(([name, text]) =>
    compileFormula(text, names, `data.source.targets.${name}`),
  );
  return (inputs) => formulas.map((formula) => formula(inputs));
}

/** A class that is named is certain: 1 for it, 0 for the others. */
function saidTruth(
  { expected }: TestCase,
  outputs: readonly ModelOutput[],
  targets: readonly TableColumn[],
): number[] | null {
  if (expected === undefined) return null;
  return outputs.map((output) => {
    if (output.class !== undefined) {
      return Number(String(expected[output.class.column]) === output.class.level);
    }
    return numberOf(
      expected[output.name]!,
      targets.find(({ name }) => name === output.name)!,
    );
  });
}

/** As the column's own values are told in numbers: the place of a level, days since 1970. */
function numberOf(value: number | string, column: TableColumn): number {
  if ('levels' in column) return column.levels.indexOf(String(value));
  return typeof value === 'string' && column.type === 'date' ? readDate(value, column.format) : Number(value);
}
