import type { ModelFile } from '../model/model-file.ts';
import type { PartMetrics } from '../model/run.ts';

/** A figure that a run measured at every evaluation. */
export interface Quantity {
  readonly id: string;
  readonly title: string;
  /** Whether it belongs to all of the answers together: only such ones are drawn where there are many outputs. */
  readonly isOfAll: boolean;
  /** Between 0 and 1, so that it is read off a linear axis. */
  readonly isShare: boolean;
  /** Null where a run does not have it. */
  readonly read: (metrics: PartMetrics) => number | null;
}

const CLASS_FIGURES = {
  accuracy: 'Accuracy',
  balancedAccuracy: 'Balanced accuracy',
  f1: 'F1',
  logLoss: 'Log loss',
  auc: 'Area under the ROC curve',
} as const;

const TARGET_FIGURES = { rmse: 'RMSE', mae: 'Mean absolute error', r2: 'R²' } as const;

const LOSS: Quantity = { id: 'loss', title: 'Loss', isOfAll: true, isShare: false, read: ({ loss }) => loss };

/** What was measured of a model while it was trained, the loss first: figures of classes, else those of each output. */
export function quantitiesOf({ task, outputs }: Pick<ModelFile, 'task' | 'outputs'>): Quantity[] {
  if (task !== 'regression') {
    const figures = Object.entries(CLASS_FIGURES) as [keyof typeof CLASS_FIGURES, string][];
    return [
      LOSS,
      ...figures.map(([id, title]) => ({
        id,
        title,
        isOfAll: true,
        isShare: id !== 'logLoss',
        read: ({ classification }: PartMetrics) => classification?.[id] ?? null,
      })),
    ];
  }
  const figures = Object.entries(TARGET_FIGURES) as [keyof typeof TARGET_FIGURES, string][];
  return [
    LOSS,
    ...figures.flatMap(([id, title]) =>
      outputs.map(({ name }, t) => ({
        id: `${id}-${String(t + 1)}`,
        title: `${title} of ${name}`,
        isOfAll: false,
        isShare: id === 'r2',
        read: (metrics: PartMetrics) => metrics[id]?.[t] ?? null,
      })),
    ),
  ];
}
