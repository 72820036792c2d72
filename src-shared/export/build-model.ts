import type { FloatArray } from '../core/float-array.ts';
import type { PreparedData } from '../data/prepared-data.ts';
import type { Evaluation } from '../engine/trainer.ts';
import type { RawValue } from '../model/column-catalog.ts';
import { type Experiment, shapesOf } from '../model/experiment.ts';
import type { GoldenCase, ModelFile, ModelInput, ModelLayer, ModelTestCase } from '../model/model-file.ts';
import { parameterCount } from '../model/network.ts';
import { packModel, type PackedModel } from '../model/packed-layers.ts';
import type { EngineIdentity, PartMetrics } from '../model/run.ts';
import { taskOf } from '../model/task.ts';
import { equationInWords } from './equation.ts';
import { sealModel } from './model-json.ts';
import { modelLayers, viewedLayers } from './model-layers.ts';
import { type ComputingPart, createPredictor } from './predictor.ts';
import { modelTestCases } from './test-cases.ts';

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
  const { experiment } = trained;
  const layers = modelLayers(shapesOf(experiment), trained, experiment.training.precision);
  return sealModel(contentOf(trained, layers));
}

/** As `buildModel`, with its numbers packed: what is written is made from the flat parameters piece by piece. */
export function buildPackedModel(trained: TrainedModel): PackedModel<ModelFile> {
  const { experiment } = trained;
  const layers = viewedLayers(shapesOf(experiment), trained, experiment.training.precision);
  return sealModel(packModel(contentOf(trained, layers)));
}

/** All of a model but what proves it whole. */
function contentOf<L extends ArrayLike<number>>(trained: TrainedModel, layers: ModelLayer<L>[]) {
  const { experiment, data, evaluation } = trained;
  const inputs = data.inputs.map(({ fitted }) => fitted);
  const outputs = data.targets.flatMap(({ fitted }) => fitted);
  const testCases = modelTestCases(experiment, outputs);
  return {
    format: 'ninestep-model',
    version: 1,
    name: experiment.name,
    task: taskOf(experiment.training.loss, outputs.length),
    inputs,
    outputs,
    equation: equationInWords(inputs, layers),
    layers,
    parameters: parameterCount(shapesOf(experiment)),
    training: originOf(trained),
    metrics: {
      train: storable(evaluation.train),
      validation: evaluation.validation && storable(evaluation.validation),
      test: evaluation.test && storable(evaluation.test),
    },
    testCases,
    goldenCases: goldenCases({ inputs, outputs, layers }, testCases, data),
  } satisfies Omit<ModelFile, 'layers' | 'sums' | 'checksum'> & { layers: ModelLayer<L>[] };
}

function originOf({ experiment, engine, data, evaluation, epochsDone }: TrainedModel): ModelFile['training'] {
  const { train, validation, test } = data.rows;
  return {
    experiment: withoutFolders(experiment),
    engine,
    dataHash: data.hash,
    rows: { train: train.length, validation: validation.length, test: test.length },
    epoch: evaluation.epoch,
    epochsDone,
  };
}

/** Where a target hardly varies, R² may be beyond all numbers, which no file can hold: then it is left out. */
function storable(metrics: PartMetrics): PartMetrics {
  const { r2, ...others } = metrics;
  return r2 === undefined || r2.every(Number.isFinite) ? metrics : others;
}

/** A model is given away: where the table lies on this computer is nobody's business. */
function withoutFolders(experiment: Experiment): Experiment {
  const { data } = experiment;
  if (data.source.kind !== 'file') return experiment;
  const path = data.source.path.replace(/^.*[\\/]/, '');
  return { ...experiment, data: { ...data, source: { ...data.source, path } } };
}

/** Cases that reach the corners of the training range, its middle, the test cases and real rows. */
function goldenCases(
  model: ComputingPart,
  testCases: readonly ModelTestCase[],
  data: PreparedData,
): GoldenCase[] {
  const predict = createPredictor(model);
  const rows = data.rows.test.length > 0 ? data.rows.test : data.rows.train;
  const realRows = Array.from(rows.subarray(0, GOLDEN_ROWS), (row) =>
    data.inputs.map(({ fitted, values }) => rawValue(fitted, values[row]!)),
  );
  const questions = [
    model.inputs.map(typicalValue),
    model.inputs.map((input) => ('levels' in input ? input.levels[0]! : input.range.min)),
    model.inputs.map((input) => ('levels' in input ? input.levels.at(-1)! : input.range.max)),
    ...testCases.map((testCase) => testCase.inputs),
    ...realRows,
  ];
  // A test case far outside may have no answer that a file can hold.
  return questions
    .map((inputs) => ({ inputs, outputs: predict(inputs) }))
    .filter(({ outputs }) => outputs.every(Number.isFinite));
}

/** What stands in the middle of the training rows: the mean, or the most frequent level. */
export function typicalValue(input: ModelInput): RawValue {
  if (!('levels' in input)) return input.range.mean;
  return input.levels[input.counts.indexOf(Math.max(...input.counts))]!;
}

/** An interpreted value as a row of the table would give it. */
export function rawValue(input: ModelInput, value: number): RawValue {
  if (Number.isNaN(value)) return null;
  return 'levels' in input ? input.levels[value]! : value;
}
