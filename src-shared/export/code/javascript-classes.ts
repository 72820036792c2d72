import type { ModelFile, ModelOutput } from '../../model/model-file.ts';
import { outputData } from './code-model.ts';

/** An output as a module of JavaScript holds it: `outputData`, and the class whose probability it is. */
export function javascriptOutput(output: ModelOutput): Record<string, unknown> {
  return { ...outputData(output), ...(output.class === undefined ? {} : { class: output.class }) };
}

export function hasClasses({ outputs }: Pick<ModelFile, 'outputs'>): boolean {
  return outputs.some((output) => output.class !== undefined);
}

/** As `predictedClasses` does: the first among equals; one probability that stands for two classes decides from a half on. */
export const CLASSES = `function classesOf(values) {
  const best = new Map();
  OUTPUTS.forEach(({ class: own }, k) => {
    if (own === undefined) return;
    const value = values[k];
    const known = best.get(own.column);
    if (own.otherwise !== undefined) best.set(own.column, { level: value >= 0.5 ? own.level : own.otherwise, value });
    else if (known === undefined || value > known.value) best.set(own.column, { level: own.level, value });
  });
  return Object.fromEntries(Array.from(best, ([column, { level }]) => [column, level]));
}`;
