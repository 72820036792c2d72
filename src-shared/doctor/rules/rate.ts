import type { Experiment } from '../../model/experiment.ts';
import { isSecondOrder } from '../../model/training-catalog.ts';
import {
  annealRate,
  clipGradients,
  largerBatch,
  lowerRate,
  moreEpochs,
  raiseRate,
  takeAdam,
} from '../cures/training.ts';
import { endLevel, type Examination, medianByLayer } from '../examination.ts';
import type { Diagnosis, Evidence } from '../finding.ts';
import { medianOf } from '../../compare/sample.ts';
import { NEIGHBOURS, runningMedian } from '../robust.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { explained, measured, percent } from '../words.ts';

/** Steps so long that what was learned is thrown away again: the training loss jumps, or comes back up. */
export function rateTooHigh(examination: Examination): Diagnosis | null {
  const { experiment, late } = examination;
  if (late === null || isSecondOrder(experiment.training.optimizer)) return null;
  const signs = [...blownUp(examination), ...lostAgain(examination), ...restless(examination)];
  if (signs.length === 0) return null;
  return {
    severity: 'warning',
    evidence: [
      measured('Learning rate', experiment.training.optimizer.learningRate),
      ...signs,
      ...updateEvidence(examination),
    ],
    explanation:
      'A step along the gradient makes the loss smaller only while it is short. Here steps overshoot: the loss on the ' +
      'training rows, which small steps would make fall and fall, jumps about or has come back up.',
    cures: [...lowerRate(experiment), annealRate(), ...clipGradients(experiment)],
  };
}

function blownUp({ curves: { train } }: Examination): Evidence[] {
  // A run that begins well, as a branch does, has not blown up where it is still better than a constant answer.
  const highest = Math.max(...train.filter(Number.isFinite)) / Math.max(1, train[0]!);
  if (highest < THRESHOLDS.blowUp) return [];
  return [
    measured(
      'Highest training loss, times that at the start',
      highest,
      `from ${String(THRESHOLDS.blowUp)} on`,
    ),
  ];
}

function lostAgain({ curves: { train } }: Examination): Evidence[] {
  const best = Math.min(...runningMedian(train, NEIGHBOURS));
  const now = endLevel(train);
  if (!(now - best >= THRESHOLDS.lostAgain)) return [];
  return [
    measured(
      'Explained on training rows, at best and now',
      `${explained(best)}, ${explained(now)}`,
      `${percent(THRESHOLDS.lostAgain)} less`,
    ),
  ];
}

function restless(examination: Examination): Evidence[] {
  const { late } = examination;
  if (isMostlyNoise(examination) || !(late!.roughness >= THRESHOLDS.restlessness)) return [];
  return [
    measured(
      'What is explained jumps, from one evaluation to the next, by',
      percent(late!.roughness),
      `from ${percent(THRESHOLDS.restlessness)} on`,
    ),
  ];
}

/** The same restlessness, where batches are so small that chance decides where a step goes. */
export function batchNoise(examination: Examination): Diagnosis | null {
  const { experiment, late, batchRows } = examination;
  if (late === null || !isMostlyNoise(examination) || late.roughness < THRESHOLDS.restlessness) return null;
  return {
    severity: 'warning',
    evidence: [
      measured('Rows in a batch', batchRows!),
      measured(
        'Rows at which half of a step is noise',
        noiseScale(examination),
        `from ${String(THRESHOLDS.noiseRatio)} times the batch on`,
      ),
      measured(
        'What is explained jumps, from one evaluation to the next, by',
        percent(late.roughness),
        `from ${percent(THRESHOLDS.restlessness)} on`,
      ),
    ],
    explanation:
      'The gradient of so few rows points nearly anywhere: most of each step is chance, and steps are long enough for the ' +
      'loss to jump about. More rows in a batch average the chance out; a rate that falls makes the last steps short.',
    cures: [largerBatch(), annealRate(), ...lowerRate(experiment)],
  };
}

function isMostlyNoise(examination: Examination): boolean {
  const { batchRows } = examination;
  if (batchRows === null || batchRows >= THRESHOLDS.smallBatch) return false;
  return noiseScale(examination) >= THRESHOLDS.noiseRatio * batchRows;
}

