import { createEncoder } from '../data/encode.ts';
import type { PreparedData } from '../data/prepared-data.ts';
import { unscaleValue } from '../data/transforms.ts';
import { createCellReader } from '../export/read-cell.ts';
import { modelTestCases } from '../export/test-cases.ts';
import type { ModelOutput } from '../model/model-file.ts';
import type { NineStepsTrace, StepAnswer } from '../model/nine-steps.ts';
import type { OpenStep } from './open-step.ts';

/** What the network answers, as after training, on the chosen row and on each test case: [T] each, in raw units. */
export interface StepAnswers {
  readonly row: readonly number[];
  readonly cases: readonly (readonly number[])[];
}

/** Asks the machine with its parameters as they now are. */
export function askNetwork({ machine, place }: OpenStep, questions: StepQuestions): StepAnswers {
  const { outputs, caseFeatures } = questions;
  const raw = (scaled: ArrayLike<number>) =>
    outputs.map(({ transform }, t) => unscaleValue(transform, scaled[t]!));
  return {
    row: raw(machine.predict('train', place, 1)),
    cases: caseFeatures.map((features) => raw(machine.predictRows(features, 1))),
  };
}

/** What is asked, and what is true. */
export interface StepQuestions {
  readonly outputs: readonly ModelOutput[];
  readonly cases: ReturnType<typeof modelTestCases>;
  /** Each as the network takes it: [I]. */
  readonly caseFeatures: readonly Float64Array[];
}

/** The experiment's test cases, encoded; those that no longer fit to the data are left out. */
export function stepQuestions({ experiment }: OpenStep, data: PreparedData): StepQuestions {
  const outputs = data.targets.flatMap(({ fitted }) => fitted);
  const encode = caseEncoder(data);
  const cases = modelTestCases(experiment, outputs);
  return { outputs, cases, caseFeatures: cases.map(({ inputs }) => encode(inputs)) };
}

function caseEncoder(data: PreparedData) {
  const columns = data.inputs.map(({ fitted }) => ({
    read: createCellReader(fitted),
    encoder: createEncoder(fitted),
  }));
  return (cells: StepQuestions['cases'][number]['inputs']): Float64Array => {
    const features: number[] = [];
    columns.forEach(({ read, encoder }, c) => {
      encoder.encode(read(cells[c]!), (value) => features.push(value));
    });
    return Float64Array.from(features);
  };
}

/** Answers before and after the update beside what is true. */
export function compareAnswers(
  { outputs, cases }: StepQuestions,
  before: StepAnswers,
  after: StepAnswers,
  truth: readonly number[],
): Pick<NineStepsTrace, 'answers' | 'cases'> {
  const pair = (
    earlier: readonly number[],
    later: readonly number[],
    expected: readonly number[] | null,
  ): StepAnswer[] =>
    outputs.map(({ name }, t) => ({
      name,
      before: earlier[t]!,
      after: later[t]!,
      truth: expected?.[t] ?? null,
    }));
  return {
    answers: pair(before.row, after.row, truth),
    cases: cases.map(({ inputs, expected }, k) => ({
      inputs,
      answers: pair(before.cases[k]!, after.cases[k]!, expected),
    })),
  };
}
