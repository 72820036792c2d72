import { LIMITS } from '@shared/core/limits.ts';
import { formatCount } from '@shared/core/text.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { OUTPUT_ACTIVATIONS } from '@shared/model/activations.ts';
import { trainingBytes } from '@shared/model/training-memory.ts';
import {
  isSecondOrder,
  type Loss,
  LOSSES,
  optimizerCatalog,
  type Training,
} from '@shared/model/training-catalog.ts';
import type { Fix } from './fix.ts';
import { trainingRows } from './forecast.ts';
import { drawWeights, layerFixes, shrinkLayers, takeAdam, takeLbfgs, withoutPenalty } from './layer-fixes.ts';
import { experimentProblems, type Problem } from './problems.ts';
import { changeLoss, changeOptimizer, outputFor } from './training.ts';

/** What can be done about a problem, the likeliest first; only what does take it away. Nothing where the person alone knows. */
export function fixesOf(experiment: Experiment, problem: Problem): Fix[] {
  return fixesAt(experiment, problem.at).filter(({ apply }) => !hasProblem(apply(experiment), problem));
}

function hasProblem(experiment: Experiment, { at, message }: Problem): boolean {
  return experimentProblems(experiment).some((known) => known.at === at && known.message === message);
}

function fixesAt(experiment: Experiment, at: string): Fix[] {
  const layer = /^network\.layers\[(\d+)\](?:\.(\w+))?$/.exec(at);
  if (layer !== null) return layerFixes(experiment, Number(layer[1]), layer[2]);
  if (at.startsWith('network.initial')) return [drawWeights];
  if (at.startsWith('network.')) return networkFixes(experiment, at);
  if (at.startsWith('training.')) return trainingFixes(experiment, at);
  return at === 'data.scaling.targets' ? [unscaledTargets, takeLoss('mse')] : [];
}

function networkFixes(experiment: Experiment, at: string): Fix[] {
  const output = [experiment.network.layers.length];
  switch (at) {
    case 'network.layers':
      return [shrinkLayers];
    case 'network.output.activation':
      return [chooseOutput(experiment.training.loss), takeLoss('mse')];
    case 'network.output.l1':
      return [withoutPenalty(output, 'l1'), takeLbfgs];
    case 'network.output.l2':
      return [withoutPenalty(output, 'l2'), takeLbfgs];
    default:
      return [];
  }
}

function trainingFixes(experiment: Experiment, at: string): Fix[] {
  switch (at) {
    case 'training.loss':
      return [takeLoss('binary-cross-entropy'), takeLoss('mse'), takeLbfgs];
    case 'training.classWeights':
      return [{ label: 'Take all rows alike', apply: withTraining({ classWeights: 'none' }) }];
    case 'training.optimizer.type':
      return [takeLbfgs, takeAdam];
    case 'training.batchSize':
      return [...suitOptimizer(experiment), ...smallerBatch(experiment)];
    default:
      return suitOptimizer(experiment);
  }
}

/** Full batches, double precision and all else that a second-order method asks for, in one press. */
function suitOptimizer({ training }: Experiment): Fix[] {
  const { optimizer } = training;
  if (!isSecondOrder(optimizer)) return [];
  const { label } = optimizerCatalog[optimizer.type];
  const suit: Fix['apply'] = (experiment) => {
    const suited = changeOptimizer(experiment, optimizer.type);
    return { ...suited, training: { ...suited.training, optimizer } };
  };
  return [{ label: `Set what ${label} needs`, apply: suit }, takeAdam];
}

/** The largest batch, a power of two, that the memory allows; nothing where even one row is too much. */
function smallerBatch(experiment: Experiment): Fix[] {
  const rows = trainingRows(experiment);
  if (rows === null) return [];
  const shapes = shapesOf(experiment);
  for (let batchSize = 2 ** 16; batchSize >= 1; batchSize /= 2) {
    const apply = withTraining({ batchSize });
    if (trainingBytes(apply(experiment), shapes, rows) > LIMITS.trainingBytes) continue;
    return [{ label: `Take batches of ${formatCount(batchSize)}`, apply }];
  }
  return [];
}

function chooseOutput(loss: Loss): Fix {
  const activation = outputFor(loss);
  return {
    label: `Choose ${OUTPUT_ACTIVATIONS[activation].toLowerCase()}`,
    apply: (experiment) => ({
      ...experiment,
      network: { ...experiment.network, output: { ...experiment.network.output, activation } },
    }),
  };
}

function takeLoss(loss: Loss): Fix {
  return { label: `Take ${LOSSES[loss].toLowerCase()}`, apply: (given) => changeLoss(given, loss) };
}

const unscaledTargets: Fix = {
  label: 'Leave targets unscaled',
  apply: (experiment) => ({
    ...experiment,
    data: { ...experiment.data, scaling: { ...experiment.data.scaling, targets: 'none' } },
  }),
};

function withTraining(change: Partial<Training>): Fix['apply'] {
  return (experiment) => ({ ...experiment, training: { ...experiment.training, ...change } });
}
