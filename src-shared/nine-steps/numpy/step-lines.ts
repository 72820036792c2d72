import { type Experiment, shapesOf } from '../../model/experiment.ts';
import type { NineStepsTrace } from '../../model/nine-steps.ts';
import type { StepNumber } from '../steps.ts';
import { backwardLines, forwardLines, knownGradients, parameterNames } from './layer-lines.ts';
import { lossGradientLines, lossLines, penaltyLines, startsAtZ } from './loss-lines.ts';
import { scalingLines, seedLines, splitLines, tableLines } from './table-lines.ts';
import { flatLines, updateLines } from './update-lines.ts';

/** The few lines of NumPy that a step comes down to, for one layer where it is about layers: those of the script. */
export function stepLines(step: StepNumber, experiment: Experiment, trace: NineStepsTrace): string[] {
  const { update, columns } = trace;
  const { layer } = trace.layer;
  const shapes = shapesOf(experiment);
  const { training } = experiment;
  const isWeighted = training.classWeights === 'balanced' || hasRowWeights(experiment);
  const loss = { training, k: shapes.length, isWeighted };
  const featuresOf = (role: 'input' | 'target') =>
    columns.filter((column) => column.role === role).flatMap(({ features }) => features);
  const isLast = layer === shapes.length - 1;
  switch (step) {
    case 1:
      return seedLines(experiment.data);
    case 2:
      return tableLines(experiment.data);
    case 3:
      return splitLines(experiment.data, trace);
    case 4:
      return scalingLines(featuresOf('input'), featuresOf('target'));
    case 5:
      return constructLines(experiment, layer);
    case 6:
      return [
        ...forwardLines(shapes[layer]!, layer + 1),
        ...(isLast ? [...lossLines(loss), ...penaltyLines(shapes)] : []),
      ];
    case 7:
      return [
        ...(isLast ? lossGradientLines(loss) : []),
        ...backwardLines(shapes[layer]!, layer + 1, {
          startsAtZ: isLast && startsAtZ(training.loss),
          known: knownGradients(shapes)[layer]!,
        }),
      ];
    case 8:
      return [...flatLines(shapes), ...updateLines(training, update)];
    case 9:
      return [`answer = A${shapes.length} * target_scale + target_shift`];
  }
}

function hasRowWeights({ data }: Experiment): boolean {
  return data.columns.some(({ role }) => role === 'weight');
}

function constructLines({ network, ...rest }: Experiment, layer: number): string[] {
  const shape = shapesOf({ network, ...rest })[layer]!;
  if (shape.parameters === 0) return ['# nothing to learn here'];
  const shapeOf = (part: number) => (shape.type === 'dense' && part === 0 ? shape.inputs : 1);
  return parameterNames(shape, layer + 1).map(
    (name, part) => `${name}.shape  # (${shape.units}, ${shapeOf(part)})`,
  );
}
