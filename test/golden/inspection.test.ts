import { Answerer, type AskedRows } from '@shared/evaluation/answerer.ts';
import { networkOnMachine } from '@shared/evaluation/network-on-machine.ts';
import type { AnsweredPart } from '@shared/evaluation/answered-part.ts';
import { partialDependence } from '@shared/evaluation/dependence.ts';
import { type AskedPart, figuresShuffled } from '@shared/evaluation/importance.ts';
import { partFigures } from '@shared/evaluation/part-figures.ts';
import { finish } from '@shared/evaluation/work.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FLOAT64_BACKENDS } from '../helpers/backends.ts';
import { trainedModel } from '../helpers/trained-model.ts';
import golden from './evaluation.json' with { type: 'json' };

const TOLERANCE = 1e-9;
const { inspection } = golden;

/** A model of Ninestep with the weights of scikit-learn's, on inputs that are scaled already. */
function modelOfScikitLearn(): ModelFile {
  const experiment = parseExperiment({
    format: 'ninestep-experiment',
    version: 1,
    data: {
      source: {
        kind: 'formula',
        rows: 20,
        inputs: Object.fromEntries(inspection.inputs.map((name) => [name, [0, 1]])),
        targets: { progression: 'age' },
      },
      scaling: { inputs: 'none', targets: 'none' },
    },
    network: { layers: [{ type: 'dense', units: 4, activation: 'tanh' }] },
    training: { epochs: 1 },
  });
  const model = trainedModel(experiment);
  const layers = model.layers.map((layer, k) => ({ ...layer, ...inspection.layers[k] }));
  return { ...model, layers: layers };
}

const asked: AskedRows = {
  rows: inspection.rows.length,
  value: (input, n) => inspection.rows[n]![input]!,
};

describe.each(FLOAT64_BACKENDS.map((backend) => [backend.name, backend] as const))(
  `against scikit-learn ${golden.sklearn}, asked by %s`,
  (_name, backend) => {
    let answerer: Answerer;
    let own: AskedPart;
    beforeEach(() => {
      const model = modelOfScikitLearn();
      answerer = new Answerer(model, networkOnMachine(model, backend));
      const part: AnsweredPart = {
        task: 'regression',
        outputs: model.outputs,
        rows: Uint32Array.from(inspection.rows, (_, n) => n),
        truth: Float64Array.from(inspection.truth),
        answers: finish(answerer.answer(asked)),
      };
      own = { part, asked, inputs: inspection.inputs, answerer };
    });
    afterEach(() => {
      answerer.close();
    });

    it('the network answers the same', () => {
      expectClose(own.part.answers, inspection.answers);
    });

    it('permutation importance by the same orders is the same', () => {
      const [baseline] = partFigures(own.part);
      inspection.importances.forEach((expected, input) => {
        const losses = inspection.orders.map((order) => {
          const [figure] = finish(figuresShuffled(own, input, Uint32Array.from(order)));
          return baseline!.baseline - figure!.baseline;
        });
        expectClose(losses, expected);
      });
    });

    it('partial dependence and the lines of single rows are the same', () => {
      const { input, places, mean, lines } = inspection.dependence;
      const settings = { input, places: Float64Array.from(places), lines: lines.length };
      const found = finish(partialDependence(answerer, asked, settings));
      expectClose(found.mean, mean);
      expectClose(found.lines, lines.flat());
    });
  },
);

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, k) => {
    expect(Math.abs(actual[k]! - value)).toBeLessThanOrEqual(TOLERANCE * Math.max(1, Math.abs(value)));
  });
}
