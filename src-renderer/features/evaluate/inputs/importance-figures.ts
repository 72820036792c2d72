import type { Importance, ImportanceFigure } from '@shared/model/evaluation.ts';

const NAMES: Record<ImportanceFigure['name'], string> = {
  r2: 'R²',
  rmse: 'RMSE',
  mae: 'MAE',
  accuracy: 'accuracy',
  logLoss: 'log loss',
};

/** "R² of price", or the mean over all targets. */
export function figureName({ name, of }: ImportanceFigure): string {
  return of === null ? NAMES[name] : `${NAMES[name]} of ${of}`;
}

export interface ImportanceBar {
  readonly column: string;
  readonly mean: number;
  readonly std: number;
}

/** What each column's shuffling costs of one figure, the most first. */
export function importanceBars({ columns }: Importance, figure: number): ImportanceBar[] {
  return columns
    .map(({ column, losses }) => ({
      column,
      mean: losses[figure]?.mean ?? NaN,
      std: losses[figure]?.std ?? 0,
    }))
    .sort(
      (a, b) => (Number.isNaN(b.mean) ? -Infinity : b.mean) - (Number.isNaN(a.mean) ? -Infinity : a.mean),
    );
}