/** NaN where it was not measured. */
function noiseScale({ lateInsight }: Examination): number {
  return medianOf(lateInsight.map((point) => point.noiseScale).filter((scale) => scale !== null));
}

/** Steps so short that the epochs run out while the loss still glides down. */
export function rateTooLow(examination: Examination): Diagnosis | null {
  const { experiment, late } = examination;
  if (late === null || isSecondOrder(experiment.training.optimizer)) return null;
  const isGliding = late.rises <= THRESHOLDS.risesWhileGliding && late.fall > 0;
  if (!isGliding || late.level <= THRESHOLDS.littleLeft || !isFarAlong(examination)) return null;
  const ratio = updateRatio(examination);
  const isFalling = late.fall >= THRESHOLDS.stillFalling;
  if (isFalling ? ratio < THRESHOLDS.slowUpdates : isCrawling(examination, ratio)) {
    return tooSlow(experiment, late, ratio);
  }
  return late.fall >= THRESHOLDS.cutShort && hasDoneAllEpochs(examination)
    ? cutShort(experiment, late)
    : null;
}

/** Steps so short that hardly anything happens, although the gradient says where to go. */
function isCrawling({ lateInsight }: Examination, ratio: number): boolean {
  const gradients = medianByLayer(lateInsight, ({ gradientNorm }) => gradientNorm);
  const weights = medianByLayer(lateInsight, ({ parameterNorm }) => parameterNorm);
  const isPulled = gradients.some((norm, k) => norm >= THRESHOLDS.strongGradient * weights[k]!);
  return ratio < THRESHOLDS.crawlingUpdates && isPulled;
}

type Late = NonNullable<Examination['late']>;

function tooSlow(experiment: Experiment, late: Late, ratio: number): Diagnosis {
  return {
    severity: 'warning',
    evidence: [
      measured('A step changes weights by', percent(ratio), `below ${percent(THRESHOLDS.slowUpdates)}`),
      ...gliding(late),
    ],
    explanation:
      'The loss glides down without a single hitch and is far from its end: steps are much shorter than they need to be. ' +
      'A healthy step changes weights by about a thousandth of their size.',
    cures: [...raiseRate(experiment, raiseFactor(ratio)), ...takeAdam(experiment), moreEpochs(experiment)],
  };
}

/** What brings the steps back to about a thousandth, as a power of ten. */
function raiseFactor(ratio: number): number {
  return 10 ** Math.min(4, Math.max(1, Math.round(Math.log10(1e-3 / ratio))));
}

function cutShort(experiment: Experiment, late: Late): Diagnosis {
  return {
    severity: 'note',
    title: 'Training ended before it was done',
    evidence: gliding(late),
    explanation:
      'The epochs ran out while the loss was still falling steadily. More epochs would go on from here, and a higher rate ' +
      'would get there sooner.',
    cures: [moreEpochs(experiment), ...raiseRate(experiment, 3)],
  };
}

function gliding(late: Late): Evidence[] {
  return [
    measured('Explained on training rows', explained(late.level)),
    measured('What is left to explain fell, over the later half of the epochs, by', percent(late.fall)),
    measured('Evaluations at which it rose', percent(late.rises)),
  ];
}

/** Half of the epochs, so that a run that has just begun is left alone. */
function isFarAlong({ experiment, points, hasEnded }: Examination): boolean {
  return hasEnded || (points.at(-1)?.epoch ?? 0) >= experiment.training.epochs / 2;
}

function hasDoneAllEpochs({ experiment, points, status }: Examination): boolean {
  return status === 'finished' && (points.at(-1)?.epoch ?? 0) >= experiment.training.epochs;
}

/** Of the layer that moves most; NaN where it was not measured. */
function updateRatio({ lateInsight }: Examination): number {
  const known = medianByLayer(lateInsight, (layer) => layer.updateRatio).filter(Number.isFinite);
  return known.length === 0 ? NaN : Math.max(...known);
}

function updateEvidence(examination: Examination): Evidence[] {
  const ratio = updateRatio(examination);
  return Number.isNaN(ratio)
    ? []
    : [measured('A step changes weights by', percent(ratio), 'about 0.1 % is usual')];
}
