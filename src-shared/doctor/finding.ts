import type { Experiment } from '../model/experiment.ts';

/** What the doctor looks for: name → title of a finding, to be read alone. */
export const RULES = {
  divergence: 'Training blew up',
  'no-progress': 'Nothing has been learned',
  'unscaled-inputs': 'Inputs are not scaled',
  'exploding-gradients': 'Gradients are huge',
  'vanishing-gradients': 'Gradients vanish on the way back',
  'dead-units': 'Units are dead',
  saturation: 'Units are saturated',
  'rate-too-high': 'The learning rate is too high',
  'batch-noise': 'Batches are so small that steps are mostly noise',
  'rate-too-low': 'The learning rate is too low',
  'class-imbalance': 'Rare classes are passed over',
  overfitting: 'The network learns rows by heart',
  underfitting: 'The network cannot follow the data',
} as const;
export type RuleName = keyof typeof RULES;

/** `error`: the run is spoilt. `warning`: it could be clearly better. `note`: worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

/** One press: what it is called, and the experiment it makes of the one that was trained. */
export interface Cure {
  readonly label: string;
  readonly change: (experiment: Experiment) => Experiment;
}

/** Something measured, in words: "Loss at the start" → "1.002". */
export interface Evidence {
  readonly label: string;
  readonly value: string;
}

export interface Finding {
  readonly rule: RuleName;
  readonly severity: Severity;
  readonly title: string;
  /** What was measured, the decisive figures first. */
  readonly evidence: readonly Evidence[];
  /** What it means, and why it is so. */
  readonly explanation: string;
  /** The likeliest first; none where only a person can help. */
  readonly cures: readonly Cure[];
}

/** What a rule says; its title follows from its name unless it has one of its own. */
export type Diagnosis = Omit<Finding, 'rule' | 'title'> & Partial<Pick<Finding, 'title'>>;
