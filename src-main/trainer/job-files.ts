import { formattedPieces } from '@shared/core/json-text.ts';
import { LIMITS } from '@shared/core/limits.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import type { Trainer } from '@shared/engine/trainer.ts';
import { buildModel, buildPackedModel } from '@shared/export/build-model.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { join } from 'node:path';
import { writeFileAtomic } from '../storage/atomic-file.ts';
import type { Checkpoint } from '../storage/checkpoint-file.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { identityOf } from './engine.ts';
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
    engine: identityOf(engine),
    dataHash: data.hash,
    settingsHash: settingsHash(experiment),
    ...standing,
    last,
    best,
    trainer: trainer.snapshot(),
  };
}

/**
 * `model.json` holds the best weights so far; there is none before the first finite evaluation. Of a large network the numbers
 * are packed: readable ones would take longer to write than to train, and more than one text can hold.
 */
export async function writeModel(
  directory: string,
  { experiment, engine }: RunRecord,
  data: PreparedData,
  { best, epoch: epochsDone }: Trainer,
): Promise<void> {
  if (best === null) return;
  const trained = { experiment, engine: identityOf(engine), data, epochsDone, ...best };
  const isReadable = best.parameters.length <= LIMITS.readableParameters;
  const model = isReadable ? buildModel(trained) : buildPackedModel(trained);
  await writeFileAtomic(join(directory, RUN_FILES.model), bytesOf(formattedPieces(model)));
}

/** Characters that are written at once. */
const WRITTEN_AT_ONCE = 2 ** 20;

function* bytesOf(pieces: Iterable<string>): Generator<Uint8Array> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < WRITTEN_AT_ONCE) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}
