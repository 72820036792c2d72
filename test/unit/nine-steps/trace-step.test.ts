import { Random } from '@shared/core/random.ts';
import type { Backend } from '@shared/engine/machine.ts';
import { machineSetup } from '@shared/engine/machine-setup.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { Trainer } from '@shared/engine/trainer.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { rowsPerStep } from '@shared/model/memory.ts';
import type { NineStepsTrace } from '@shared/model/nine-steps.ts';
import type { StepSetup } from '@shared/nine-steps/open-step.ts';
import { traceStep } from '@shared/nine-steps/trace-step.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { trainingSetup } from '../../../src-main/trainer/training-setup.ts';
import { FLOAT64_BACKENDS } from '../../helpers/backends.ts';
import { stepSetupOf, WALKED_PROJECTS } from '../../helpers/walked-projects.ts';

/** What two backends may differ by in float64 (docs/numerics.md). */
const PARITY = 1e-9;
/** Which sample of the first batch is looked at. */
const SAMPLE = 2;

function inDoublePrecision(experiment: Experiment): Experiment {
  return { ...experiment, training: { ...experiment.training, precision: 'float64' } };
}

/** The rows of the first epoch in training's order, as places among the training rows. */
function firstOrder({ experiment, data }: StepSetup): Uint32Array {
  const { batchSize, shuffle, seed } = experiment.training;
  const order = Uint32Array.from(data.rows.train, (_, place) => place);
  const takesAll = rowsPerStep(batchSize, order.length) === order.length;
  if (shuffle && !takesAll) new Random(seed, 'row order').shuffle(order);
  return order;
}

/** The first step as training makes it, on a machine that holds the whole table. */
function engineStep({ experiment, data, parameters }: StepSetup, order: Uint32Array, backend: Backend) {
  const setup = trainingSetup(experiment, data);
  const machine = backend.createMachine(machineSetup(setup));
  machine.parameters.set(parameters);
  machine.order.set(order);
  const rows = rowsPerStep(experiment.training.batchSize, order.length);
  const loss = machine.computeGradients({ firstRow: 0, rows, step: 0 });
  const layers = setup.shapes.map(({ units }, layer) => {
    const { outputs, gradients } = machine.layerNumbers(layer);
    const ofSample = (values: ArrayLike<number>) =>
      Array.from({ length: units }, (_, unit) => values[unit * rows + SAMPLE]!);
    return { a: ofSample(outputs), dZ: ofSample(gradients) };
  });
  return { loss, layers, gradients: [...machine.gradients] };
}

/** The parameters after the first step of a real run. */
function trainedOnce({ experiment, data }: StepSetup, backend: Backend): number[] {
  const trainer = new Trainer(trainingSetup(experiment, data), backend);
  while (trainer.step === 0) trainer.advance(1);
  const parameters = [...trainer.parameters];
  trainer.close();
  return parameters;
}

function greatestDifference(found: readonly number[], expected: readonly number[]): number {
  expect(found).toHaveLength(expected.length);
  return found.reduce((most, value, k) => Math.max(most, Math.abs(value - expected[k]!)), 0);
}

describe.each(Object.entries(WALKED_PROJECTS))('the nine steps of %s project', (_name, open) => {
  let setup: StepSetup;
  let order: Uint32Array;
  let traces: NineStepsTrace[];

  beforeAll(async () => {
    setup = await stepSetupOf(inDoublePrecision((await open()).experiment));
    order = firstOrder(setup);
    traces = shapesOf(setup.experiment).map((_, layer) =>
      traceStep(setup, { row: order[SAMPLE]!, batch: 'batch', layer }),
    );
  });

  it('show the activations, gradients and loss of the engine’s own step, to the last bit', () => {
    const engine = engineStep(setup, order, referenceBackend);
    traces.forEach(({ layer, flow, batch }, l) => {
      expect(batch.place).toBe(SAMPLE);
      expect([...layer.a]).toEqual(engine.layers[l]!.a);
      expect([...layer.dZ]).toEqual(engine.layers[l]!.dZ);
      expect([...flow[l + 1]!.values]).toEqual(engine.layers[l]!.a.slice(0, 64));
      expect([...flow[l + 1]!.gradients]).toEqual(engine.layers[l]!.dZ.slice(0, 64));
    });
    expect(traces.flatMap(({ layer }) => [...layer.gradients])).toEqual(engine.gradients);
    expect(traces[0]!.loss.loss + traces[0]!.loss.penalty).toBe(engine.loss);
  });

  it.each(FLOAT64_BACKENDS.map((backend) => [backend.name, backend] as const))(
    'show the parameters that a run by %s has after its first step',
    (name, backend) => {
      const shown = traces.flatMap(({ layer }) => [...layer.updated]);
      const trained = trainedOnce(setup, backend);
      if (name === 'reference') expect(shown).toEqual(trained);
      else expect(greatestDifference(shown, trained)).toBeLessThan(PARITY);
    },
  );

  it('lead from the raw row of the table to what goes into the network, and to what is asked of it', () => {
    const [{ columns, flow, loss }] = traces as [NineStepsTrace];
    const scaled = (role: string) =>
      columns.filter((column) => column.role === role).flatMap(({ features }) => features);
    expect(scaled('input').map((feature) => feature.scaled)).toEqual([...flow[0]!.values]);
    expect(scaled('target').map((feature) => feature.scaled)).toEqual(
      loss.targets.map(({ target }) => target),
    );
  });

  it('of one row alone are outer products of what comes back and what went in', () => {
    shapesOf(setup.experiment).forEach((shape, layer) => {
      if (shape.type !== 'dense' || shape.l1 !== 0 || shape.l2 !== 0) return;
      const { dZ, input, gradients } = traceStep(setup, { row: 5, batch: 'row', layer }).layer;
      // A sum begins at 0, which makes a zero of −0.
      const products = [...dZ].flatMap((d) => [...input].map((a) => 0 + d * a));
      expect([...gradients]).toEqual([...products, ...dZ]);
    });
  });
});
