import type { SweepSpec } from '@shared/model/sweep.ts';
import type { GroupWork } from '../../src-main/groups/group-work.ts';
import { OwnProcess } from '../../src-main/cli/sweep/slot-trainer.ts';
import { placeOf } from '../../src-main/cli/sweep/sweep-place.ts';
import { SweepTraining } from '../../src-main/cli/sweep/sweep-training.ts';
import { tempFolder } from './temp-folder.ts';

/** Trains a sweep in this process, to its end, in a folder of its own. */
export async function trainSweep(spec: SweepSpec, out: string = tempFolder()): Promise<GroupWork> {
  const place = await placeOf(spec, out);
  const watch = { onRun: () => undefined, onEpoch: () => undefined };
  const training = await SweepTraining.open(place, [new OwnProcess()], watch);
  await training.train({ backend: 'auto', threads: 1 });
  return training.work;
}
