import { activationFunctions } from '@shared/engine/activations.ts';
import { ACTIVATION_NODES } from '@shared/engine/native/graph/activations.ts';
import { nativeModel } from '@shared/engine/native/graph/native-model.ts';
import { operators } from '@shared/engine/native/graph/operators.ts';
import type { UnitActivation } from '@shared/model/activations.ts';
import { encodeModel } from '@shared/onnx/encode-model.ts';
import { GraphBuilder } from '@shared/onnx/graph-builder.ts';
import { describe, expect, it } from 'vitest';
import { float32, numbersOf, runModel, RUNTIME } from '../../../../helpers/native-graphs.ts';

/** From where exponentials overflow to where they are lost beside 1, on both sides of every case distinction. */
const SIZES = [
  0, 1e-30, 1e-8, 1e-4, 0.01, 0.3, 1, 2.5, 5, 8.9, 9.1, 15, 19.9, 20.1, 30, 87, 89, 104, 1e4, 1e15, 1e30,
];
const Z = Float32Array.from(SIZES.flatMap((size) => [-size, size]));

/** Some roundings to float32 of values and slopes, which are near 1 or as large as z. */
const TOLERANCE = 1e-6;

/** Activation and slope of every number of Z. */
function computed(activation: UnitActivation): { values: Float32Array; slopes: Float32Array } {
  const graph = new GraphBuilder('activation');
  const o = operators(graph);
  const z = graph.input('z', 'float', [Z.length]);
  const ones = graph.input('da', 'float', [Z.length]);
  const a = ACTIVATION_NODES[activation].value(o, z);
  const dz = ACTIVATION_NODES[activation].backward(o, ones, z, a);
  for (const [name, value] of [
    ['a', a],
    ['dz', dz],
  ] as const) {
    graph.output(graph.add('Identity', [value], { name }), 'float', [Z.length]);
  }
  const outputs = runModel(encodeModel(nativeModel(graph.finish())), {
    z: float32(Z, [Z.length]),
    da: float32(new Float32Array(Z.length).fill(1), [Z.length]),
  });
  return { values: numbersOf(outputs, 'a'), slopes: numbersOf(outputs, 'dz') };
}

describe.skipIf(RUNTIME === null)('in a graph', () => {
  it.each(Object.keys(activationFunctions) as UnitActivation[])(
    '%s and its slope stay near the reference from −1e30 to 1e30',
    (activation) => {
      const { value, slope } = activationFunctions[activation];
      const { values, slopes } = computed(activation);
      const far = [...Z].flatMap((z, k) => {
        const a = value(z);
        const s = slope(z, a);
        const isNear = isNearTo(values[k]!, a) && isNearTo(slopes[k]!, s);
        return isNear ? [] : [{ z, a: values[k], expectedA: a, slope: slopes[k], expectedSlope: s }];
      });
      expect(far).toEqual([]);
    },
  );
});

function isNearTo(actual: number, expected: number): boolean {
  return Math.abs(actual - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
}
