import { initialParameters } from '@shared/engine/parameters.ts';
import type { Response } from '@shared/ipc/contract.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import type { StepQuestion } from '@shared/model/nine-steps.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { checkStep } from '@shared/nine-steps/check-step.ts';
import { stepScript } from '@shared/nine-steps/numpy/script.ts';
import type { StepSetup } from '@shared/nine-steps/open-step.ts';
import { traceStep } from '@shared/nine-steps/trace-step.ts';
import { weightsOfRows } from '../trainer/training-setup.ts';
import { inSlices } from './in-slices.ts';
import { dataOf, weightsAt } from './looks.ts';
import { prepareHeld } from './tables.ts';

/** Whose network: what training begins with, or (`run`) that of a run, at a kept moment or (null) its best. */
export interface NineStepsQuestion {
  readonly experiment: Experiment;
  readonly run: (Pick<RunRecord, 'dataHash'> & { directory: string; epoch: number | null }) | null;
  readonly question: StepQuestion;
}

export async function traceNineSteps(asked: NineStepsQuestion): Promise<Response<'steps:trace'>> {
  return traceStep(await stepSetup(asked), asked.question);
}

export async function checkNineSteps(
  asked: NineStepsQuestion,
  signal?: AbortSignal,
): Promise<Response<'steps:check'>> {
  return inSlices(checkStep(await stepSetup(asked), asked.question), signal);
}

export async function writeNineSteps(asked: NineStepsQuestion): Promise<Response<'steps:script'>> {
  return { text: stepScript(await stepSetup(asked), asked.question) };
}

async function stepSetup({ experiment, run }: NineStepsQuestion): Promise<StepSetup> {
  const data = await (run === null ? prepareHeld(experiment) : dataOf({ ...run, experiment }));
  const common = { experiment, data, rowWeights: weightsOfRows(experiment, data) };
  if (run !== null) return { ...common, ...(await weightsAt(run.directory, run.epoch)) };
  const { network, training } = experiment;
  // Rounded as the run would have them.
  const parameters = initialParameters(shapesOf(experiment), network, training.precision);
  return { ...common, parameters, statistics: null, epoch: null };
}
