import type { Backend } from '@shared/engine/machine.ts';
import type { TrainingWork } from '@shared/engine/native/choice.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { describe, expect, it } from 'vitest';
import { tryOut } from '../../../../src-main/trainer/engine-trial.ts';
import { trainingWork } from '../../../../src-main/trainer/training-work.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { smallExperimentJson } from '../../../helpers/experiments.ts';
import { withValue } from '../../../helpers/json-path.ts';

/** The reference, and how many machines were made of it. */
function counted(): { backend: Backend; machines: () => number } {
  let count = 0;
  const backend: Backend = {
    name: 'reference',
    createMachine(setup) {
      count += 1;
      return referenceBackend.createMachine(setup);
    },
  };
  return { backend, machines: () => count };
}

function workWith(changes: Record<string, unknown>): TrainingWork {
  let json: object = smallExperimentJson;
  for (const [path, value] of Object.entries(changes)) json = withValue(json, path, value);
  return trainingWork(parseExperiment(json));
}

describe('a trial of backends', () => {
  it('is made once for the same steps, and anew for others', () => {
    const { backend, machines } = counted();
    const few = workWith({ 'training.batchSize': 4 });
    const first = tryOut(few, [backend], 1);
    expect(first).toHaveLength(1);
    expect(first[0]).toBeGreaterThan(0);
    expect(tryOut(workWith({ 'training.batchSize': 4, 'training.epochs': 7 }), [backend], 1)).toEqual(first);
    expect(machines()).toBe(1);
    tryOut(few, [backend], 2);
    tryOut(workWith({ 'training.batchSize': 5 }), [backend], 1);
    expect(machines()).toBe(3);
  });

  it('tells a step of all rows from one of as many of more', () => {
    const { backend, machines } = counted();
    const all = workWith({ 'training.batchSize': 'full' });
    tryOut(all, [backend], 1);
    tryOut({ ...all, rows: 4 * all.rows, training: { ...all.training, batchSize: all.rows } }, [backend], 1);
    expect(machines()).toBe(2);
  });
});
