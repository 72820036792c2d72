import type { Initializer } from '../../model/network.ts';
import { drawWeights, hasBends } from '../cures/network.ts';
import { raiseRate, takeAdam } from '../cures/training.ts';
import { bestFit, type Examination } from '../examination.ts';
import type { Diagnosis } from '../finding.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { explained, measured } from '../words.ts';

/** With these all units of a layer begin alike, get the same gradient, and stay alike for good. */
const ALIKE: readonly Initializer[] = ['zeros', 'constant'];
/** Without any other sign, a rate that is off is the likeliest reason. */
const FASTER = 10;

/** At no time better than an answer that looks at no input. A network without bends is judged by its fit instead. */
export function noProgress(examination: Examination): Diagnosis | null {
  const { experiment, late } = examination;
  const best = bestFit(examination);
  if (late === null || !(best >= THRESHOLDS.nothingLearned) || !hasBends(experiment.network)) return null;
  const isAlike = beganAlike(examination);
  return {
    severity: 'error',
    evidence: [
      measured('Explained on training rows, at best', explained(best)),
      ...(isAlike
        ? [measured('Initial weights', experiment.network.initializer === 'zeros' ? 'all zero' : 'all alike')]
        : []),
    ],
    explanation: isAlike
      ? 'All weights began alike, so all units of a layer compute the same and are changed in the same way: the layer ' +
        'stays as good as one single unit, or, from zero, as none. Random weights break the tie.'
      : 'The network is no better than one that always gives the mean, or the most frequent class. Either its steps ' +
        'lead nowhere, or the inputs hold nothing about the targets. Try another rate; then look at the columns.',
    cures: isAlike
      ? drawWeights(experiment)
      : [...takeAdam(experiment), ...raiseRate(experiment, FASTER), ...drawWeights(experiment)],
  };
}

/** Whether the reason is that all weights began alike. */
export function beganAlike({ experiment: { network } }: Pick<Examination, 'experiment'>): boolean {
  return network.initial === undefined && ALIKE.includes(network.initializer);
}
