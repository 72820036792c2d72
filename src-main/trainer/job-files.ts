import type { PreparedData } from '@shared/data/prepared-data.ts';
import type { Trainer } from '@shared/engine/trainer.ts';
import { buildModel } from '@shared/export/build-model.ts';
import { modelJson } from '@shared/export/model-json.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { join } from 'node:path';
import { writeFileAtomic } from '../storage/atomic-file.ts';
import type { Checkpoint } from '../storage/checkpoint-file.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { settingsHash } from './settings-hash.ts';

/** Where a run now stands, to go on from. */
export function checkpointOf(
  { id, engine, experiment, last, best }: RunRecord,
  data: PreparedData,
  trainer: Trainer,
  standing: Pick<Checkpoint, 'points' | 'seconds'>,
): Checkpoint {
  return {
    format: 'ninestep-checkpoint',
    version: 1,
    runId: id,
    engine,
    dataHash: data.hash,
    settingsHash: settingsHash(experiment),
    ...standing,
    last,
    best,
    trainer: trainer.snapshot(),
  };
}

/** `model.json` holds the best weights so far; there is none before the first finite evaluation. */
export async function writeModel(
  directory: string,
  { experiment, engine }: RunRecord,
  data: PreparedData,
  { best, epoch: epochsDone }: Trainer,
): Promise<void> {
  if (best === null) return;
  const model = buildModel({ experiment, engine, data, epochsDone, ...best });
  await writeFileAtomic(join(directory, RUN_FILES.model), modelJson(model));
}
