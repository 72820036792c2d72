import type { CurveQuantity } from '@shared/ipc/run-contract.ts';
import { type Experiment, targetNames } from '@shared/model/experiment.ts';
import type { PartMetrics } from '@shared/model/run.ts';
import { isCrossEntropy } from '@shared/model/task.ts';

const OF_ALL = { loss: 'Loss', articleLoss: 'Article’s loss' } as const;
const OF_CLASSES = {
  accuracy: 'Accuracy',
  balancedAccuracy: 'Balanced accuracy',
  f1: 'F1',
  logLoss: 'Log loss',
  auc: 'Area under the ROC curve',
} as const;
const OF_TARGETS = {
  rmse: { title: 'RMSE', unit: ' (raw units)' },
  mae: { title: 'Mean absolute error', unit: ' (raw units)' },
  r2: { title: 'R²', unit: '' },
} as const;

/** What a chart of a run can show: a loss, how well classes were found, or a figure of one target. */
export type Quantity =
  | { readonly kind: keyof typeof OF_ALL | keyof typeof OF_CLASSES }
  | { readonly kind: keyof typeof OF_TARGETS; readonly target: number };

/** A quantity as one chooses it: by its id, under its label; the title stands above the chart. */
export interface QuantityChoice {
  readonly id: string;
  readonly label: string;
  readonly title: string;
  readonly quantity: Quantity;
}

/** The figures of an experiment, the loss first: those of classes where there are any, else those of each target. */
export function quantityChoices(experiment: Experiment): readonly QuantityChoice[] {
  const whole = (kind: Exclude<Quantity, { target: number }>['kind'], title: string): QuantityChoice => ({
    id: kind,
    label: title,
    title,
    quantity: { kind },
  });
  const loss = whole('loss', OF_ALL.loss);
  if (isCrossEntropy(experiment.training.loss)) {
    return [loss, ...keysOf(OF_CLASSES).map((kind) => whole(kind, OF_CLASSES[kind]))];
  }
  const targets = targetNames(experiment);
  const figures = keysOf(OF_TARGETS).flatMap((kind) =>
    targets.map((name, target): QuantityChoice => {
      const title = `${OF_TARGETS[kind].title} of ${name}`;
      return {
        id: `${kind}-${String(target)}`,
        label: title + OF_TARGETS[kind].unit,
        title,
        quantity: { kind, target },
      };
    }),
  );
  return [loss, whole('articleLoss', OF_ALL.articleLoss), ...figures];
}

/** The choices of several experiments together, each once. */
export function commonChoices(experiments: readonly Experiment[]): readonly QuantityChoice[] {
  const choices = new Map<string, QuantityChoice>();
  for (const experiment of experiments) {
    for (const choice of quantityChoices(experiment)) {
      if (!choices.has(choice.id)) choices.set(choice.id, choice);
    }
  }
  return [...choices.values()];
}

const HIGHER_IS_BETTER: readonly Quantity['kind'][] = ['accuracy', 'balancedAccuracy', 'f1', 'auc', 'r2'];

export function isHigherBetter({ kind }: Quantity): boolean {
  return HIGHER_IS_BETTER.includes(kind);
}

/** The same quantity as main is asked for it. */
export function curveQuantity(quantity: Quantity): CurveQuantity {
  return { metric: quantity.kind, target: 'target' in quantity ? quantity.target : 0 };
}

/** NaN where a run does not have the figure. */
export function valueOf(metrics: PartMetrics, quantity: Quantity): number {
  if ('target' in quantity) return metrics[quantity.kind]?.[quantity.target] ?? NaN;
  const { kind } = quantity;
  if (kind === 'loss' || kind === 'articleLoss') return metrics[kind];
  return metrics.classification?.[kind] ?? NaN;
}

function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(table) as K[];
}
