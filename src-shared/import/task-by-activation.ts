import type { ModelLayer } from '../model/model-file.ts';
import type { ForeignModel } from './foreign-model.ts';
import { unnamedClasses } from './sklearn.ts';

type Found = Pick<ForeignModel, 'task' | 'classes' | 'warnings'>;

/** For files that do not say what their answers are: what the last activation lets guess, and that it is a guess. */
export function taskByActivation(
  layers: readonly ModelLayer[],
  { isRegression, levels = null }: { isRegression: boolean; levels?: readonly string[] | null },
): Found {
  const last = layers.at(-1);
  const units = last?.type === 'dense' ? last.shape[0] : 0;
  const activation = last?.type === 'dense' ? last.activation : 'linear';
  if (activation === 'softmax' && units > 1) return classes('multiclass', units, levels);
  if (activation !== 'sigmoid' || isRegression) return { task: 'regression', classes: null, warnings: [] };
  if (units > 1) {
    const warning = 'Sigmoid at the outputs was taken for several yes-or-no answers.';
    return { task: 'multilabel', classes: null, warnings: [warning] };
  }
  const found = classes('binary', 2, levels);
  return {
    ...found,
    warnings: ['Sigmoid at the output was taken for the probability of the second class.', ...found.warnings],
  };
}

function classes(task: 'binary' | 'multiclass', count: number, levels: readonly string[] | null): Found {
  const own = levels?.length === count ? levels : null;
  return {
    task,
    classes: { column: null, levels: own ?? Array.from({ length: count }, (_, level) => String(level)) },
    warnings: own === null ? [unnamedClasses(count)] : [],
  };
}
