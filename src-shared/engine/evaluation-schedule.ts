import type { Training } from '../model/training-catalog.ts';

/** Every epoch up to here is evaluated. */
const FIRST_EPOCHS = 100;
/** About this many evaluations in a run of any length. */
const EVALUATIONS = 1_000;

/**
 * Whether the measurements after this epoch are kept: the first hundred, then about a thousand at even steps, the round
 * ones (1, 2 and 5 times a power of ten) and the last. It depends on the settings alone, so that the same experiment
 * always gives the same points.
 *
 * Shapes: none. Source: our own choice, so that a curve on a logarithmic axis is even.
 */
export function isEvaluationEpoch(epoch: number, training: Pick<Training, 'epochs'>): boolean {
  return (
    epoch <= FIRST_EPOCHS ||
    epoch >= training.epochs ||
    epoch % Math.ceil(training.epochs / EVALUATIONS) === 0 ||
    isRound(epoch)
  );
}

/**
 * All epochs of which `isEvaluationEpoch` is true.
 *
 * Shapes: in order, from 1 to the last. Source: as `isEvaluationEpoch`.
 */
export function evaluationEpochs({ epochs }: Pick<Training, 'epochs'>): number[] {
  if (epochs === 0) return [];
  const every = Math.ceil(epochs / EVALUATIONS);
  const found = new Set([epochs]);
  for (let epoch = 1; epoch <= Math.min(FIRST_EPOCHS, epochs); epoch++) found.add(epoch);
  for (let epoch = every; epoch <= epochs; epoch += every) found.add(epoch);
  for (let ten = 1; ten <= epochs; ten *= 10) {
    for (const round of [ten, 2 * ten, 5 * ten]) if (round <= epochs) found.add(round);
  }
  return [...found].sort((a, b) => a - b);
}

function isRound(epoch: number): boolean {
  let rest = epoch;
  while (rest % 10 === 0) rest /= 10;
  return rest === 1 || rest === 2 || rest === 5;
}
