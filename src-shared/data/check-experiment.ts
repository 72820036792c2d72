import { AppError } from '../core/errors.ts';
import { LIMITS } from '../core/limits.ts';
import { formatBytes, formatCount, formatNumber } from '../core/text.ts';
import { type Experiment, inputNames, shapesOf, targetNames } from '../model/experiment.ts';
import { optimizerBytes, trainingBytes } from '../model/memory.ts';
import { type LayerShape, parameterCount } from '../model/network.ts';
import { optimizerCatalog } from '../model/training-catalog.ts';
import { checkNetwork } from './check-network.ts';
import { checkTraining } from './check-training.ts';
import { compileFormula } from './formula.ts';
import { refuse } from './refuse.ts';
import { partSizes } from './split.ts';

/** What no single field can tell: whether the parts of an experiment fit together. Throws the first problem found. */
export function checkExperiment(experiment: Experiment): void {
  checkColumns(experiment);
  const rows = partSizes(experiment.data.split, experiment.data.source.rows);
  const shapes = shapesOf(experiment);
  checkNetwork(experiment.network, shapes);
  checkTraining(experiment, shapes);
  checkSize(experiment, shapes, rows.train);
  checkTestCases(experiment);
}

function checkColumns(experiment: Experiment): void {
  const { source } = experiment.data;
  const inputs = inputNames(experiment);
  const targets = targetNames(experiment);
  requireSome(inputs, 'data.source.inputs', 'input');
  requireSome(targets, 'data.source.targets', 'target');
  if (inputs.length + targets.length > LIMITS.columns) {
    throw new AppError(
      'TOO_LARGE',
      `data.source: At most ${formatCount(LIMITS.columns)} columns are allowed.`,
      {
        at: 'data.source',
      },
    );
  }
  for (const [name, [low, high]] of Object.entries(source.inputs)) {
    const at = `data.source.inputs.${name}`;
    if (!(low < high)) {
      refuse(
        at,
        `The lowest value must be below the highest, but they are ${formatNumber(low)} and ${formatNumber(high)}.`,
      );
    }
    if (![low, high].every((end) => Number.isFinite(Math.fround(end)))) {
      refuse(
        at,
        `Both ends must be between −3.403e38 and 3.403e38, but they are ${formatNumber(low)} and ${formatNumber(high)}.`,
      );
    }
  }
  for (const [name, formula] of Object.entries(source.targets)) {
    const at = `data.source.targets.${name}`;
    if (inputs.includes(name)) refuse(at, 'An input has this name already. Rename one of them.');
    compileFormula(formula, inputs, at);
  }
}

function requireSome(names: readonly string[], at: string, what: string): void {
  if (names.length === 0) refuse(at, `At least one ${what} is needed.`);
}

function checkSize(experiment: Experiment, shapes: readonly LayerShape[], trainingRows: number): void {
  const parameters = parameterCount(shapes);
  if (parameters > LIMITS.parameters) {
    throw new AppError(
      'TOO_LARGE',
      `network.layers: The network has ${formatCount(parameters)} parameters; ` +
        `${formatCount(LIMITS.parameters)} are allowed. Use fewer units or layers.`,
      { at: 'network.layers' },
    );
  }
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

function checkTestCases(experiment: Experiment): void {
  const inputs = inputNames(experiment);
  const targets = targetNames(experiment);
  experiment.testCases.forEach((testCase, k) => {
    requireSameNames(Object.keys(testCase.inputs), inputs, `testCases[${String(k)}].inputs`);
    if (testCase.expected !== undefined) {
      requireSameNames(Object.keys(testCase.expected), targets, `testCases[${String(k)}].expected`);
    }
  });
}

function requireSameNames(given: readonly string[], wanted: readonly string[], at: string): void {
  const missing = wanted.find((name) => !given.includes(name));
  const extra = given.find((name) => !wanted.includes(name));
  if (missing !== undefined) {
    throw new AppError('MISSING_FIELD', `${at}: A value for "${missing}" is missing.`, { at });
  }
  if (extra !== undefined) {
    throw new AppError(
      'UNKNOWN_FIELD',
      `${at}.${extra}: There is no such column. Known: ${wanted.join(', ')}.`,
      {
        at: `${at}.${extra}`,
      },
    );
  }
}
