import { formatCount } from '../../core/text.ts';
import { bend, dropUnits, enlarge, freeWeights, hasBends, penalize, shrink } from '../cures/network.ts';
import { stopEarly } from '../cures/training.ts';
import { bestFit, endLevel, type Examination } from '../examination.ts';
import type { Diagnosis, Evidence } from '../finding.ts';
import { NEIGHBOURS, runningMedian } from '../robust.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { explained, measured, percent } from '../words.ts';

/** Better and better on training rows, worse on validation rows, or much worse there from the start. */
export function overfitting(examination: Examination): Diagnosis | null {
  const { experiment, late, curves } = examination;
  const { train, validation, epochs } = curves;
  if (late === null || validation?.every(Number.isFinite) !== true) return null;
  const smooth = runningMedian(validation, NEIGHBOURS);
  // At both ends there are too few neighbours to smooth by.
  const inner = smooth.slice(NEIGHBOURS, -NEIGHBOURS);
  const least = Math.min(...inner);
  const bestAt = NEIGHBOURS + inner.indexOf(least);
  const trainThen = runningMedian(train, NEIGHBOURS)[bestAt]!;
  const validationEnd = endLevel(validation);
  const trainEnd = endLevel(train);
  const hasTurned =
    validationEnd - least >= Math.max(THRESHOLDS.validationRise, THRESHOLDS.validationRiseShare * least) &&
    trainEnd < trainThen;
  const isGap =
    least < 1 &&
    least - trainThen >= THRESHOLDS.generalizationGap &&
    least >= THRESHOLDS.generalizationRatio * trainThen;
  if (!hasTurned && !isGap) return null;
  const turn: Evidence[] = [
    measured(
      'Explained on validation rows, at best',
      explained(least),
      `epoch ${formatCount(epochs[bestAt]!)}`,
    ),
    measured('Explained on validation rows, at the end', explained(validationEnd)),
    measured('Explained on training rows, then', explained(trainThen)),
    measured('Explained on training rows, at the end', explained(trainEnd)),
  ];
  return {
    // Early stopping has done what it can: the weights of the turn are kept, and no time was lost.
    severity: experiment.training.earlyStopping !== undefined && !isGap ? 'note' : 'warning',
    evidence: turn,
    explanation:
      (hasTurned
        ? 'From some epoch on, what still gets better on the training rows makes the answers for rows it has not seen ' +
          'worse: the network remembers rows and their noise. '
        : 'The network answers training rows far better than rows it has not seen. ') +
      'The best weights by the validation rows are kept in any case; a network with less freedom, or more rows, would do ' +
      'better than they do.',
    cures: [
      ...(hasTurned ? stopEarly(experiment) : []),
      penalize(),
      ...dropUnits(experiment),
      ...shrink(experiment),
    ],
  };
}

/** Flat at a bad fit on the very rows it was trained on. */
export function underfitting(examination: Examination): Diagnosis | null {
  const { experiment, late, trainingRows } = examination;
  if (late === null || trainingRows === null || trainingRows < THRESHOLDS.rowsToJudgeFit) return null;
  const isFlat = Math.abs(late.fall) < THRESHOLDS.flatFall;
  if (!isFlat || late.level < THRESHOLDS.badFit || bestFit(examination) < THRESHOLDS.badFit) return null;
  const isStraight = !hasBends(experiment.network);
  return {
    severity: isStraight ? 'warning' : 'note',
    evidence: [
      measured(
        'Explained on training rows',
        explained(late.level),
        `below ${percent(1 - THRESHOLDS.badFit)}`,
      ),
      measured('Change over the later half of the epochs', percent(-late.fall)),
    ],
    explanation:
      (isStraight
        ? 'Without a hidden layer that bends, a network can only weigh inputs and add them up. '
        : 'The loss has settled where most of what there is to explain is left. ') +
      'Either the network has too little freedom for the shape of the data, or the inputs do not hold more about the ' +
      'targets. A larger network tells which: if it is no better on validation rows, the limit is in the data.',
    cures: [...bend(experiment), ...freeWeights(experiment), enlarge(experiment)],
  };
}
