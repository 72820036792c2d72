import type { Request } from '@shared/ipc/contract.ts';
import type { Part } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';

/** The run whose model is evaluated, and on which rows; paths in the experiment are absolute. */
export interface EvaluationSubject {
  directory: string;
  experiment: Experiment;
  part: Part;
}

/** What is asked of a subject, beside which one it is. */
export type Asked<C extends `evaluation:${'curves' | 'rows' | 'column' | 'importance' | 'dependence'}`> =
  Omit<Request<C>, 'runId' | 'part'>;
