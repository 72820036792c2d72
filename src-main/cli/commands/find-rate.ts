import { formatJson } from '@shared/core/json-text.ts';
import { findRate } from '../../service/training-tools.ts';
import { chooseEngine } from '../../trainer/engine.ts';
import { readArguments } from '../arguments.ts';
import { backendOf, threadsOf } from '../engine-options.ts';
import { readExperimentFile } from '../experiment-file.ts';

const OPTIONS = { backend: { type: 'string' }, threads: { type: 'string' } } as const;

/** `ninestep find-rate EXPERIMENT.json [--backend B] [--threads N]` */
export async function findRateCommand(args: string[]): Promise<number> {
  const { operands, options } = readArguments(args, ['EXPERIMENT.json'], OPTIONS);
  const request = { backend: backendOf(options) ?? 'auto', threads: threadsOf(options) } as const;
  const { backend } = chooseEngine(request);
  const experiment = await readExperimentFile(operands[0] ?? '');
  // Ctrl+C ends it at any time, so it may take as long as it does.
  const sweep = await findRate(experiment, { backend, mostWork: Infinity });
  process.stdout.write(formatJson({ backend: backend.name, ...sweep }));
  if (sweep.suggestion !== null) return 0;
  process.stderr.write('ninestep: The loss fell at none of the rates, so there is none to suggest.\n');
  return 1;
}
