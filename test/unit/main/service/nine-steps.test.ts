import { nineStepsContract } from '@shared/ipc/nine-steps-contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { StepQuestion } from '@shared/model/nine-steps.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { checkNineSteps, traceNineSteps } from '../../../../src-main/service/nine-steps.ts';
import { readRun } from '../../../../src-main/storage/run-store.ts';
import { readSnapshot } from '../../../../src-main/storage/snapshots-file.ts';
import { smallExperimentJson } from '../../../helpers/experiments.ts';
import { finishedRun } from '../../../helpers/runs.ts';
import { rejectionOf } from '../../../helpers/thrown.ts';

const experiment: Experiment = parseExperiment({
  ...smallExperimentJson,
  training: { ...smallExperimentJson.training, epochs: 6 },
});
const question: StepQuestion = { row: 4, batch: 'row', layer: 0 };

/** So wide that a check takes longer than the others' turn. */
function withUnits<Q extends { experiment: Experiment }>(given: Q, units: number): Q {
  const { network } = given.experiment;
  const layers = network.layers.map((layer) => (layer.type === 'dense' ? { ...layer, units } : layer));
  return { ...given, experiment: { ...given.experiment, network: { ...network, layers } } };
}

describe('the nine steps of a run', () => {
  it('are walked through with the weights of the moment that is asked for, or the best', async () => {
    const { directory } = await finishedRun(experiment);
    const { dataHash, best } = await readRun(directory);
    const traceAt = (epoch: number | null) =>
      traceNineSteps({ experiment, run: { directory, dataHash, epoch }, question });
    const { parameters } = await readSnapshot(directory, 3);
    const atThree = await traceAt(3);
    expect(atThree.epoch).toBe(3);
    expect([...atThree.layer.parameters]).toEqual([
      ...parameters.subarray(0, atThree.layer.parameters.length),
    ]);
    expect((await traceAt(null)).epoch).toBe(best!.epoch);
    const beginning = await traceNineSteps({ experiment, run: null, question });
    expect(beginning.epoch).toBeNull();
    expect(beginning.layer.parameters).toEqual((await traceAt(0)).layer.parameters);
  });

  it('keep the contract, and tell of test rows nothing but how many there are', async () => {
    const trace = await traceNineSteps({ experiment, run: null, question });
    expect(nineStepsContract['steps:trace'].response.safeParse(trace).success).toBe(true);
    expect(trace.rows.test).toBeGreaterThan(0);
    const beyond = { ...question, row: trace.rows.train };
    expect(await rejectionOf(traceNineSteps({ experiment, run: null, question: beyond }))).toMatchObject({
      code: 'INVALID_VALUE',
      at: 'row',
    });
    const check = await checkNineSteps({ experiment, run: null, question });
    expect(nineStepsContract['steps:check'].response.safeParse(check).success).toBe(true);
  });

  it('are no longer checked when nobody waits for it', async () => {
    const given = { experiment, run: null, question };
    const controller = new AbortController();
    const check = rejectionOf(checkNineSteps(withUnits(given, 400), controller.signal));
    controller.abort();
    expect(await check).toMatchObject({ code: 'CANCELLED' });
  });

  it('are refused where the data are no longer those of the run', async () => {
    const { directory } = await finishedRun(experiment);
    const run = { directory, dataHash: 'sha256:other', epoch: null };
    expect(await rejectionOf(traceNineSteps({ experiment, run, question }))).toMatchObject({
      at: 'dataHash',
    });
  });
});
