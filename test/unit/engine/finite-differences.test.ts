import { Random } from '@shared/core/random.ts';
import { lossFunctions } from '@shared/engine/losses.ts';
import { backward, compileProgram, forward } from '@shared/engine/program.ts';
import { ACTIVATIONS, type Activation } from '@shared/model/activations.ts';
import { layerShapes } from '@shared/model/network.ts';
import { type Loss, LOSSES } from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';
import { largestRelativeError } from '../../helpers/numbers.ts';

/** Central differences in float64 are good to about ε^(2/3); this is what the engine promises. */
const GRADIENT_TOLERANCE = 1e-6;
const STEP = 1e-5;
const SEED = Number(process.env.SEED ?? 7);

/** [inputs, hidden units, outputs, samples]: 1, odd, prime, not a multiple of 4. */
const SIZES = [
  [1, 1, 1, 1],
  [2, 3, 1, 4],
  [3, 5, 2, 7],
  [4, 8, 3, 13],
] as const;

function analyticAndNumeric(activation: Activation, loss: Loss, [I, H, T, N]: (typeof SIZES)[number]) {
  const layers = [
    { type: 'dense' as const, units: H, activation },
    { type: 'dense' as const, units: H + 1, activation },
  ];
  const program = compileProgram(layerShapes({ layers, output: { activation } }, I, T), N, 'float64');
  const random = new Random(SEED, `${activation} ${loss} ${String([I, H, T, N])}`);
  const draw = (length: number) => Float64Array.from({ length }, () => random.normal());
  program.parameters.set(draw(program.parameters.length));
  const X = draw(I * N);
  const Y = draw(T * N);
  const lossAt = () => lossFunctions[loss].value(forward(program, X, N), Y, T, N);
  forward(program, X, N);
  backward(program, X, Y, N, loss);
  const analytic = Array.from(program.gradients);
  const numeric = analytic.map((_, k) => {
    const kept = program.parameters[k]!;
    program.parameters[k] = kept + STEP;
    const above = lossAt();
    program.parameters[k] = kept - STEP;
    const below = lossAt();
    program.parameters[k] = kept;
    return (above - below) / (2 * STEP);
  });
  return { analytic, numeric };
}

describe(`analytic gradients agree with central differences (SEED=${String(SEED)})`, () => {
  const table = (Object.keys(ACTIVATIONS) as Activation[]).flatMap((activation) =>
    (Object.keys(LOSSES) as Loss[]).flatMap((loss) =>
      SIZES.map((sizes) => [activation, loss, sizes] as const),
    ),
  );
  it.each(table)('%s, %s, inputs-hidden-outputs-samples %j', (activation, loss, sizes) => {
    const { analytic, numeric } = analyticAndNumeric(activation, loss, sizes);
    expect(largestRelativeError(analytic, numeric)).toBeLessThan(GRADIENT_TOLERANCE);
  });

  it('would see a gradient that is wrong in one place', () => {
    const { analytic, numeric } = analyticAndNumeric('tanh', 'mse', [3, 5, 2, 7]);
    analytic[4] = analytic[4]! + 1e-4;
    expect(largestRelativeError(analytic, numeric)).toBeGreaterThan(GRADIENT_TOLERANCE);
  });
});
