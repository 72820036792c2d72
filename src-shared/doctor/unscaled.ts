import { columnsWithRole } from '../model/features.ts';
import type { TableColumn } from '../model/column-catalog.ts';
import type { Experiment } from '../model/experiment.ts';
import type { InputFacts, Patient } from './patient.ts';

/** Whether numbers of a column reach the network as they stand in the table. */
function isUnscaled(column: TableColumn, usual: Experiment['data']['scaling']['inputs']): boolean {
  if (!('scaling' in column)) return false;
  return (column.scaling === 'default' ? usual : column.scaling) === 'none';
}

/** What is known of the inputs that reach the network unscaled. */
export function unscaledInputs({ experiment: { data }, inputs }: Patient): InputFacts[] {
  const unscaled = new Set(
    columnsWithRole(data, 'input')
      .filter((column) => isUnscaled(column, data.scaling.inputs))
      .map(({ name }) => name),
  );
  const facts = data.source.kind === 'formula' ? formulaFacts(data.source.inputs) : (inputs ?? []);
  return facts.filter(({ name }) => unscaled.has(name));
}

/** Rows of a formula are drawn evenly over these ranges. */
function formulaFacts(inputs: Readonly<Record<string, readonly [number, number]>>): InputFacts[] {
  return Object.entries(inputs).map(([name, [min, max]]) => ({ name, min, max }));
}

export function hasUnscaledTargets({ data }: Pick<Experiment, 'data'>): boolean {
  return columnsWithRole(data, 'target').some((column) => isUnscaled(column, data.scaling.targets));
}
