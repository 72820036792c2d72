import type { Part } from '../model/data-catalog.ts';
import type { RunRecord } from '../model/run.ts';
import { seedsOf } from './seeds.ts';

/**
 * Rows measured ÷ rows trained on, where these repetitions cut the rows anew, by folds or by another split seed; 0 where
 * all of them have the same rows. See `pairedTest`.
 *
 * Units: none. With k folds it is 1/(k − 1), whatever is measured.
 * Source: Nadeau & Bengio 2003, n₂/n₁.
 */
export function overlapOf(runs: readonly Pick<RunRecord, 'experiment' | 'rows'>[], part: Part): number {
  const seeds = runs.map(({ experiment }) => seedsOf(experiment));
  const { crossValidation } = runs[0]?.experiment.data.split ?? {};
  const cutsAnew = (path: 'fold' | 'split'): boolean => new Set(seeds.map((own) => own[path])).size > 1;
  if (cutsAnew('fold') && crossValidation !== undefined) return 1 / (crossValidation.folds - 1);
  if (!cutsAnew('split') || !runs.some(({ experiment }) => isDrawn(experiment.data.split.order))) return 0;
  const rows = runs.find((run) => run.rows !== null)?.rows;
  if (rows === null || rows === undefined || rows.train === 0) return 0;
  const measured = part === 'train' ? rows.validation + rows.test : rows[part];
  return measured / rows.train;
}

/** Whether the split seed decides anything. */
function isDrawn(order: RunRecord['experiment']['data']['split']['order']): boolean {
  return order !== 'as-is' && order !== 'column';
}
