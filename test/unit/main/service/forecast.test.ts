import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { forecast } from '../../../../src-main/service/forecast.ts';
import { referenceEngine } from '../../../helpers/engines.ts';
import { smallExperimentJson } from '../../../helpers/experiments.ts';

const { backend } = referenceEngine();
const { signal } = new AbortController();

function experimentWith(training: object, layers: readonly object[] = smallExperimentJson.network.layers) {
  return parseExperiment({
    ...smallExperimentJson,
    network: { ...smallExperimentJson.network, layers },
    training: { ...smallExperimentJson.training, ...training },
  });
}

describe('a forecast', () => {
  it.each([
    ['batches', {}],
    ['all rows at once', { batchSize: 'full' }],
    ['early stopping', { earlyStopping: { patience: 1 } }],
    ['a schedule that waits for a plateau', { schedule: { type: 'plateau' } }],
    ['steps that diverge', { optimizer: { type: 'sgd', learningRate: 1_000 } }],
    [
      'a second-order method',
      { optimizer: { type: 'levenberg-marquardt' }, batchSize: 'full', precision: 'float64' },
    ],
  ])('is there for %s', async (_what, training) => {
    const { secondsPerEpoch, seconds } = await forecast(experimentWith({ ...training, epochs: 50 }), {
      backend,
      signal,
    });
    expect(secondsPerEpoch).toBeGreaterThan(0);
    expect(seconds).toBeCloseTo(50 * secondsPerEpoch!, 9);
  });

  it('is of one evaluation alone for no epochs at all', async () => {
    const { secondsPerEpoch, seconds } = await forecast(experimentWith({ epochs: 0 }), { backend, signal });
    expect(secondsPerEpoch).toBeGreaterThan(0);
    expect(seconds).toBeGreaterThan(0);
  });

  it('is larger for a larger network and for more epochs', async () => {
    const wide = [{ type: 'dense', units: 400, activation: 'tanh', l1: 0, l2: 0 }];
    const small = await forecast(experimentWith({ epochs: 200 }), { backend, signal });
    const large = await forecast(experimentWith({ epochs: 200 }, wide), { backend, signal });
    const longer = await forecast(experimentWith({ epochs: 20_000 }), { backend, signal });
    expect(large.seconds).toBeGreaterThan(small.seconds!);
    expect(longer.seconds).toBeGreaterThan(small.seconds!);
  });

  it('is none where a single step takes longer than anybody would wait', async () => {
    const huge = Array.from({ length: 3 }, () => ({ type: 'dense', units: 2_500, activation: 'relu' }));
    const rows = { ...smallExperimentJson.data.source, rows: 1_000_000 };
    const experiment = experimentWith({ batchSize: 'full' }, huge);
    const source = { ...experiment.data.source, ...rows } as typeof experiment.data.source;
    const answer = await forecast(
      { ...experiment, data: { ...experiment.data, source } },
      { backend, signal },
    );
    expect(answer).toEqual({ secondsPerEpoch: null, seconds: null });
  });

  it('ends as soon as nobody wants it', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(forecast(experimentWith({}), { backend, signal: controller.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});
