import { type Precision, PRECISIONS, toPrecision } from '@shared/core/float-array.ts';
import { lossFunctions } from '@shared/engine/losses.ts';
import { createOptimizer } from '@shared/engine/optimizers/optimizer.ts';
import { backward, compileProgram, forward, setParameters } from '@shared/engine/program.ts';
import { ACTIVATIONS, type Activation } from '@shared/model/activations.ts';
import { layerShapes } from '@shared/model/network.ts';
import type { Loss, Optimizer } from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';
import { flatten, largestRelativeError, samplesContiguous } from '../helpers/numbers.ts';
import reference from './pytorch_cases.json' with { type: 'json' };

const TOLERANCE: Record<Precision, number> = { float64: 1e-9, float32: 1e-4 };

type Case = (typeof reference.cases)[number];

const LOSS_NAMES: Record<string, Loss> = { mse: 'mse', half_squared_error: 'half-squared-error' };
const OPTIMIZERS: Record<string, Optimizer> = {
  sgd: { type: 'sgd', learningRate: 0.05 },
  adam: { type: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
};

/** The cases whose every part the engine has so far. */
const cases = reference.cases.filter(
  (candidate) =>
    Object.hasOwn(ACTIVATIONS, candidate.hiddenActivation) &&
    Object.hasOwn(ACTIVATIONS, candidate.outputActivation) &&
    Object.hasOwn(LOSS_NAMES, candidate.loss) &&
    Object.hasOwn(OPTIMIZERS, candidate.optimizer) &&
    candidate.gradientClipNorm === null,
);

/** The reference run's steps, made by our engine: losses, first gradients, final parameters. */
function train(reference: Case, precision: Precision) {
  const dims = { inputs: reference.x[0]!.length, outputs: reference.y[0]!.length };
  const layers = reference.initial.slice(0, -1).map(({ b }) => ({
    type: 'dense' as const,
    units: b.length,
    activation: reference.hiddenActivation as Activation,
  }));
  const output = { activation: reference.outputActivation as Activation };
  const shapes = layerShapes({ layers, output }, dims.inputs, dims.outputs);
  const N = reference.x.length;
  const program = compileProgram(shapes, N, precision);
  setParameters(program, reference.initial);
  const X = toPrecision(precision, samplesContiguous(reference.x));
  const Y = toPrecision(precision, samplesContiguous(reference.y));
  const loss = LOSS_NAMES[reference.loss]!;
  const update = createOptimizer(OPTIMIZERS[reference.optimizer]!, program.parameters.length, precision);
  let firstGradients: number[] = [];
  const losses = reference.losses.map((_, step) => {
    const P = forward(program, X, N);
    const value = lossFunctions[loss].value(P, Y, dims.outputs, N);
    backward(program, X, Y, N, loss);
    if (step === 0) firstGradients = Array.from(program.gradients);
    update(program.parameters, program.gradients);
    return value;
  });
  return { losses, firstGradients, final: Array.from(program.parameters) };
}

describe(`${reference.tool} training runs`, () => {
  it('cover every activation, loss and optimizer that the engine has', () => {
    expect(cases.map((covered) => covered.name)).toEqual([
      'activation linear',
      'activation relu',
      'activation sigmoid',
      'activation tanh',
      'loss mse',
      'loss half_squared_error',
      'optimizer sgd',
      'optimizer adam',
    ]);
  });

  describe.each(PRECISIONS)('in %s', (precision) => {
    it.each(cases.map((covered) => [covered.name, covered] as const))(
      'are reproduced: %s',
      (_name, covered) => {
        const ours = train(covered, precision);
        expect(largestRelativeError(ours.losses, covered.losses)).toBeLessThan(TOLERANCE[precision]);
        expect(largestRelativeError(ours.firstGradients, flatten(covered.gradients))).toBeLessThan(
          TOLERANCE[precision],
        );
        expect(largestRelativeError(ours.final, flatten(covered.final))).toBeLessThan(TOLERANCE[precision]);
      },
    );
  });
});
