import type { Experiment } from '@shared/model/experiment.ts';
import type { Field } from '@shared/model/fields.ts';
import { isSecondOrder, optimizerCatalog, trainingFields } from '@shared/model/training-catalog.ts';

/** What a branch may do differently from the run it comes from. */
export type BranchSetting = 'epochs' | 'learningRate' | 'seed';

export interface BranchField {
  readonly setting: BranchSetting;
  readonly field: Field;
  readonly value: number;
}

/** The fields of the dialog with what they hold at first: as many epochs as the run had left, else as it was planned for. */
export function branchFields({ training }: Experiment, epoch: number): BranchField[] {
  const { optimizer, epochs, seed } = training;
  const left = epochs - epoch;
  return [
    { setting: 'epochs', field: trainingFields.epochs, value: left > 0 ? left : epochs },
    ...(isSecondOrder(optimizer)
      ? []
      : [
          {
            setting: 'learningRate' as const,
            field: optimizerCatalog[optimizer.type].fields.learningRate,
            value: optimizer.learningRate,
          },
        ]),
    { setting: 'seed', field: trainingFields.seed, value: seed },
  ];
}

/** The run's experiment with what the dialog says. */
export function branchExperiment(
  experiment: Experiment,
  values: Readonly<Partial<Record<BranchSetting, number>>>,
): Experiment {
  const { training } = experiment;
  const { epochs = training.epochs, seed = training.seed, learningRate } = values;
  const optimizer =
    learningRate === undefined || isSecondOrder(training.optimizer)
      ? training.optimizer
      : { ...training.optimizer, learningRate };
  return { ...experiment, training: { ...training, epochs, seed, optimizer } };
}
