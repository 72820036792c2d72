import { createFloatArray, type Precision } from '@shared/core/float-array.ts';
import { Random } from '@shared/core/random.ts';
import type { Layer } from '@shared/model/layer-catalog.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { describe, expect, it } from 'vitest';
import { BACKENDS, precisionsOf } from '../../../helpers/backends.ts';
import { dense, drawParameters, machineSetup } from '../../../helpers/machine-cases.ts';

/** Sums are taken in another order. */
const TOLERANCE = { float32: 2e-5, float64: 1e-10 };

const LAYERS: Layer[] = [
  dense(7, 'relu'),
  { type: 'batch-normalization', activation: 'tanh', momentum: 0.9, epsilon: 1e-3 },
  { type: 'dropout', rate: 0.4 },
  dense(7, 'gelu'),
  { type: 'residual', over: 2 },
  { type: 'layer-normalization', activation: 'sigmoid', epsilon: 1e-3 },
  dense(130, 'linear'),
];

const table = BACKENDS.flatMap((backend) =>
  precisionsOf(backend).flatMap((precision) =>
    [1, 2, 8, 9, 300].map((rows) => ({ name: backend.name, backend, precision, rows })),
  ),
);

describe('traceRows', () => {
  it.each(table)('of $name in $precision gives every layer on $rows rows', ({ backend, precision, rows }) => {
    const setup = machineSetup({ layers: LAYERS, sizes: { I: 5, T: 3, N: 20 }, precision, seed: 3 });
    const parameters = drawParameters(setup, new Random(2, 'parameters'));
    const inputs = drawInputs(rows * 5, precision);
    const [traced, expected] = [backend, referenceBackend].map((each) => {
      const machine = each.createMachine(setup);
      machine.parameters.set(parameters);
      machine.statistics.set(machine.statistics.map((_, k) => 0.5 + 0.1 * (k % 5)));
      const most = machine.predictCapacity;
      const layers: number[][][] = [];
      for (let first = 0; first < rows; first += most) {
        const count = Math.min(most, rows - first);
        const piece = machine.traceRows(inputs.subarray(first * 5, (first + count) * 5), count);
        piece.forEach((values, l) => {
          for (let n = 0; n < count; n++) {
            const units = values.length / count;
            (layers[l] ??= []).push(Array.from({ length: units }, (_u, u) => values[u * count + n]!));
          }
        });
      }
      const answers = machine.predictRows(inputs.subarray(0, 5), 1);
      layers.at(-1)![0]!.forEach((value, t) => expect(value).toBeCloseTo(answers[t]!, 4));
      machine.close();
      return layers;
    });
    expect(traced!.map((layer) => layer.length)).toEqual(LAYERS.map(() => rows).concat(rows));
    traced!.forEach((layer, l) =>
      layer.forEach((units, n) =>
        units.forEach((value, u) => {
          const wanted = expected![l]![n]![u]!;
          expect(Math.abs(value - wanted)).toBeLessThanOrEqual(TOLERANCE[precision] * (1 + Math.abs(wanted)));
        }),
      ),
    );
  });
});

function drawInputs(length: number, precision: Precision) {
  const random = new Random(9, 'inputs');
  const inputs = createFloatArray(precision, length);
  for (let k = 0; k < length; k++) inputs[k] = random.normal();
  return inputs;
}
