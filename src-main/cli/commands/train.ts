import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { checkExperiment } from '@shared/data/check-experiment.ts';
import { encodeMeasured } from '@shared/schema/measured-json.ts';
import { tableFormats } from '@shared/model/table-source.ts';
import { extname, join, resolve } from 'node:path';
import { RUN_FILES } from '../../storage/paths.ts';
import { readMoment } from '../../service/looks.ts';
import { hasModel, readRun } from '../../storage/run-store.ts';
import { readArguments, required, wholeNumber } from '../arguments.ts';
import { backendOf, threadsOf } from '../engine-options.ts';
import { readExperimentFile } from '../experiment-file.ts';
import { TRAIN } from '../manuals/train.ts';
import { printResult } from '../print-result.ts';
import { runFolderNamed } from '../run-or-model.ts';
import { suggestForTable } from '../suggested-experiment.ts';
import { trainedText } from '../trained-text.ts';
import { exitCodeOf, type FinishedRun, resumeInTerminal, trainInTerminal } from '../train-in-terminal.ts';

/** Files with these endings are tables without being called so. */
const TABLE_EXTENSIONS = new Set<string>(
  Object.values(tableFormats).flatMap(({ extensions }) => extensions.filter((ending) => ending !== 'json')),
);

/**
 * `ninestep train EXPERIMENT.json`, `ninestep train DATA.csv --target NAME[,NAME]`, `ninestep train --branch DIR --at EPOCH`,
 * or `ninestep train --resume DIR`; options in the manual.
 */
export async function train(args: string[]): Promise<number> {
  const has = (name: keyof Options) => args.some((argument) => new RegExp(`^--${name}(=|$)`).test(argument));
  const isResumed = has('resume');
  const isBranch = has('branch') && !isResumed;
  const { operands, options } = readArguments(
    args,
    isResumed || isBranch ? [] : ['EXPERIMENT.json or DATA.csv'],
    TRAIN.options,
  );
  const [path = ''] = operands;
  const run = await (isResumed
    ? resumeRun(options)
    : isBranch
      ? branchRun(options)
      : startRun(path, options));
  const isOfTable = !isResumed && !isBranch && isTable(path, options);
  const experiment = isOfTable ? join(run.directory, RUN_FILES.experiment) : null;
  const result = { ...(await summary(run)), ...(experiment === null ? {} : { experiment }) };
  printResult(result, () => trainedText(run, { model: result.model, experiment }), options);
  if (run.record.status !== 'finished' && run.record.reason !== null) {
    process.stderr.write(`ninestep: ${run.record.reason}\n`);
  }
  return exitCodeOf(run);
}

type Options = ReturnType<typeof readArguments<typeof TRAIN.options>>['options'];

/** A JSON file is an experiment, unless a target is named in it: then its records are a table. */
function isTable(path: string, { target }: Options): boolean {
  return target !== undefined || TABLE_EXTENSIONS.has(extname(path).slice(1).toLowerCase());
}

async function startRun(path: string, options: Options): Promise<FinishedRun> {
  refuseWith(options, ['epochs', 'more-epochs'], 'They are for runs that go on: name one with --resume DIR.');
  refuseWith(options, ['at'], 'It is for branches: name the run with --branch DIR.');
  const engine = { backend: backendOf(options) ?? 'auto', threads: threadsOf(options) } as const;
  const isOfTable = isTable(path, options);
  const target = options.target === undefined ? null : required(options.target, '--target');
  const remark = (message: string) => {
    if (options.quiet !== true) process.stderr.write(`ninestep: ${message}\n`);
  };
  const experiment = await (isOfTable ? suggestForTable(path, target, remark) : readExperimentFile(path));
  return trainInTerminal(experiment, {
    directory: options.out === undefined ? null : resolve(required(options.out, '--out')),
    quiet: options.quiet === true,
    engine,
    writesExperiment: isOfTable,
  });
}

/** A run with the weights that another one had after an epoch, trained as that one was. */
async function branchRun(options: Options): Promise<FinishedRun> {
  refuseWith(
    options,
    ['target', 'more-epochs'],
    'A branch has the targets of its run, and epochs of its own.',
  );
  const parent = await runFolderNamed(required(options.branch, '--branch'), '--branch');
  const epoch = wholeNumber(required(options.at, '--at'), '--at', LIMITS.epochs, 0)!;
  const before = await readRun(parent);
  const epochs = wholeNumber(options.epochs, '--epochs', LIMITS.epochs);
  const training = { ...before.experiment.training, ...(epochs === undefined ? {} : { epochs }) };
  const experiment = { ...before.experiment, training };
  checkExperiment(experiment);
  const { name, record, weights } = await readMoment(parent, epoch, experiment);
  return trainInTerminal(experiment, {
    directory: options.out === undefined ? null : resolve(required(options.out, '--out')),
    quiet: options.quiet === true,
    engine: { backend: backendOf(options) ?? 'auto', threads: threadsOf(options) },
    branch: { of: { runId: before.id, name, epoch, weights }, record },
  });
}

async function resumeRun(options: Options): Promise<FinishedRun> {
  refuseWith(options, ['out', 'branch', 'at'], 'A run goes on in its own folder, with its own weights.');
  refuseWith(options, ['target'], 'A run goes on with the targets it has.');
  if (options.epochs !== undefined) {
    refuseWith(options, ['more-epochs'], 'Say --epochs (in all) or --more-epochs (from here), not both.');
  }
  const wanted = {
    epochs: wholeNumber(options.epochs, '--epochs', LIMITS.epochs),
    moreEpochs: wholeNumber(options['more-epochs'], '--more-epochs', LIMITS.epochs),
    backend: backendOf(options),
    threads: threadsOf(options),
  };
  const directory = await runFolderNamed(required(options.resume, '--resume'), '--resume');
  return resumeInTerminal(directory, { quiet: options.quiet === true, wanted });
}

function refuseWith(options: Options, names: readonly (keyof Options)[], why: string): void {
  const given = names.find((name) => options[name] !== undefined);
  if (given !== undefined) throw new AppError('USAGE', `--${given} cannot be used here. ${why}`);
}

async function summary({ directory, record }: FinishedRun) {
  return {
    directory,
    model: (await hasModel(directory)) ? join(directory, RUN_FILES.model) : null,
    status: record.status,
    epochs: record.epochsDone,
    seconds: record.seconds,
    engine: record.engine,
    last: encodeMeasured(record.last),
    best: encodeMeasured(record.best),
  };
}
