import { AppError } from '../core/errors.ts';
import type { Precision } from '../core/float-array.ts';
import { LIMITS } from '../core/limits.ts';
import { formatBytes, formatCount } from '../core/text.ts';
import { type Experiment, shapesOf } from '../model/experiment.ts';
import { optimizerBytes } from '../model/memory.ts';
import { type LayerShape, parameterCount } from '../model/network.ts';
import { optimizerCatalog } from '../model/training-catalog.ts';
import { mostParameters, trainingBytes } from '../model/training-memory.ts';
import { checkColumns } from './check-columns.ts';
import { checkNetwork } from './check-network.ts';
import { checkTestCases } from './check-test-cases.ts';
import { checkTraining } from './check-training.ts';
import { mostTrainingRows } from './split.ts';

/** What no single field can tell: whether the parts of an experiment fit together. Throws the first problem found. */
export function checkExperiment(experiment: Experiment): void {
  checkColumns(experiment.data);
  const trainingRows = mostTrainingRows(experiment.data.split, experiment.data.source.rows);
  const shapes = shapesOf(experiment);
  checkNetwork(experiment.network, shapes);
  checkTraining(experiment, shapes);
  checkSize(experiment, shapes, trainingRows);
  checkTestCases(experiment.data, experiment.testCases);
}

function checkSize(experiment: Experiment, shapes: readonly LayerShape[], trainingRows: number): void {
  const parameters = parameterCount(shapes);
  checkParameters(parameters, experiment.training.precision);
  const bytes = trainingBytes(experiment, shapes, trainingRows);
  if (bytes <= LIMITS.trainingBytes) return;
  if (optimizerBytes(experiment.training.optimizer, parameters) > bytes / 2) {
    const { type } = experiment.training.optimizer;
    throw new AppError(
      'TOO_LARGE',
      `training.optimizer.type: For ${formatCount(parameters)} parameters ${optimizerCatalog[type].label} would need about ` +
        `${formatBytes(bytes)} of memory; ${formatBytes(LIMITS.trainingBytes)} are allowed. ` +
        `Take ${type === 'lbfgs' ? 'a shorter history' : 'L-BFGS'} or Adam, or fewer units.`,
      { at: 'training.optimizer.type' },
    );
  }
  throw new AppError(
    'TOO_LARGE',
    `training.batchSize: Training would need about ${formatBytes(bytes)} of memory; ` +
      `${formatBytes(LIMITS.trainingBytes)} are allowed. Use a smaller batch, fewer units or fewer rows.`,
    { at: 'training.batchSize' },
  );
}

function checkParameters(parameters: number, precision: Precision): void {
  const most = mostParameters(precision);
  if (parameters <= most) return;
  const isFewerForPrecision = parameters <= LIMITS.parameters;
  throw new AppError(
    'TOO_LARGE',
    `network.layers: The network has ${formatCount(parameters)} parameters; ${formatCount(most)} are allowed` +
      `${most < LIMITS.parameters ? ` in ${precision}` : ''}. Use fewer units or layers${isFewerForPrecision ? ', or float32' : ''}.`,
    { at: 'network.layers' },
  );
}
