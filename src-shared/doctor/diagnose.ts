import { AppError } from '../core/errors.ts';
import { checkExperiment } from '../data/check-experiment.ts';
import type { Experiment } from '../model/experiment.ts';
import { examine, type Examination } from './examination.ts';
import { type Cure, type Diagnosis, type Finding, type RuleName, RULES, type Severity } from './finding.ts';
import type { Patient } from './patient.ts';
import { classImbalance } from './rules/class-imbalance.ts';
import { divergence } from './rules/divergence.ts';
import { overfitting, underfitting } from './rules/fit.ts';
import { explodingGradients, vanishingGradients } from './rules/gradients.ts';
import { beganAlike, noProgress } from './rules/no-progress.ts';
import { batchNoise, rateTooHigh, rateTooLow } from './rules/rate.ts';
import { deadUnits, saturation } from './rules/units.ts';
import { unscaledInputsRule } from './rules/unscaled-inputs.ts';

const DIAGNOSES: Readonly<Record<RuleName, (examination: Examination) => Diagnosis | null>> = {
  divergence,
  'no-progress': noProgress,
  'unscaled-inputs': unscaledInputsRule,
  'exploding-gradients': explodingGradients,
  'vanishing-gradients': vanishingGradients,
  'dead-units': deadUnits,
  saturation,
  'rate-too-high': rateTooHigh,
  'batch-noise': batchNoise,
  'rate-too-low': rateTooLow,
  'class-imbalance': classImbalance,
  overfitting,
  underfitting,
};

/** Cause → what follows from it and need not be told beside it. */
const EXPLAINS: Partial<Record<RuleName, readonly RuleName[]>> = {
  divergence: [
    'rate-too-high',
    'no-progress',
    'underfitting',
    'saturation',
    'dead-units',
    'vanishing-gradients',
  ],
  'unscaled-inputs': ['exploding-gradients', 'saturation', 'rate-too-high', 'underfitting', 'no-progress'],
  'exploding-gradients': ['rate-too-high', 'rate-too-low', 'no-progress', 'underfitting'],
  'vanishing-gradients': ['no-progress', 'rate-too-low', 'underfitting'],
  'dead-units': ['vanishing-gradients', 'no-progress', 'underfitting'],
  saturation: ['vanishing-gradients', 'no-progress', 'rate-too-low', 'underfitting'],
  'rate-too-high': [
    'vanishing-gradients',
    'saturation',
    'batch-noise',
    'rate-too-low',
    'no-progress',
    'overfitting',
    'underfitting',
  ],
  'rate-too-low': ['no-progress', 'underfitting'],
  'no-progress': ['underfitting', 'class-imbalance'],
};
/** What follows from weights that all began alike. */
const OF_ALIKE_WEIGHTS: readonly RuleName[] = [
  'dead-units',
  'vanishing-gradients',
  'saturation',
  'rate-too-low',
];

const GRAVITY: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/**
 * What is wrong with a run as far as can be told from what was measured: the gravest first, consequences left out where
 * their cause was found. Pure: the same run always gets the same findings.
 *
 * Shapes: as in `Patient`. Source: docs/doctor.md, which gives rules, thresholds, reasons and literature.
 */
export function diagnose(patient: Patient): Finding[] {
  const examination = examine(patient);
  const found = (Object.keys(RULES) as RuleName[]).flatMap((rule): Finding[] => {
    const diagnosis = DIAGNOSES[rule](examination);
    return diagnosis === null ? [] : [{ rule, title: RULES[rule], ...diagnosis }];
  });
  const explained = consequencesOf(found, examination);
  return found
    .filter(({ rule }) => !explained.has(rule))
    .map((finding) => ({ ...finding, cures: usable(finding.cures, patient.experiment) }))
    .sort((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity]);
}

function consequencesOf(found: readonly Finding[], examination: Examination): ReadonlySet<RuleName> {
  const isAlike = found.some(({ rule }) => rule === 'no-progress') && beganAlike(examination);
  const explained = new Set<RuleName>(isAlike ? OF_ALIKE_WEIGHTS : []);
  for (const { rule, severity } of found) {
    // A note is too little to explain anything by, and what is explained itself explains nothing.
    if (severity === 'note' || explained.has(rule)) continue;
    for (const consequence of EXPLAINS[rule] ?? []) {
      if (!(isAlike && consequence === 'no-progress')) explained.add(consequence);
    }
  }
  return explained;
}

/** Cures that change something, and whose experiment can be trained. */
function usable(cures: readonly Cure[], experiment: Experiment): Cure[] {
  return cures.filter(({ change }) => {
    const changed = change(experiment);
    return textOf(changed) !== textOf(experiment) && isTrainable(changed);
  });
}

/** Everything but weights that were given by hand, which may be many: no cure changes them alone. */
function textOf(experiment: Experiment): string {
  const { initial, ...network } = experiment.network;
  return JSON.stringify({ ...experiment, network, isGiven: initial !== undefined });
}

function isTrainable(experiment: Experiment): boolean {
  try {
    checkExperiment(experiment);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
