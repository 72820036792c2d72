import { AppError } from '@shared/core/errors.ts';
import { checkTestCases } from '@shared/data/check-test-cases.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { Experiment, TestCase } from '@shared/model/experiment.ts';
import { columnNames, columnsWithRole } from '@shared/model/features.ts';

export function addTestCase(experiment: Experiment, added: TestCase): Experiment {
  return { ...experiment, testCases: [...experiment.testCases, added] };
}

export function replaceTestCase(experiment: Experiment, index: number, changed: TestCase): Experiment {
  return { ...experiment, testCases: experiment.testCases.with(index, changed) };
}

export function removeTestCase(experiment: Experiment, index: number): Experiment {
  return { ...experiment, testCases: experiment.testCases.toSpliced(index, 1) };
}

/** The same experiment with one tolerance for a target in every test case. */
export function withTolerance(experiment: Experiment, target: string, tolerance: number): Experiment {
  const testCases = experiment.testCases.map((testCase) => ({
    ...testCase,
    tolerance: { ...testCase.tolerance, [target]: tolerance },
  }));
  return { ...experiment, testCases };
}

/**
 * The test cases as the columns now are: what belongs to a column that is no input or target any more is left out, a new
 * input is missing where it may be. A case that cannot be made to fit is left out as a whole.
 */
export function withFittingCases(experiment: Experiment): Experiment {
  const { data, testCases } = experiment;
  if (testCases.length === 0) return experiment;
  const inputs = columnNames(data, 'input');
  const targets = columnNames(data, 'target');
  const fitted = testCases
    .map((testCase) => fittedCase(testCase, inputs, targets))
    .filter((testCase) => isFitting(experiment, testCase));
  return { ...experiment, testCases: fitted };
}

function fittedCase(testCase: TestCase, inputs: readonly string[], targets: readonly string[]): TestCase {
  const { expected, tolerance, ...rest } = testCase;
  const isKnown = expected !== undefined && targets.every((name) => Object.hasOwn(expected, name));
  const values = (name: string): RawValue =>
    Object.hasOwn(testCase.inputs, name) ? (testCase.inputs[name] ?? null) : null;
  return {
    ...rest,
    inputs: Object.fromEntries(inputs.map((name) => [name, values(name)])),
    ...(isKnown ? { expected: only(expected, targets) } : {}),
    ...(tolerance === undefined ? {} : { tolerance: only(tolerance, targets) }),
  };
}

function only<V>(values: Record<string, V>, names: readonly string[]): Record<string, V> {
  const kept = new Set(names);
  return Object.fromEntries(Object.entries(values).filter(([name]) => kept.has(name)));
}

function isFitting({ data }: Experiment, testCase: TestCase): boolean {
  try {
    checkTestCases(data, [testCase]);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/** Whether a model of these columns can be asked what the experiment's test cases ask, and answers what they expect. */
export function canAnswerCases(
  { data }: Pick<Experiment, 'data'>,
  model: { readonly inputs: readonly string[]; readonly targets: readonly string[] },
): boolean {
  const isSame = (mine: readonly string[], theirs: readonly string[]): boolean => {
    const known = new Set(theirs);
    return mine.length === known.size && mine.every((name) => known.has(name));
  };
  const names = (role: 'input' | 'target') => columnsWithRole(data, role).map(({ name }) => name);
  return isSame(names('input'), model.inputs) && isSame(names('target'), model.targets);
}
