import type { ImportedModel } from '@shared/ipc/import-contract.ts';

/** How many columns of a table hold the truth for a model's answers: classes stand in one column together. */
export function targetCount({ task, outputs }: Pick<ImportedModel, 'task' | 'outputs'>): number {
  return task === 'regression' || task === 'multilabel' ? outputs.length : 1;
}

/**
 * The columns that hold the truth: those that are called as the answers are, else the last ones that are no inputs. Null
 * where the table has too few columns.
 */
export function suggestTargets(
  columns: readonly string[],
  model: Pick<ImportedModel, 'task' | 'inputs' | 'outputs'>,
): string[] | null {
  const count = targetCount(model);
  const named = model.outputs.map(({ name }) => name).filter((name) => columns.includes(name));
  if (named.length === count) return named;
  const inputs = new Set(model.inputs.map(({ name }) => name));
  const rest = columns.filter((name) => !inputs.has(name));
  return rest.length < count ? null : rest.slice(rest.length - count);
}
