import { type Precision, toPrecision } from '@shared/core/float-array.ts';
import type { Backend, MachineSetup } from '@shared/engine/machine.ts';
import { clipGradients } from '@shared/engine/optimizers/clipping.ts';
import { coefficientWriter, updateRule } from '@shared/engine/optimizers/optimizer.ts';
import { ACTIVATIONS, type Activation, type UnitActivation } from '@shared/model/activations.ts';
import { layerShapes } from '@shared/model/network.ts';
import {
  type Clipping,
  type FirstOrderOptimizer,
  isSecondOrder,
  type Loss,
  LOSSES,
  type Optimizer,
  optimizerCatalog,
} from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';
import { BACKENDS, precisionsOf } from '../helpers/backends.ts';
import { flatten, largestRelativeError, samplesContiguous } from '../helpers/numbers.ts';
import reference from './pytorch_cases.json' with { type: 'json' };

/** What the engine promises. */
const TOLERANCE: Record<Precision, number> = { float64: 1e-9, float32: 1e-4 };
/** Smaller sizes count as this: sums of numbers near 1 leave rounding errors of their own size. */
const FLOOR: Record<Precision, number> = { float64: 1e-6, float32: 1e-2 };

type Case = (typeof reference.cases)[number];

/** PyTorch's name → ours, where more than the separators differ. */
const OPTIMIZER_NAMES: Record<string, FirstOrderOptimizer['type']> = {
  sgd_momentum: 'momentum',
  sgd_nesterov: 'nesterov',
  sgd_weight_decay: 'sgd',
  adam_amsgrad: 'amsgrad',
};

const ours = (name: string) => name.replaceAll('_', '-');

function optimizerOf({ optimizer, optimizerSettings: theirs }: Case): FirstOrderOptimizer {
  const type = (OPTIMIZER_NAMES[optimizer] ?? optimizer) as FirstOrderOptimizer['type'];
  const settings: Record<string, number | undefined> = {
    learningRate: theirs.lr,
    momentum: theirs.momentum,
    weightDecay: theirs.weight_decay,
    rho: theirs.rho ?? theirs.alpha,
    epsilon: theirs.eps,
    beta1: theirs.betas?.[0],
    beta2: theirs.betas?.[1],
    momentumDecay: theirs.momentum_decay,
  };
  const named = Object.keys(optimizerCatalog[type].fields).map((field) => [field, settings[field]!]);
  return { type, ...Object.fromEntries(named) } as FirstOrderOptimizer;
}

function setupOf(golden: Case, precision: Precision): MachineSetup {
  const layers = golden.initial.slice(0, -1).map(({ b }) => ({
    type: 'dense' as const,
    units: b.length,
    activation: ours(golden.hiddenActivation) as UnitActivation,
    l1: 0,
    l2: 0,
  }));
  const output = { activation: golden.outputActivation as Activation, l1: 0, l2: 0 };
  const rows = golden.x.length;
  const train = {
    rows,
    inputs: toPrecision(precision, samplesContiguous(golden.x)),
    targets: toPrecision(precision, samplesContiguous(golden.y)),
    weights: null,
  };
  return {
    shapes: layerShapes({ layers, output }, golden.x[0]!.length, golden.y[0]!.length),
    precision,
    lossSettings: { loss: ours(golden.loss) as Loss, huberDelta: 1 },
    optimizer: optimizerOf(golden),
    clipping: clippingOf(golden),
    batchRows: rows,
    seed: 1,
    parts: { train, validation: null, test: null },
  };
}

function clippingOf({ gradientClipNorm }: Case): Clipping | null {
  return gradientClipNorm === null ? null : { by: 'norm', limit: gradientClipNorm };
}

/** The reference run's steps, made by a backend: losses, first gradients, final parameters. */
function train(backend: Backend, golden: Case, precision: Precision) {
  const setup = setupOf(golden, precision);
  const machine = backend.createMachine(setup);
  machine.parameters.set(flatten(golden.initial));
  const rows = golden.x.length;
  machine.computeGradients({ firstRow: 0, rows, step: 0 });
  const firstGradients = machine.gradients.slice();
  clipGradients(firstGradients, setup.clipping);
  const optimizer = setup.optimizer!;
  const writeCoefficients = coefficientWriter(optimizer, 0);
  const coefficients = new Float64Array(updateRule(optimizer.type).coefficientCount);
  const losses = golden.losses.map((_, step) => {
    writeCoefficients(step + 1, optimizer.learningRate, coefficients, 0);
    return machine.train({ firstStep: step, firstRow: 0, steps: 1, coefficients }).lossSum / rows;
  });
  const final = Array.from(machine.parameters);
  machine.close();
  return { losses, firstGradients, final };
}

describe(`${reference.tool} training runs`, () => {
  it('cover every activation, loss and first-order optimizer, and clipping', () => {
    const names = (key: 'hiddenActivation' | 'loss') =>
      new Set(reference.cases.map((golden) => ours(golden[key])));
    expect(names('hiddenActivation')).toEqual(new Set(Object.keys(ACTIVATIONS)));
    expect(names('loss')).toEqual(new Set(Object.keys(LOSSES)));
    const firstOrder = Object.keys(optimizerCatalog).filter((type) => !isSecondOrder({ type } as Optimizer));
    expect(new Set(reference.cases.map((golden) => optimizerOf(golden).type))).toEqual(new Set(firstOrder));
    expect(reference.cases.some((golden) => golden.gradientClipNorm !== null)).toBe(true);
    expect(reference.cases).toHaveLength(33);
  });

  describe.each(BACKENDS.map((backend) => [backend.name, backend] as const))('by %s', (_name, backend) => {
    describe.each(precisionsOf(backend))('in %s', (precision) => {
      it.each(reference.cases.map((golden) => [golden.name, golden] as const))(
        'are reproduced: %s',
        (_case, golden) => {
          const { losses, firstGradients, final } = train(backend, golden, precision);
          const error = (actual: ArrayLike<number>, expected: unknown) =>
            largestRelativeError(actual, flatten(expected), FLOOR[precision]);
          expect(error(losses, golden.losses)).toBeLessThan(TOLERANCE[precision]);
          expect(error(firstGradients, golden.gradients)).toBeLessThan(TOLERANCE[precision]);
          expect(error(final, golden.final)).toBeLessThan(TOLERANCE[precision]);
        },
      );
    });
  });
});
