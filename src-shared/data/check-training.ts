import type { ScalingKind, TableColumn } from '../model/column-catalog.ts';
import type { DataSpec } from '../model/data-catalog.ts';
import type { Experiment } from '../model/experiment.ts';
import { columnsWithRole } from '../model/features.ts';
import type { LayerShape } from '../model/network.ts';
import { isCrossEntropy } from '../model/task.ts';
import { isSecondOrder, type Loss, optimizerCatalog, type Training } from '../model/training-catalog.ts';
import { refuse } from './refuse.ts';

/** Whether the training settings fit to the network, to the data and to one another. */
export function checkTraining(experiment: Experiment, shapes: readonly LayerShape[]): void {
  checkLoss(experiment, shapes.at(-1)!.units);
  if (isSecondOrder(experiment.training.optimizer)) checkSecondOrder(experiment.training, shapes);
}

function checkLoss({ data, network, training }: Experiment, targets: number): void {
  const { loss } = training;
  const { activation } = network.output;
  if (loss === 'softmax-cross-entropy') {
    if (activation !== 'softmax') {
      refuse(
        'network.output.activation',
        'Softmax cross-entropy needs softmax at the output. Choose softmax.',
      );
    }
    if (targets < 2) {
      refuse(
        'training.loss',
        'Softmax cross-entropy needs at least two targets, one for each class. Add a target, or take binary cross-entropy.',
      );
    }
  }
  if (loss === 'binary-cross-entropy' && activation !== 'sigmoid') {
    refuse('network.output.activation', 'Binary cross-entropy needs sigmoid at the output. Choose sigmoid.');
  }
  if (isCrossEntropy(loss)) checkShares(data, loss);
  if (training.classWeights === 'balanced') checkClassWeights(training.loss, targets);
}

/** Levels are probabilities by themselves; numbers are only as they stand. */
function checkShares(data: DataSpec, loss: Loss): void {
  const targets = columnsWithRole(data, 'target');
  if (targets.some((column) => isScaledNumber(column, data.scaling.targets))) {
    refuse(
      'data.scaling.targets',
      'Cross-entropy takes targets as shares from 0 to 1, which must not be scaled. Set the scaling of the targets to none.',
    );
  }
  if (
    loss === 'softmax-cross-entropy' &&
    targets.length > 1 &&
    targets.some((column) => 'levels' in column)
  ) {
    refuse(
      'training.loss',
      'Softmax cross-entropy finds one class in each row, but there are several targets. Keep one category, ' +
        'or take binary cross-entropy for several yes-or-no answers.',
    );
  }
}

function isScaledNumber(column: TableColumn, usual: ScalingKind): boolean {
  if ('levels' in column) return column.type === 'category' && column.encoding === 'ordinal';
  if (!('scaling' in column)) return true;
  return (column.scaling === 'default' ? usual : column.scaling) !== 'none';
}

function checkClassWeights(loss: Loss, targets: number): void {
  const at = 'training.classWeights';
  if (!isCrossEntropy(loss)) {
    refuse(at, 'Only cross-entropy knows classes to balance. Take all rows alike, or a cross-entropy loss.');
  }
  if (loss === 'binary-cross-entropy' && targets > 1) {
    refuse(
      at,
      'With several yes-or-no targets a row belongs to no single class. Take all rows alike, or one target only.',
    );
  }
}

/** What the full-batch methods cannot work with. The first thing found is said, with the cure. */
function checkSecondOrder(training: Training, shapes: readonly LayerShape[]): void {
  const { label } = optimizerCatalog[training.optimizer.type];
  if (training.batchSize !== 'full') {
    refuse(
      'training.batchSize',
      `${label} looks at all training rows in every step. Set the batch size to full.`,
    );
  }
  if (training.precision !== 'float64') {
    refuse('training.precision', `${label} needs double precision. Set the precision to float64.`);
  }
  if (training.schedule.type !== 'constant') {
    refuse(
      'training.schedule.type',
      `${label} has no learning rate to change. Set the schedule to constant.`,
    );
  }
  if (training.warmUpEpochs !== 0) {
    refuse('training.warmUpEpochs', `${label} has no learning rate to warm up. Set the warm-up to 0 epochs.`);
  }
  if (training.clipping !== undefined) {
    refuse('training.clipping', `${label} chooses the length of each step itself. Switch clipping off.`);
  }
  shapes.forEach((shape, k) => {
    if (shape.type !== 'dropout' && shape.type !== 'batch-normalization') return;
    refuse(
      `network.layers[${String(k)}]`,
      `${label} needs a loss that is the same every time it is computed, which ` +
        `${shape.type === 'dropout' ? 'dropout' : 'batch normalisation'} does not allow. ` +
        `Remove layer ${String(k + 1)}, or take another optimizer such as Adam.`,
    );
  });
  if (training.optimizer.type === 'levenberg-marquardt') checkLeastSquares(training, shapes);
}

/** Levenberg–Marquardt makes sums of squares smaller and nothing else. */
function checkLeastSquares(training: Training, shapes: readonly LayerShape[]): void {
  const { label } = optimizerCatalog[training.optimizer.type];
  if (training.loss !== 'mse' && training.loss !== 'half-squared-error') {
    refuse(
      'training.loss',
      `${label} works with squared errors only. Take mse or half-squared-error, or L-BFGS as the optimizer.`,
    );
  }
  shapes.forEach((shape, k) => {
    if (shape.type !== 'dense') return;
    const penalty = (['l1', 'l2'] as const).find((name) => shape[name] !== 0);
    if (penalty === undefined) return;
    refuse(
      `${k === shapes.length - 1 ? 'network.output' : `network.layers[${String(k)}]`}.${penalty}`,
      `${label} knows no penalties. Set this one to 0, or take L-BFGS as the optimizer.`,
    );
  });
}
