import { type Precision, toPrecision } from '@shared/core/float-array.ts';
import type { Backend, MachineSetup } from '@shared/engine/machine.ts';
import { coefficientWriter, updateRule } from '@shared/engine/optimizers/optimizer.ts';
import type { Layer } from '@shared/model/layer-catalog.ts';
import { layerShapes } from '@shared/model/network.ts';
import type { FirstOrderOptimizer } from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';
import { BACKENDS, precisionsOf } from '../helpers/backends.ts';
import { largestRelativeError, samplesContiguous } from '../helpers/numbers.ts';
import reference from './layer_cases.json' with { type: 'json' };

/** As for the runs of pytorch.test.ts. */
const TOLERANCE: Record<Precision, number> = { float64: 1e-9, float32: 1e-4 };
const FLOOR: Record<Precision, number> = { float64: 1e-6, float32: 1e-2 };

type Case = (typeof reference.cases)[number];

const OPTIMIZERS: Record<string, FirstOrderOptimizer> = {
  sgd: { type: 'sgd', learningRate: 0.05, weightDecay: 0 },
  momentum: { type: 'momentum', learningRate: 0.05, momentum: 0.9, weightDecay: 0 },
};

function setupOf(golden: Case, precision: Precision): MachineSetup {
  const rows = golden.x.length;
  const output = { activation: 'linear' as const, l1: 0, l2: 0 };
  const train = {
    rows,
    inputs: toPrecision(precision, samplesContiguous(golden.x)),
    targets: toPrecision(precision, samplesContiguous(golden.y)),
    weights: golden.weights === null ? null : toPrecision(precision, golden.weights),
  };
  return {
    shapes: layerShapes({ layers: golden.layers as Layer[], output }, 3, 2),
    precision,
    lossSettings: { loss: 'mse', huberDelta: 1 },
    optimizer: OPTIMIZERS[golden.optimizer]!,
    clipping: null,
    batchRows: rows,
    seed: reference.seed,
    parts: { train, validation: null, test: null },
  };
}

/** The same run on one of our machines. */
function train(backend: Backend, golden: Case, precision: Precision) {
  const setup = setupOf(golden, precision);
  const machine = backend.createMachine(setup);
  machine.parameters.set(golden.initial);
  const rows = golden.x.length;
  machine.computeGradients({ firstRow: 0, rows, step: 0 });
  const gradients = [...machine.gradients];
  const optimizer = setup.optimizer!;
  const write = coefficientWriter(optimizer, 0);
  const losses = golden.losses.map((_, step) => {
    const coefficients = new Float64Array(updateRule(optimizer.type).coefficientCount);
    write(step + 1, optimizer.learningRate, coefficients, 0);
    return machine.train({ firstStep: step, firstRow: 0, steps: 1, coefficients }).lossSum / rows;
  });
  return { losses, gradients, final: [...machine.parameters], statistics: [...machine.statistics] };
}

describe.each(BACKENDS)(`${reference.tool} with other layers, by $name`, (backend) => {
  describe.each(precisionsOf(backend))('in %s', (precision) => {
    it.each(reference.cases)('$name', (golden) => {
      const ours = train(backend, golden, precision);
      for (const what of ['losses', 'gradients', 'final', 'statistics'] as const) {
        const error = largestRelativeError(ours[what], golden[what], FLOOR[precision]);
        expect(error, what).toBeLessThan(TOLERANCE[precision]);
      }
    });
  });
});
