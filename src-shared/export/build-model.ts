import type { FloatArray } from '../core/float-array.ts';
import { compileFormula } from '../data/formula.ts';
import type { PreparedColumn, PreparedData } from '../data/prepare.ts';
import type { Evaluation } from '../engine/trainer.ts';
import { type Experiment, inputNames, shapesOf, targetNames } from '../model/experiment.ts';
import type { GoldenCase, ModelColumn, ModelFile, ModelTestCase } from '../model/model-file.ts';
import { parameterCount } from '../model/network.ts';
import type { EngineIdentity, PartMetrics } from '../model/run.ts';
import { taskOf } from '../model/task.ts';
import { equationInWords } from './equation.ts';
import { modelChecksum } from './model-json.ts';
import { modelLayers } from './model-layers.ts';
import { createPredictor } from './predictor.ts';

/** Golden cases beside the experiment's own test cases. */
const GOLDEN_ROWS = 16;

export interface TrainedModel {
  readonly experiment: Experiment;
  readonly engine: EngineIdentity;
  readonly data: PreparedData;
  /** The weights to keep and their running statistics, as `Machine` lays them out, and what was measured on them. */
  readonly parameters: FloatArray;
  readonly statistics: FloatArray;
  readonly evaluation: Evaluation;
  readonly epochsDone: number;
}

/** A trained network → a model file that is complete by itself, golden cases and checksum included. */
export function buildModel(trained: TrainedModel): ModelFile {
  const { experiment, data, evaluation } = trained;
  const shapes = shapesOf(experiment);
  const { precision, loss } = experiment.training;
  const layers = modelLayers(shapes, trained.parameters, trained.statistics, precision);
  const inputs = data.columns.filter((column) => column.role === 'input').map(modelColumn);
  const outputs = data.columns.filter((column) => column.role === 'target').map(modelColumn);
  const testCases = experimentTestCases(experiment);
  const content: Omit<ModelFile, 'checksum'> = {
    format: 'ninestep-model',
    version: 1,
    name: experiment.name,
    task: taskOf(loss, outputs.length),
    inputs,
    outputs,
    equation: equationInWords(layers),
    layers,
    parameters: parameterCount(shapes),
    training: {
      experiment,
      engine: trained.engine,
      dataHash: data.hash,
      rows: {
        train: data.rows.train.length,
        validation: data.rows.validation.length,
        test: data.rows.test.length,
      },
      epoch: evaluation.epoch,
      epochsDone: trained.epochsDone,
    },
    metrics: {
      train: storable(evaluation.train),
      validation: evaluation.validation && storable(evaluation.validation),
      test: evaluation.test && storable(evaluation.test),
    },
    testCases,
    goldenCases: goldenCases({ inputs, outputs, layers }, testCases, data),
  };
  return { ...content, checksum: modelChecksum(content) };
}

/** Where a target hardly varies, R² may be beyond all numbers, which no file can hold: then it is left out. */
function storable(metrics: PartMetrics): PartMetrics {
  const { r2, ...others } = metrics;
  return r2 === undefined || r2.every(Number.isFinite) ? metrics : others;
}

function modelColumn(column: PreparedColumn): ModelColumn {
  const { min, max, mean } = column.statistics;
  return { name: column.name, transform: column.transform, range: { min, max, mean } };
}

/** The experiment's test cases; where a case does not say its truth, the data's formulas do (article, step 9). */
function experimentTestCases(experiment: Experiment): ModelTestCase[] {
  const names = inputNames(experiment);
  const formulas = Object.entries(experiment.data.source.targets).map(([name, text]) =>
    compileFormula(text, names, `data.source.targets.${name}`),
  );
  return experiment.testCases.map((testCase) => {
    const inputs = names.map((name) => testCase.inputs[name]!);
    const expected =
      testCase.expected === undefined
        ? formulas.map((formula) => formula(inputs))
        : targetNames(experiment).map((name) => testCase.expected![name]!);
    return { inputs, expected: expected.every(Number.isFinite) ? expected : null };
  });
}

/** Cases that reach the corners of the training range, its middle, the test cases and real rows. */
function goldenCases(
  model: Pick<ModelFile, 'inputs' | 'outputs' | 'layers'>,
  testCases: readonly ModelTestCase[],
  data: PreparedData,
): GoldenCase[] {
  const predict = createPredictor(model);
  const rows = data.rows.test.length > 0 ? data.rows.test : data.rows.train;
  const realRows = Array.from(rows.subarray(0, GOLDEN_ROWS), (row) =>
    model.inputs.map((_, i) => data.columns[i]!.values[row]!),
  );
  const questions = [
    model.inputs.map((column) => column.range.mean),
    model.inputs.map((column) => column.range.min),
    model.inputs.map((column) => column.range.max),
    ...testCases.map((testCase) => testCase.inputs),
    ...realRows,
  ];
  // A test case far outside may have no answer that a file can hold.
  return questions
    .map((inputs) => ({ inputs, outputs: predict(inputs) }))
    .filter(({ outputs }) => outputs.every(Number.isFinite));
}
