import { AppError } from '@shared/core/errors.ts';
import { formatJson } from '@shared/core/json-text.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { quote } from '@shared/core/text.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { encodeMeasured } from '@shared/schema/measured-json.ts';
import { join, resolve } from 'node:path';
import { RUN_FILES } from '../../storage/paths.ts';
import { readJsonFile } from '../../storage/read-json-file.ts';
import { hasModel } from '../../storage/run-store.ts';
import { inFile } from '../../storage/in-file.ts';
import { BACKEND_REQUESTS, type BackendRequest } from '../../trainer/backend.ts';
import { readArguments, required, wholeNumber } from '../arguments.ts';
import { exitCodeOf, type FinishedRun, resumeInTerminal, trainInTerminal } from '../train-in-terminal.ts';

const OPTIONS = {
  out: { type: 'string' },
  quiet: { type: 'boolean' },
  backend: { type: 'string' },
  threads: { type: 'string' },
  resume: { type: 'string' },
  epochs: { type: 'string' },
  'more-epochs': { type: 'string' },
} as const;

/**
 * `ninestep train EXPERIMENT.json [--out DIR] [--quiet] [--backend B] [--threads N]`, or
 * `ninestep train --resume DIR [--epochs N | --more-epochs N] [--quiet] [--backend B] [--threads N]`
 */
export async function train(args: string[]): Promise<number> {
  const isResumed = args.some((argument) => /^--resume(=|$)/.test(argument));
  const { operands, options } = readArguments(args, isResumed ? [] : ['EXPERIMENT.json'], OPTIONS);
  const [path = ''] = operands;
  const run = isResumed ? await resumeRun(options) : await startRun(path, options);
  process.stdout.write(formatJson(await summary(run)));
  if (run.record.status !== 'finished' && run.record.reason !== null) {
    process.stderr.write(`ninestep: ${run.record.reason}\n`);
  }
  return exitCodeOf(run);
}

type Options = ReturnType<typeof readArguments<typeof OPTIONS>>['options'];

async function startRun(path: string, options: Options): Promise<FinishedRun> {
  refuseWith(options, ['epochs', 'more-epochs'], 'They are for runs that go on: name one with --resume DIR.');
  const engine = { backend: backendOf(options) ?? 'auto', threads: threadsOf(options) } as const;
  const value = await readJsonFile(path, LIMITS.experimentBytes);
  const experiment = inFile(path, () => parseExperiment(value));
  return trainInTerminal(experiment, {
    directory: options.out === undefined ? null : resolve(required(options.out, '--out')),
    quiet: options.quiet === true,
    engine,
  });
}

function resumeRun(options: Options): Promise<FinishedRun> {
  refuseWith(options, ['out'], 'A run goes on in its own folder.');
  if (options.epochs !== undefined) {
    refuseWith(options, ['more-epochs'], 'Say --epochs (in all) or --more-epochs (from here), not both.');
  }
  return resumeInTerminal(resolve(required(options.resume, '--resume')), {
    quiet: options.quiet === true,
    wanted: {
      epochs: wholeNumber(options.epochs, '--epochs', LIMITS.epochs),
      moreEpochs: wholeNumber(options['more-epochs'], '--more-epochs', LIMITS.epochs),
      backend: backendOf(options),
      threads: threadsOf(options),
    },
  });
}

function refuseWith(options: Options, names: readonly (keyof Options)[], why: string): void {
  const given = names.find((name) => options[name] !== undefined);
  if (given !== undefined) throw new AppError('USAGE', `--${given} cannot be used here. ${why}`);
}

function backendOf({ backend }: Options): BackendRequest | null {
  if (backend === undefined) return null;
  const found = BACKEND_REQUESTS.find((request) => request === backend);
  if (found !== undefined) return found;
  throw new AppError(
    'USAGE',
    `There is no backend ${quote(backend)}. Known: ${BACKEND_REQUESTS.join(', ')}.`,
  );
}

function threadsOf({ threads }: Options): number | null {
  return wholeNumber(threads, '--threads', LIMITS.threads) ?? null;
}

async function summary({ directory, record }: FinishedRun): Promise<unknown> {
  return {
    directory,
    model: (await hasModel(directory)) ? join(directory, RUN_FILES.model) : null,
    status: record.status,
    epochs: record.epochsDone,
    seconds: record.seconds,
    last: encodeMeasured(record.last),
    best: encodeMeasured(record.best),
  };
}
