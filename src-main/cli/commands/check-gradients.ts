import { formatJson } from '@shared/core/json-text.ts';
import { encodeMeasured } from '@shared/schema/measured-json.ts';
import { checkGradients } from '../../service/training-tools.ts';
import { chooseEngine } from '../../trainer/engine.ts';
import { readArguments } from '../arguments.ts';
import { backendOf } from '../engine-options.ts';
import { readExperimentFile } from '../experiment-file.ts';

/** `ninestep check-gradients EXPERIMENT.json [--backend B]` */
export async function checkGradientsCommand(args: string[]): Promise<number> {
  const { operands, options } = readArguments(args, ['EXPERIMENT.json'], { backend: { type: 'string' } });
  const { backend } = chooseEngine({ backend: backendOf(options) ?? 'auto', threads: 1 });
  const experiment = await readExperimentFile(operands[0] ?? '');
  // Ctrl+C ends it at any time, so it may take as long as it does.
  const report = await checkGradients(experiment, { backend, mostWork: Infinity });
  process.stdout.write(formatJson(encodeMeasured({ backend: backend.name, ...report })));
  return report.passed ? 0 : 1;
}
