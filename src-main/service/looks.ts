import { AppError } from '@shared/core/errors.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import { inputMatrix, targetMatrix } from '@shared/data/prepare.ts';
import type { Machine } from '@shared/engine/machine.ts';
import { machineSetup } from '@shared/engine/machine-setup.ts';
import { Trainer } from '@shared/engine/trainer.ts';
import { modelParameters } from '@shared/export/model-layers.ts';
import type { Response } from '@shared/ipc/contract.ts';
import type { LookRequest, NetworkFrame } from '@shared/ipc/insight-contract.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { FrameMaker } from '../look/frame-maker.ts';
import { readInsight } from '../storage/insight-file.ts';
import { readRun } from '../storage/run-store.ts';
import { decodeSnapshot, hashOfRecord, type Snapshot } from '../storage/snapshot-record.ts';
import { readMoments, readRecord, readSnapshot } from '../storage/snapshots-file.ts';
import { TestOpenings } from '../storage/test-openings.ts';
import { requireSameLayers, startWith } from '../trainer/branch-start.ts';
import { chooseEngine, requestToLook } from '../trainer/engine.ts';
import { trainingSetup } from '../trainer/training-setup.ts';
import { loadRunModel } from './operations.ts';
import { prepareHeld } from './tables.ts';

/* The insides of runs that are no longer trained, or of one's past. */

/** All that was measured inside of a run's network, and the moments whose weights were kept. */
export async function readInsightOf(directory: string): Promise<Response<'run:insight'>> {
  const [points, { moments, bytes }] = await Promise.all([readInsight(directory), readMoments(directory)]);
  return { points, moments: [...moments], bytes };
}

/** The network at a kept moment, or (null) with its best weights. Test rows are shown once they were opened. */
export async function lookAt(
  directory: string,
  epoch: number | null,
  look: LookRequest,
): Promise<NetworkFrame> {
  const weights = await weightsAt(directory, epoch);
  const isOpen = (await new TestOpenings().count(directory)) > 0;
  const run = await opened(directory);
  // From here on nothing is waited for: another look would put its own weights into the same machine.
  const { parameters, statistics } = startWith(weights, run.record.experiment.training.precision);
  requireFit(run.machine, weights);
  run.machine.parameters.set(parameters);
  run.machine.statistics.set(statistics);
  return run.frames[isOpen ? 'open' : 'sealed'].make({ ...weights, network: run.machine }, look);
}

/** Puts the weights of a kept moment back and measures them anew; without test rows while they are sealed. */
export async function measureMoment(directory: string, epoch: number): Promise<Response<'run:measure'>> {
  const record = await readRun(directory);
  const snapshot = await readSnapshot(directory, epoch);
  const data = await dataOf(record);
  const setup = trainingSetup(record.experiment, data);
  const isSealed = (await new TestOpenings().count(directory)) === 0;
  const parts = isSealed ? { ...setup.parts, test: null } : setup.parts;
  const { backend } = chooseEngine({ backend: requestToLook(record.engine), threads: 1 });
  const start = startWith(snapshot, record.experiment.training.precision);
  const trainer = new Trainer({ ...setup, parts, start }, backend);
  try {
    return { ...trainer.evaluateNow(), epoch: snapshot.epoch, step: snapshot.step };
  } finally {
    trainer.close();
  }
}

/** The weights of a kept moment as they are in the file, for a run of an experiment that they fit to. */
export async function readMoment(
  directory: string,
  epoch: number,
  experiment: Experiment,
): Promise<{ name: string; record: Uint8Array; weights: string }> {
  const parent = await readRun(directory);
  requireSameLayers(parent.experiment, experiment);
  const record = await readRecord(directory, epoch);
  decodeSnapshot(record, directory);
  return { name: parent.name, record: Uint8Array.from(record), weights: hashOfRecord(record) };
}

/**
 * As `readMoment`, of an experiment whose data are there: a branch is not launched only to fail. Throws as preparing them
 * does.
 */
export async function readMomentToBranch(
  directory: string,
  epoch: number,
  experiment: Experiment,
): ReturnType<typeof readMoment> {
  const moment = await readMoment(directory, epoch, experiment);
  await prepareHeld(experiment);
  return moment;
}

/** A run whose data and whose machine are at hand for one look after the other. */
interface OpenedRun {
  readonly directory: string;
  readonly record: RunRecord;
  readonly machine: Machine;
  readonly frames: Readonly<Record<'sealed' | 'open', FrameMaker>>;
}

/** As many as are compared side by side. */
const KEPT_OPEN = 2;
const openedRuns: OpenedRun[] = [];

async function opened(directory: string): Promise<OpenedRun> {
  const index = openedRuns.findIndex((candidate) => candidate.directory === directory);
  const run = index === -1 ? await openRun(directory) : openedRuns.splice(index, 1)[0]!;
  openedRuns.push(run);
  while (openedRuns.length > KEPT_OPEN) openedRuns.shift()!.machine.close();
  return run;
}

async function openRun(directory: string): Promise<OpenedRun> {
  const record = await readRun(directory);
  const data = await dataOf(record);
  const seen = ['train', 'validation'] as const;
  return {
    directory,
    record,
    machine: lookingMachine(record, data),
    frames: {
      sealed: new FrameMaker(record.experiment, data, seen),
      open: new FrameMaker(record.experiment, data, [...seen, 'test']),
    },
  };
}

/** Rows that a machine must have, which are never asked about. */
const ROWS_HELD = 256;

function lookingMachine({ experiment, engine }: RunRecord, data: PreparedData): Machine {
  const { network, training } = experiment;
  const { precision } = training;
  const rows = data.rows.train.subarray(0, ROWS_HELD);
  const train = {
    rows: rows.length,
    inputs: inputMatrix(data, rows, precision),
    targets: targetMatrix(data, rows, precision),
    weights: null,
  };
  const setup = machineSetup({
    network,
    training: { ...training, batchSize: 'full' },
    shapes: shapesOf(experiment),
    parts: { train, validation: null, test: null },
    targetScales: [],
  });
  const { backend } = chooseEngine({ backend: requestToLook(engine), threads: 1 });
  return backend.createMachine({ ...setup, optimizer: null });
}

/** The data of a run, which must be those that it was trained on. */
export async function dataOf({
  experiment,
  dataHash,
}: Pick<RunRecord, 'experiment' | 'dataHash'>): Promise<PreparedData> {
  const data = await prepareHeld(experiment);
  if (dataHash === null || data.hash === dataHash) return data;
  throw new AppError(
    'INVALID_VALUE',
    'The data are no longer those that the run was trained on, so its network cannot be looked at with them. Put them back.',
    { at: 'dataHash' },
  );
}

/** The weights of a kept moment, or (null) the best. */
export function weightsAt(directory: string, epoch: number | null): Promise<Snapshot> {
  return epoch === null ? bestOf(directory) : readSnapshot(directory, epoch);
}

async function bestOf(directory: string): Promise<Snapshot> {
  const { layers, training } = await loadRunModel(directory);
  return { epoch: training?.epoch ?? 0, step: 0, ...modelParameters(layers) };
}

function requireFit(machine: Machine, { parameters, statistics }: Snapshot): void {
  const fits =
    parameters.length === machine.parameters.length && statistics.length === machine.statistics.length;
  if (fits) return;
  throw new AppError(
    'INVALID_VALUE',
    'The kept weights do not fit to the network that the record of the run tells of. One of the two was changed or replaced.',
    { at: 'network' },
  );
}
