import { readRun } from '../storage/run-store.ts';
import { openContinuationIfBegun, requireSameData } from '../trainer/continuation.ts';
import { chooseEngine, type EngineChoice, engineFor } from '../trainer/engine.ts';
import { RUNTIME_VERSION } from '../trainer/native/load-runtime.ts';
import { prepareHeld } from './tables.ts';

/**
 * How many epochs a run will have in all that shall go on (`moreEpochs` null: as planned), found out before it waits for
 * its turn. Throws what stands in the way, the run untouched.
 */
export async function checkContinuation(
  directory: string,
  moreEpochs: number | null,
): Promise<{ epochs: number }> {
  const before = await readRun(directory);
  const wanted = { ...(moreEpochs === null ? {} : { moreEpochs }), backend: null, threads: 1 };
  const continuation = await openContinuationIfBegun(before, directory, wanted, engineSupposed);
  if (continuation === null) return { epochs: moreEpochs ?? before.experiment.training.epochs };
  const { record, checkpoint } = continuation;
  requireSameData((await prepareHeld(record.experiment)).hash, checkpoint);
  return { epochs: record.experiment.training.epochs };
}

/** The driver of a graphics device is not let into this process: the run's own will find out whether there is one. */
const engineSupposed: EngineChoice = (request, work) => {
  if (request.backend !== 'webgpu') return engineFor(request, work);
  const engine = chooseEngine({ ...request, backend: 'wasm' });
  return { ...engine, identity: { ...engine.identity, backend: 'webgpu', runtime: RUNTIME_VERSION } };
};
