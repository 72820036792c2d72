import { formatJson } from '@shared/core/json-text.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { encodeMeasured } from '@shared/schema/measured-json.ts';
import { join, resolve } from 'node:path';
import { RUN_FILES } from '../../storage/paths.ts';
import { readJsonFile } from '../../storage/read-json-file.ts';
import { hasModel } from '../../storage/run-store.ts';
import { readArguments, required } from '../arguments.ts';
import { inFile } from '../../storage/in-file.ts';
import { exitCodeOf, type FinishedRun, trainInTerminal } from '../train-in-terminal.ts';

/** `ninestep train EXPERIMENT.json [--out DIR] [--quiet]` */
export async function train(args: string[]): Promise<number> {
  const { operands, options } = readArguments(args, ['EXPERIMENT.json'], {
    out: { type: 'string' },
    quiet: { type: 'boolean' },
  });
  const [path = ''] = operands;
  const value = await readJsonFile(path, LIMITS.experimentBytes);
  const experiment = inFile(path, () => parseExperiment(value));
  const run = await trainInTerminal(experiment, {
    directory: options.out === undefined ? null : resolve(required(options.out, '--out')),
    quiet: options.quiet === true,
  });
  process.stdout.write(formatJson(await summary(run)));
  if (run.record.status !== 'finished' && run.record.reason !== null) {
    process.stderr.write(`ninestep: ${run.record.reason}\n`);
  }
  return exitCodeOf(run);
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
