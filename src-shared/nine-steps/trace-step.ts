import { LIMITS } from '../core/limits.ts';
import { unscaleValue } from '../data/transforms.ts';
import { refuse } from '../data/refuse.ts';
import { lossOfPredictions, trainingLoss } from '../engine/losses.ts';
import { backward, penalties } from '../engine/reference-program.ts';
import type { LossTrace, NineStepsTrace, StepQuestion } from '../model/nine-steps.ts';
import { type OpenStep, openStep, type StepSetup } from './open-step.ts';
import { askNetwork, compareAnswers, stepQuestions } from './step-answers.ts';
import { stepColumns } from './step-columns.ts';
import { parametersOf, traceLayer, valuesOfRow } from './trace-layer.ts';
import { updateStep } from './update-step.ts';

/**
 * One training step on a row or its batch, taken apart: every number from the engine's reference machine, in float64.
 * It is the step that training would begin with, had it this batch first: dropout draws its first masks, the optimizer
 * remembers nothing yet. Throws AppError where the row or the layer is not there, or it would take too long.
 */
export function traceStep(setup: StepSetup, question: StepQuestion): NineStepsTrace {
  const { data } = setup;
  const step = openStep(setup, question);
  const { machine, train, place, shapes } = step;
  if (question.layer >= shapes.length) {
    refuse('layer', `The network has ${String(shapes.length)} layers, the output layer among them.`);
  }
  const questions = stepQuestions(step, data);
  const before = askNetwork(step, questions);
  const batch = { firstRow: 0, rows: train.rows, step: 0 };
  machine.computeGradients(batch);
  const dA = gradientsByActivation(step, question.layer);
  const layer = traceLayer(step, question.layer, dA);
  const flow = traceFlow(step);
  const loss = traceLoss(
    step,
    questions.outputs.map(({ name }) => name),
  );
  const update = updateStep(step, Float64Array.from(machine.gradients), data.rows.train.length);
  const updated = parametersOf(step, machine.parameters, question.layer, layer.units);
  const after = machine.computeLoss(batch);
  const { rows } = data;
  const tableRow = step.rows[place]!;
  const columns = stepColumns(data, tableRow);
  const truth = questions.outputs.map(({ transform }, t) =>
    unscaleValue(transform, train.targets[t * train.rows + place]!),
  );
  machine.close();
  return {
    rows: { train: rows.train.length, validation: rows.validation.length, test: rows.test.length },
    tableRows: data.tableRows,
    dropped: data.dropped,
    tableRow,
    batch: { kind: question.batch, rows: train.rows, place },
    epoch: setup.epoch,
    columns,
    flow,
    layer: { ...layer, updated },
    loss: { ...loss, after },
    update,
    ...compareAnswers(questions, before, askNetwork(step, questions), truth),
  };
}

/** ∂L/∂a of the chosen row at one layer, by going backward once more; null where the loss gives ∂L/∂z at once. */
function gradientsByActivation(step: OpenStep, layer: number): Float64Array | null {
  const { program, train, shapes, place, experiment } = step;
  let seen: Float64Array | null = null;
  const targets = { Y: train.targets, weights: train.weights };
  backward(program, targets, train.rows, experiment.training, (index, dA) => {
    if (index === layer) seen = valuesOfRow(dA, shapes[index]!.units, train.rows, place);
  });
  return seen;
}

function traceFlow({ program, shapes, train, place }: OpenStep): NineStepsTrace['flow'] {
  const N = train.rows;
  const shown = (units: number) => Math.min(units, LIMITS.stepUnits);
  return [
    { values: valuesOfRow(program.X, shown(shapes[0]!.inputs), N, place), gradients: new Float64Array(0) },
    ...program.layers.map(({ A, dA, shape }) => ({
      values: valuesOfRow(A, shown(shape.units), N, place),
      gradients: valuesOfRow(dA, shown(shape.units), N, place),
    })),
  ];
}

/** What the loss is made of; the terms of the chosen row are what each of its targets would cost alone. */
function traceLoss(
  { program, shapes, train, place, experiment }: OpenStep,
  names: readonly string[],
): Omit<LossTrace, 'after'> {
  const { training } = experiment;
  const { A, Z } = program.layers.at(-1)!;
  const T = shapes.at(-1)!.units;
  const N = train.rows;
  const loss = trainingLoss(training, A, Z, train.targets, train.weights, T, N);
  const answers = valuesOfRow(A, T, N, place);
  const targets = valuesOfRow(train.targets, T, N, place);
  return {
    loss,
    penalty: penalties(program),
    weight: train.weights?.[place] ?? 1,
    targets: names.map((name, t) => ({
      name,
      answer: answers[t]!,
      target: targets[t]!,
      term: lossOfPredictions(training, answers.subarray(t, t + 1), targets.subarray(t, t + 1), null, 1, 1),
    })),
  };
}
