import { readDate } from '@shared/data/read-date.ts';
import { formulaTruth } from '@shared/export/test-cases.ts';
import type { TableColumn } from '@shared/model/column-catalog.ts';
import type { Experiment, TestCase } from '@shared/model/experiment.ts';
import { columnNames, columnsWithRole } from '@shared/model/features.ts';
import { type AnswerGroup, likeliest } from '../answer-groups.ts';

/** What is true of one answer: a number as the model answers it, or the name of a class. */
export type Truth = number | string;

/** `open`: nobody said what is true, or how far off is right. */
export type Verdict = 'pass' | 'fail' | 'open';

export const VERDICTS: Record<Verdict, string> = { pass: 'Pass', fail: 'Fail', open: 'Not judged' };

type Values = Readonly<Record<string, number | string>>;

/** The truth of a test case, answer by answer: as it says, or else as the data's own formulas do; null: unknown. */
export function truthsOf(
  testCase: TestCase,
  groups: readonly AnswerGroup[],
  data: Experiment['data'],
): (Truth | null)[] {
  const values = testCase.expected ?? formulaValues(testCase, data);
  if (values === null) return groups.map(() => null);
  const targets = columnsWithRole(data, 'target');
  return groups.map((group) => truthIn(group, values, targets));
}

function formulaValues(testCase: TestCase, data: Experiment['data']): Values | null {
  if (data.source.kind !== 'formula') return null;
  const inputs = columnNames(data, 'input').map((name) => Number(testCase.inputs[name] ?? NaN));
  const answers = formulaTruth(data.source)(inputs);
  if (!answers.every(Number.isFinite)) return null;
  return Object.fromEntries(columnNames(data, 'target').map((name, k) => [name, answers[k]!]));
}

function truthIn(group: AnswerGroup, values: Values, targets: readonly TableColumn[]): Truth | null {
  const value = values[group.kind === 'number' ? group.output.column : group.name];
  if (group.kind === 'number') {
    const column = targets.find(({ name }) => name === group.output.column);
    return value === undefined || column === undefined ? null : numberOf(value, column);
  }
  // One class in each column: the one whose column says 1.
  if (value === undefined) return group.classes.find((name) => Number(values[name]) === 1) ?? null;
  if (group.classes.includes(String(value))) return String(value);
  return group.isSingle ? (group.classes[Math.round(Number(value))] ?? null) : null;
}

function numberOf(value: number | string, column: TableColumn): number {
  if ('levels' in column) return column.levels.indexOf(String(value));
  return typeof value === 'string' && column.type === 'date' ? readDate(value, column.format) : Number(value);
}

/** The same the other way round: truths as a test case holds them. Undefined where one of them is unknown. */
export function expectedOf(
  truths: readonly (Truth | null)[],
  groups: readonly AnswerGroup[],
  data: Experiment['data'],
): Record<string, number | string> | undefined {
  const targets = new Map(columnsWithRole(data, 'target').map((column) => [column.name, column]));
  const entries: [string, number | string][] = [];
  for (const [k, group] of groups.entries()) {
    const truth = truths[k] ?? null;
    if (truth === null) return undefined;
    if (group.kind === 'number') {
      const column = targets.get(group.output.column);
      const isLevel = column !== undefined && 'levels' in column;
      entries.push([group.output.column, isLevel ? (column.levels[Number(truth)] ?? '') : truth]);
    } else if (targets.has(group.name)) {
      const column = targets.get(group.name)!;
      entries.push([group.name, 'levels' in column ? truth : group.classes.indexOf(String(truth))]);
    } else {
      for (const name of group.classes) entries.push([name, Number(name === truth)]);
    }
  }
  return Object.fromEntries(entries);
}

/** Whether one answer is right. */
export function judgeAnswer(
  group: AnswerGroup,
  answer: readonly number[],
  truth: Truth | null,
  tolerance: number | undefined,
): Verdict {
  if (truth === null) return 'open';
  if (group.kind === 'classes') return likeliest(group, answer)?.name === truth ? 'pass' : 'fail';
  if (tolerance === undefined) return 'open';
  // Written so that an answer that is no number fails.
  return Math.abs((answer[group.at] ?? NaN) - Number(truth)) <= tolerance ? 'pass' : 'fail';
}

/** A case passes when each of its answers does, and fails with the first that fails. */
export function judgeCase(
  testCase: TestCase,
  groups: readonly AnswerGroup[],
  answer: readonly number[],
  truths: readonly (Truth | null)[],
): Verdict {
  const verdicts = groups.map((group, k) =>
    judgeAnswer(group, answer, truths[k] ?? null, toleranceOf(testCase, group)),
  );
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'pass') ? 'pass' : 'open';
}

export function toleranceOf(testCase: TestCase, group: AnswerGroup): number | undefined {
  return group.kind === 'number' ? testCase.tolerance?.[group.output.column] : undefined;
}
