import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatCount } from '@shared/core/text.ts';
import type { BackendRequest } from '@shared/model/backends.ts';
import { expandSweep } from '@shared/sweep/expand-sweep.ts';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { GroupWork } from '../../groups/group-work.ts';
import { readSweepFile } from '../../groups/sweep-file.ts';
import { groupDirectory } from '../../storage/group-store.ts';
import { acquireRunLock, releaseRunLock } from '../../storage/run-lock.ts';
import { prepareFromSource } from '../../tables/prepare-from-source.ts';
import { readArguments, required, wholeNumber } from '../arguments.ts';
import { backendOf, threadsOf } from '../engine-options.ts';
import { SWEEP } from '../manuals/sweep.ts';
import { printResult } from '../print-result.ts';
import { untilSignal } from '../stop-signals.ts';
import { OtherProcess } from '../sweep/child-process.ts';
import { OwnProcess, type SlotTrainer } from '../sweep/slot-trainer.ts';
import { sweepLine } from '../sweep/sweep-line.ts';
import { placeAt, placeOf, type SweepPlace } from '../sweep/sweep-place.ts';
import { bestInWords, sweepResult } from '../sweep/sweep-result.ts';
import { sweepText } from '../sweep/sweep-text.ts';
import { SweepTraining } from '../sweep/sweep-training.ts';

type Options = ReturnType<typeof readArguments<typeof SWEEP.options>>['options'];

/**
 * `ninestep sweep SPEC.json`, or `ninestep sweep --resume DIR`; options in the manual.
 */
export async function sweep(args: string[]): Promise<number> {
  const isResumed = args.some((argument) => /^--resume(=|$)/.test(argument));
  const { operands, options } = readArguments(args, isResumed ? [] : ['SPEC.json'], SWEEP.options);
  const jobs = wholeNumber(options.jobs, '--jobs', LIMITS.threads) ?? 1;
  const threads = threadsOf(options) ?? Math.max(1, Math.floor((availableParallelism() - 1) / jobs));
  const backend = backendOf(options) ?? 'auto';
  const place = await (isResumed ? resumedPlace(options) : newPlace(operands[0] ?? '', options));
  return underGroupLock(place, () => trainPlace(place, { jobs, backend, threads, options }));
}

function resumedPlace(options: Options): Promise<SweepPlace> {
  if (options.out !== undefined) {
    throw new AppError('USAGE', '--out cannot be used here. A sweep goes on in its own folder.');
  }
  return placeAt(required(options.resume, '--resume'));
}

/** Whatever is wrong with the spec or with its data is found before a folder is made. */
async function newPlace(path: string, { out }: Options): Promise<SweepPlace> {
  const spec = await readSweepFile(path, { opensNetworkPaths: true });
  const [first] = expandSweep(spec);
  if (first !== undefined) await prepareFromSource(first.experiment);
  return placeOf(spec, out === undefined ? null : resolve(required(out, '--out')));
}

/** Two commands would train the same runs. */
async function underGroupLock(
  { workspace, groupId, spec }: SweepPlace,
  work: () => Promise<number>,
): Promise<number> {
  const directory = groupDirectory(workspace, groupId);
  try {
    await acquireRunLock(directory);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'RUN_BUSY') throw error;
    throw new AppError('RUN_BUSY', `Another process is training the sweep "${spec.name}" in ${directory}.`, {
      at: directory,
    });
  }
  try {
    return await work();
  } finally {
    await releaseRunLock(directory);
  }
}

async function trainPlace(
  place: SweepPlace,
  {
    jobs,
    backend,
    threads,
    options,
  }: { jobs: number; backend: BackendRequest; threads: number; options: Options },
): Promise<number> {
  const quiet = options.quiet === true;
  const trainers: SlotTrainer[] =
    jobs === 1 ? [new OwnProcess()] : Array.from({ length: jobs }, () => new OtherProcess());
  const line = sweepLine(quiet);
  const training = await SweepTraining.open(place, trainers, line);
  const stop = () => {
    training.stop();
  };
  line.begin(training.work);
  try {
    await untilSignal(stop, () => training.train({ backend, threads }));
  } finally {
    line.end();
  }
  const { work, hasBeenStopped: isInterrupted } = training;
  printResult(sweepResult(place, work), () => sweepText(place, work), options);
  if (!quiet || isInterrupted) sayEnd(place, work, isInterrupted);
  return isInterrupted ? 130 : exitCodeOf(work);
}

function sayEnd({ directory }: SweepPlace, work: GroupWork, isInterrupted: boolean): void {
  const best = bestInWords(work);
  if (best !== null) process.stderr.write(`ninestep: Best${isInterrupted ? ' so far' : ''} is ${best}.\n`);
  if (!isInterrupted) return;
  const begun = `${formatCount(work.runs.size)} of ${formatCount(work.plan.length)} runs were begun`;
  process.stderr.write(`ninestep: Stopped; ${begun}. Go on with: ninestep sweep --resume ${directory}\n`);
}

/** A run that diverged is a result of a sweep; one that failed, or an end without any result, is none. */
function exitCodeOf({ runs }: GroupWork): number {
  const records = [...runs.values()].map(({ record }) => record);
  const isFine = records.every(({ status }) => status !== 'failed' && status !== 'interrupted');
  return isFine && records.some(({ status }) => status === 'finished') ? 0 : 1;
}
