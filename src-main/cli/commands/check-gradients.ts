import { AppError } from '@shared/core/errors.ts';
import { encodeMeasured } from '@shared/schema/measured-json.ts';
import { checkGradients } from '../../service/training-tools.ts';
import { chooseEngine } from '../../trainer/engine.ts';
import { readArguments } from '../arguments.ts';
import { backendOf } from '../engine-options.ts';
import { gradientsText } from '../engine-tools-text.ts';
import { readExperimentFile } from '../experiment-file.ts';
import { CHECK_GRADIENTS } from '../manuals/engine-tools.ts';
import { printResult } from '../print-result.ts';

/** `ninestep check-gradients EXPERIMENT.json`; options in the manual. */
export async function checkGradientsCommand(args: string[]): Promise<number> {
  const { operands, options } = readArguments(args, ['EXPERIMENT.json'], CHECK_GRADIENTS.options);
  const request = backendOf(options) ?? 'auto';
  if (request === 'native' || request === 'webgpu') {
    throw new AppError(
      'USAGE',
      `--backend ${request} cannot be used here. Gradients are checked in double precision, which the native engine lacks. Check them with wasm or reference.`,
    );
  }
  const { backend } = chooseEngine({ backend: request, threads: 1 });
  const experiment = await readExperimentFile(operands[0] ?? '');
  // Ctrl+C ends it at any time, so it may take as long as it does.
  const report = await checkGradients(experiment, { backend, mostWork: Infinity });
  const result = { backend: backend.name, ...report };
  printResult(encodeMeasured(result), () => gradientsText(result), options);
  return report.passed ? 0 : 1;
}
