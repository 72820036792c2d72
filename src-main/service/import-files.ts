import { AppError } from '@shared/core/errors.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import { equationInWords } from '@shared/export/equation.ts';
import { modelJson, sealModel } from '@shared/export/model-json.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { ModelFile, ModelTraining } from '@shared/model/model-file.ts';
import type { MetricsPoint, RunRecord } from '@shared/model/run.ts';
import { basename, join } from 'node:path';
import { writeFileAtomic } from '../storage/atomic-file.ts';
import { MetricsFile } from '../storage/metrics-file.ts';
import { RUN_FILES, workspaceAt } from '../storage/paths.ts';
import { removeFolder } from '../storage/remove-folder.ts';
import { createRun, writeRun } from '../storage/run-store.ts';
import { ANY_ENGINE, engineFor } from '../trainer/engine.ts';
import { JobControl } from '../trainer/job-control.ts';
import { train } from '../trainer/job.ts';
import { underLock } from '../trainer/run-job.ts';
import { trainingWork } from '../trainer/training-work.ts';
import type { ImportedFile } from './import-model.ts';
import { loadModel } from './operations.ts';

/** Where an imported run comes from, and where it goes. Paths are absolute. */
export interface ImportPlace {
  readonly path: string;
  /** The workspace's folder. */
  readonly workspace: string;
  readonly origin: RunRecord['origin'];
}

/**
 * A run that has made no epoch: measured, with a checkpoint to go on from, and the model that `modelFile` makes of the one that
 * training wrote.
 */
export function writeStartedRun(
  order: ImportPlace,
  { experiment, data }: { experiment: Experiment; data: PreparedData },
  modelFile: (built: ModelFile) => string | Uint8Array,
): Promise<RunRecord> {
  return makeRun(order, experiment, async (directory, record) => {
    const engine = engineFor(ANY_ENGINE, trainingWork(experiment));
    const control = new JobControl();
    const ended = await train({
      directory,
      record,
      engine,
      data,
      control,
      untilEpoch: 0,
      onProgress: () => undefined,
    });
    const { failure } = ended;
    if (failure !== null) throw new AppError(failure.code, failure.message, { at: failure.at });
    const path = join(directory, RUN_FILES.model);
    await writeFileAtomic(path, modelFile(await loadModel(path)));
    return { ...ended, reason: `Imported from ${basename(order.path)}; no epoch has been trained here.` };
  });
}

/** A run of a model whose rows are not here, or whose weights no experiment can carry: as its own file tells of it. */
export function writeUntrainedRun(
  order: ImportPlace,
  { experiment, training, file }: { experiment: Experiment; training: ModelTraining; file: ImportedFile },
): Promise<RunRecord> {
  return makeRun(order, experiment, async (directory, record) => {
    await writeFileAtomic(join(directory, RUN_FILES.model), file.bytes);
    const point = pointOf(file.model, training);
    if (point !== null) writePoint(directory, point);
    const { engine, dataHash, rows, epoch } = training;
    return {
      ...record,
      ...{ engine, dataHash, rows, epochsDone: epoch, last: point, best: point },
      status: 'stopped',
      endedAt: new Date().toISOString(),
      reason: `Imported from ${basename(order.path)}.`,
    };
  });
}

/** Makes a run's folder and all that is in it; where that fails, none. */
async function makeRun(
  { workspace, origin }: ImportPlace,
  experiment: Experiment,
  fill: (directory: string, record: RunRecord) => Promise<RunRecord>,
): Promise<RunRecord> {
  const { directory, record } = await createRun(null, workspaceAt(workspace), experiment, origin);
  try {
    return await underLock(directory, async () => {
      const filled = await fill(directory, record);
      await writeRun(directory, filled);
      return filled;
    });
  } catch (error) {
    await removeFolder(directory).catch(() => undefined);
    throw error;
  }
}

function writePoint(directory: string, point: MetricsPoint): void {
  const points = new MetricsFile(join(directory, RUN_FILES.points));
  try {
    points.append(point);
    points.sync();
  } finally {
    points.close();
  }
}

/** What the file says was measured on its weights. */
function pointOf({ metrics }: ModelFile, { experiment, epoch, rows }: ModelTraining): MetricsPoint | null {
  const { train: onTraining, validation, test } = metrics;
  if (onTraining === null) return null;
  const { batchSize } = experiment.training;
  const stepsPerEpoch = batchSize === 'full' ? 1 : Math.ceil(rows.train / batchSize);
  return {
    epoch,
    step: epoch * stepsPerEpoch,
    seconds: 0,
    duringEpoch: null,
    train: onTraining,
    validation,
    test,
  };
}

/** The imported model with what is known of it since it was measured: its own layers and transforms, to the bit. */
export function modelOfRun(model: ModelFile, built: ModelFile): string {
  const inputs = built.inputs.map((input, i) => ({ ...input, transform: model.inputs[i]!.transform }));
  const outputs = built.outputs.map((output, t) => ({ ...output, transform: model.outputs[t]!.transform }));
  const { layers, goldenCases } = model;
  const equation = equationInWords(inputs, layers);
  return modelJson(sealModel({ ...built, inputs, outputs, layers, equation, goldenCases }));
}
