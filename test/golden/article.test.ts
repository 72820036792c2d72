import { NumpyLegacyRandom } from '@shared/core/numpy-legacy-random.ts';
import { prepareData } from '@shared/data/prepare.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import { type Ending, type Evaluation, Trainer } from '@shared/engine/trainer.ts';
import { buildModel } from '@shared/export/build-model.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import articleExperiment from '../../resources/examples/article.json' with { type: 'json' };
import { chooseEngine } from '../../src-main/trainer/engine.ts';
import { trainingSetup } from '../../src-main/trainer/training-setup.ts';
import { FLOAT64_BACKENDS } from '../helpers/backends.ts';
import { flatten, largestRelativeError } from '../helpers/numbers.ts';
import reference from './article_case.json' with { type: 'json' };

/** NumPy sums in another order; after 10,000 epochs the two have come 1e-13 apart. */
const TOLERANCE = 1e-9;
const EPOCHS = [1, 10, 100, 1_000, 10_000];

const experiment = parseExperiment(articleExperiment);
let data: PreparedData;
beforeAll(() => {
  data = prepareData(experiment.data);
});

describe("the article's data", () => {
  it('has the very same first rows as NumPy with seed 42', () => {
    const rows = reference.firstRawInputs.map((_, row) => [
      data.inputs[0]!.values[row],
      data.inputs[1]!.values[row],
    ]);
    expect(rows).toEqual(reference.firstRawInputs);
  });

  it('has the same standardisation statistics', () => {
    const fitted = [
      ...data.inputs.map((own) => own.fitted),
      ...data.targets.flatMap((own) => own.fitted),
    ].map(({ transform }) => transform);
    const means = [...reference.inputMean, ...reference.targetMean];
    const deviations = [...reference.inputStd, ...reference.targetStd];
    expect(
      largestRelativeError(
        fitted.map((transform) => transform.shift),
        means,
        0,
      ),
    ).toBeLessThan(TOLERANCE);
    expect(
      largestRelativeError(
        fitted.map((transform) => transform.scale),
        deviations,
        0,
      ),
    ).toBeLessThan(TOLERANCE);
  });

  it('is split 70 to 30 in order', () => {
    expect([...data.rows.train]).toEqual(Array.from({ length: 7_000 }, (_, row) => row));
    expect([...data.rows.test]).toEqual(Array.from({ length: 3_000 }, (_, row) => 7_000 + row));
  });
});

describe("the article's initial weights", () => {
  it('are what the generator gives after the data: normal numbers times √(2/inputs), W before b', () => {
    const random = new NumpyLegacyRandom(42);
    for (let k = 0; k < 20_000; k++) random.uniform();
    const drawn = experiment.network.initial!.flatMap(({ W, b }) => {
      const factor = Math.sqrt(2 / W[0]!.length);
      return flatten([W, b]).map(() => factor * random.normal());
    });
    expect(largestRelativeError(drawn, flatten(experiment.network.initial))).toBeLessThan(1e-15);
  });

  it('are those of the reference', () => {
    expect(experiment.network.initial).toEqual(reference.initial);
  });
});

describe.each(FLOAT64_BACKENDS)("the article's training by $name", (backend) => {
  it('agrees at epochs 1, 10, 100, 1,000 and 10,000: loss before and after the update, and every parameter', () => {
    const setup = trainingSetup(experiment, data);
    const trainer = new Trainer(setup, backend);
    const seen: number[] = [];
    while (trainer.epoch < EPOCHS.at(-1)!) {
      const { evaluation } = trainer.advance(Infinity);
      const expected = reference.checkpoints.find((checkpoint) => checkpoint.epoch === evaluation?.epoch);
      if (evaluation !== null && expected !== undefined) {
        seen.push(evaluation.epoch);
        const losses = [evaluation.duringEpoch!.articleLoss, evaluation.test!.articleLoss];
        const wanted = [expected.articleTrainLossBeforeUpdate, expected.articleTestLossAfterUpdate];
        expect(largestRelativeError(losses, wanted, 0)).toBeLessThan(TOLERANCE);
        const parameters = flatten(expected.parametersAfterUpdate);
        expect(largestRelativeError(trainer.parameters, parameters)).toBeLessThan(TOLERANCE);
      }
    }
    trainer.close();
    expect(seen).toEqual(EPOCHS);
  }, 180_000);
});

/** Four minutes: with the long campaigns alone. */
describe.runIf(process.env.NINESTEP_LONG === '1')("the article's whole run of 1,000,000 epochs", () => {
  it('ends at the published losses and predictions', () => {
    const { testLoss, trainLossEvery100000Epochs, cases, predictions } = reference.articlePublished;
    const engine = chooseEngine({ backend: 'auto', threads: 1 });
    const trainer = new Trainer(trainingSetup(experiment, data), engine.backend);
    let last: Evaluation | null = null;
    for (let ending: Ending | null = null; ending === null;) {
      const progress = trainer.advance(Infinity);
      last = progress.evaluation ?? last;
      ending = progress.ending;
    }
    expect(last?.duringEpoch?.articleLoss).toBeCloseTo(trainLossEvery100000Epochs.at(-1)!, 4);
    expect(last?.test?.articleLoss).toBeCloseTo(testLoss, 9);
    const model = buildModel({
      experiment,
      engine: engine.identity,
      data,
      epochsDone: trainer.epoch,
      evaluation: last!,
      parameters: trainer.parameters,
      statistics: new Float64Array(0),
    });
    const predict = createPredictor(model);
    expect(largestRelativeError(cases.flatMap(predict), predictions.flat())).toBeLessThan(1e-7);
  }, 3_600_000);
});
