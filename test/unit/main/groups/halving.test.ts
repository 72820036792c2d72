import { monitoredLoss } from '@shared/model/monitored-loss.ts';
import type { SweepSpec } from '@shared/model/sweep.ts';
import { expect, it } from 'vitest';
import { readSweepFile } from '../../../../src-main/groups/sweep-file.ts';
import { trainSweep } from '../../../helpers/train-sweep.ts';
import { resolve } from 'node:path';

const EXAMPLE = resolve(import.meta.dirname, '../../../../resources/examples/sweeps/diabetes-rates.json');

/** On a machine that does much else, too. */
const MANY_EPOCHS_MS = 240_000;

/** What was found may be so much worse than the best of the grid. */
const TOLERANCE = 1.05;

async function trained(spec: SweepSpec): Promise<{ epochs: number; best: number; whole: number }> {
  const { runs } = await trainSweep(spec);
  const records = [...runs.values()].map(({ record }) => record);
  const finished = records.filter(({ status }) => status === 'finished');
  return {
    epochs: records.reduce((sum, { epochsDone }) => sum + epochsDone, 0),
    best: Math.min(...finished.map(({ best }) => (best === null ? Infinity : monitoredLoss(best)))),
    whole: finished.length,
  };
}

it(
  'successive halving takes at most 40 % of the epochs of the grid, and finds a configuration within 5 % of its best',
  async () => {
    const spec = await readSweepFile(EXAMPLE, { opensNetworkPaths: false });
    const grid = await trained({ ...spec, halving: null });
    const halved = await trained(spec);
    console.log(`grid: ${JSON.stringify(grid)}; halving: ${JSON.stringify(halved)}`);
    expect(grid.whole).toBe(48);
    expect(halved.epochs).toBeLessThanOrEqual(0.4 * grid.epochs);
    expect(halved.best).toBeLessThanOrEqual(TOLERANCE * grid.best);
  },
  MANY_EPOCHS_MS,
);
