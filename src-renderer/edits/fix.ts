import type { Experiment } from '@shared/model/experiment.ts';

/** One press that takes a problem away. */
export interface Fix {
  /** What the button says, and what can be undone afterwards. */
  readonly label: string;
  readonly apply: (experiment: Experiment) => Experiment;
}
