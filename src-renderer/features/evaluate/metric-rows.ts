import { formatNumber } from '@shared/core/text.ts';
import type { ClassificationMetrics, PartMetrics } from '@shared/model/run.ts';
import type { ModelDescription } from '../../state/model.svelte.ts';

/** One line of the table of metrics: of each part as many values as there are columns, or a single one across them. */
export interface MetricRow {
  readonly name: string;
  readonly help: string;
  readonly values: (metrics: PartMetrics) => readonly (number | null | undefined)[];
}

export interface MetricGrid {
  /** Headings below each part; a single empty one where there is one figure to a line. */
  readonly columns: readonly { readonly name: string; readonly help: string; readonly isShare?: boolean }[];
  readonly rows: readonly MetricRow[];
}

const LOSS: MetricRow = {
  name: 'Loss',
  help: 'What training makes smaller, without penalties, in scaled units',
  values: ({ loss }) => [loss],
};

const ARTICLES_LOSS: MetricRow = {
  name: 'Article’s loss',
  help: 'Mean over the rows of ‖½(ŷ − y)²‖, in scaled units, as the article prints it',
  values: ({ articleLoss }) => [articleLoss],
};

const CLASS_FIGURES: readonly [keyof ClassificationMetrics, string, string][] = [
  ['accuracy', 'Accuracy', 'Share of the rows whose class was found'],
  ['balancedAccuracy', 'Balanced accuracy', 'The same, every class counting alike'],
  ['f1', 'F1', 'Harmonic mean of precision and recall, mean over the classes'],
  ['logLoss', 'Log loss', 'Mean of −ln of the share given to the true class'],
  ['auc', 'AUC', 'Area under the ROC curve; mean over the classes'],
];

/** What is told of every part: figures of classes line by line, or the errors of each target. */
export function metricGrid(metrics: PartMetrics, outputs: ModelDescription['outputs']): MetricGrid {
  return metrics.classification === undefined ? targetGrid(outputs) : classGrid();
}

function classGrid(): MetricGrid {
  const rows = CLASS_FIGURES.map(([key, name, help]) => ({
    name,
    help,
    values: ({ classification }: PartMetrics) => [classification?.[key] as number | null | undefined],
  }));
  return { columns: [{ name: '', help: '' }], rows: [LOSS, ...rows] };
}

function targetGrid(outputs: ModelDescription['outputs']): MetricGrid {
  const rows = outputs.map((output, k) => ({
    name: output.name,
    help: `${output.name}: in its own units; it runs from ${formatNumber(output.min)} to ${formatNumber(output.max)}`,
    values: ({ rmse, mae, r2 }: PartMetrics) => [rmse[k], shareOfRange(rmse[k], output), mae?.[k], r2?.[k]],
  }));
  return {
    columns: [
      { name: 'RMSE', help: 'Root of the mean squared error, in raw units' },
      { name: 'of range', help: 'RMSE against all that the target can be', isShare: true },
      { name: 'MAE', help: 'Mean absolute error, in raw units' },
      { name: 'R²', help: 'Share of the variance explained' },
    ],
    rows: [...rows, LOSS, ARTICLES_LOSS],
  };
}

function shareOfRange(error: number | undefined, { min, max }: { min: number; max: number }): number {
  const share = (error ?? NaN) / (max - min);
  return Number.isFinite(share) ? share : NaN;
}
