import type { Experiment } from '../../model/experiment.ts';
import type { TableColumn } from '../../model/column-catalog.ts';
import type { Cure } from '../finding.ts';

/** Standardises the columns of one role: the usual scaling, and columns that say "none" for themselves. */
function standardize(experiment: Experiment, role: 'input' | 'target'): Experiment {
  const { data } = experiment;
  const scaled = (column: TableColumn): TableColumn =>
    column.role === role && 'scaling' in column && column.scaling === 'none'
      ? { ...column, scaling: 'default' }
      : column;
  const usual = role === 'input' ? 'inputs' : 'targets';
  const scaling = data.scaling[usual] === 'none' ? 'standard' : data.scaling[usual];
  return {
    ...experiment,
    data: { ...data, columns: data.columns.map(scaled), scaling: { ...data.scaling, [usual]: scaling } },
  };
}

export function scaleInputs(): Cure {
  return { label: 'Standardise the inputs', change: (experiment) => standardize(experiment, 'input') };
}

export function scaleTargets(): Cure {
  return { label: 'Standardise the targets', change: (experiment) => standardize(experiment, 'target') };
}
