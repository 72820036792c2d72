import { findRate } from '../../service/training-tools.ts';
import { engineFor } from '../../trainer/engine.ts';
import { trainingWork } from '../../trainer/training-work.ts';
import { readArguments } from '../arguments.ts';
import { backendOf, threadsOf } from '../engine-options.ts';
import { rateText } from '../engine-tools-text.ts';
import { readExperimentFile } from '../experiment-file.ts';
import { FIND_RATE } from '../manuals/engine-tools.ts';
import { printResult } from '../print-result.ts';
import { tellNote } from '../train-in-terminal.ts';

/** `ninestep find-rate EXPERIMENT.json`; options in the manual. */
export async function findRateCommand(args: string[]): Promise<number> {
  const { operands, options } = readArguments(args, ['EXPERIMENT.json'], FIND_RATE.options);
  const request = { backend: backendOf(options) ?? 'auto', threads: threadsOf(options) } as const;
  const experiment = await readExperimentFile(operands[0] ?? '');
  const engine = engineFor(request, trainingWork(experiment));
  const { backend } = engine;
  tellNote(engine);
  // Ctrl+C ends it at any time, so it may take as long as it does.
  const sweep = await findRate(experiment, { backend, mostWork: Infinity });
  const result = { backend: backend.name, ...sweep };
  printResult(result, () => rateText(result), options);
  if (sweep.suggestion !== null) return 0;
  process.stderr.write('ninestep: The loss fell at none of the rates, so there is none to suggest.\n');
  return 1;
}
