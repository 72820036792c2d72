import { describe, expect, it } from 'vitest';
import { createPredictor } from '@shared/export/predictor.ts';
import { LayerChain } from '@shared/import/layer-chain.ts';
import { importedModel } from '@shared/import/import-model.ts';
import { thrownBy } from '../../helpers/thrown.ts';

/** The network of a chain over two numbers, and what it answers to (3, 5). */
function built(steps: (chain: LayerChain) => void) {
  const chain = new LayerChain(2, 'float64');
  steps(chain);
  const { layers, inputs, outputs } = chain.finish('end');
  const named = <S>(list: readonly S[]) => list.map((scale) => ({ ...scale, name: null }));
  const model = importedModel(
    {
      form: 'onnx',
      name: null,
      task: 'regression',
      inputs: named(inputs),
      outputs: named(outputs),
      layers,
      classes: null,
      read: [],
      warnings: [],
    },
    'chain',
  );
  return { types: layers.map(({ type }) => type), inputs, outputs, answers: createPredictor(model)([3, 5]) };
}

const W = [
  [1, 2],
  [-3, 4],
];

describe('a chain of steps', () => {
  it('makes scaling before the first layer the transform of the inputs', () => {
    const { types, inputs, answers } = built((chain) => {
      chain.add([-1, -1]);
      chain.divide([2, 4]);
      chain.dense(W, [0, 0]);
    });
    expect(types).toEqual(['dense']);
    expect(inputs).toEqual([
      { shift: 1, scale: 2 },
      { shift: 1, scale: 4 },
    ]);
    // (3 − 1) / 2 = 1 and (5 − 1) / 4 = 1.
    expect(answers).toEqual([3, 1]);
  });

  it('makes scaling behind the last layer the transform of the outputs', () => {
    const { outputs, answers } = built((chain) => {
      chain.dense(W, [0, 0]);
      chain.multiply([10, 10]);
      chain.add([1, 2]);
    });
    expect(outputs.map(({ shift }) => shift)).toEqual([1, 2]);
    expect(answers).toEqual([131, 112]);
  });

  it('takes scaling behind an activation into the weights of the next layer', () => {
    const { types, answers } = built((chain) => {
      chain.dense(W, [0, 0]);
      chain.activate('relu');
      chain.multiply([2, 3]);
      chain.add([1, 1]);
      chain.dense([[1, 1]], [0]);
    });
    expect(types).toEqual(['dense', 'dense']);
    // 13 and 11: 2 · 13 + 1 + 3 · 11 + 1.
    expect(answers).toEqual([61]);
  });

  it('leaves a value alone that a later sum needs', () => {
    const { types, answers } = built((chain) => {
      chain.dense(W, [0, 0]);
      const before = chain.mark();
      chain.activate('relu');
      chain.multiply([-1, -1]);
      chain.residual(before);
    });
    expect(types).toEqual(['dense', 'dense', 'dense', 'residual', 'dense']);
    expect(answers).toEqual([0, 0]);
  });

  it('computes leaky ReLU of any slope', () => {
    const { answers } = built((chain) => {
      chain.dense(
        [
          [-1, 0],
          [0, 1],
        ],
        [0, 0],
      );
      chain.leaky([0.25, 0.25]);
    });
    expect(answers).toEqual([-0.75, 5]);
  });

  it('refuses softmax before other layers', () => {
    const steps = (chain: LayerChain) => {
      chain.dense(W, [0, 0]);
      chain.activate('softmax');
      chain.dense(W, [0, 0]);
    };
    expect(thrownBy(() => built(steps))).toMatchObject({ code: 'MODEL_UNSUPPORTED', at: 'end' });
  });

  it('refuses layers of its own that would fill the memory', () => {
    const wide = new LayerChain(4096, 'float32');
    const steps = () => {
      for (let k = 0; k < 3; k++) {
        wide.dropout(0.5);
        wide.activate('relu');
      }
    };
    expect(thrownBy(steps)).toMatchObject({ code: 'MODEL_UNSUPPORTED' });
  });
});
