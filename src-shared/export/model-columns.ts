import type { TableColumn } from '../model/column-catalog.ts';
import { columnsWithRole } from '../model/features.ts';
import type { ModelFile, ModelInput, ModelOutput } from '../model/model-file.ts';
import type { TableFormat } from '../model/table-source.ts';

/** The columns that a table must have for a model to be measured on it. */
export interface ModelColumns {
  readonly inputs: readonly TableColumn[];
  readonly targets: readonly TableColumn[];
}

/** Those of the model's experiment; where it has none, as its inputs and outputs say. */
export function modelColumns({
  inputs,
  outputs,
  training,
}: Pick<ModelFile, 'inputs' | 'outputs' | 'training'>): ModelColumns {
  if (training !== null) {
    const { data } = training.experiment;
    return { inputs: columnsWithRole(data, 'input'), targets: columnsWithRole(data, 'target') };
  }
  return { inputs: inputs.map(inputColumn), targets: targetColumns(outputs) };
}

/** How the table was written that the model was trained on; null where it was no file, or where nobody knows. */
export function formatOfTraining({ training }: Pick<ModelFile, 'training'>): TableFormat | null {
  const source = training?.experiment.data.source;
  return source?.kind === 'file' ? source.format : null;
}

const NUMBER = { scaling: 'none', missing: 'drop', constant: 0, indicator: false } as const;
const LEVELS = { missing: 'most-frequent', indicator: false } as const;

function inputColumn(input: ModelInput): TableColumn {
  const { name } = input;
  const role = 'input';
  switch (input.type) {
    case 'category':
      return { type: 'category', name, role, levels: input.levels, encoding: input.encoding, ...LEVELS };
    case 'boolean':
      return { type: 'boolean', name, role, levels: input.levels, ...LEVELS };
    case 'date': {
      const { format, parts } = input;
      return { type: 'date', name, role, format, parts, ...LEVELS };
    }
    default:
      return { type: input.type ?? 'number', name, role, ...NUMBER };
  }
}

/** A column for each number, and one for all outputs that are probabilities of levels of the same column. */
function targetColumns(outputs: readonly ModelOutput[]): TableColumn[] {
  const columns = new Map<string, TableColumn>();
  for (const { name, class: ofClass } of outputs) {
    if (ofClass === undefined) columns.set(name, { type: 'number', name, role: 'target', ...NUMBER });
    else if (!columns.has(ofClass.column)) columns.set(ofClass.column, levelsColumn(ofClass.column, outputs));
  }
  return [...columns.values()];
}

function levelsColumn(name: string, outputs: readonly ModelOutput[]): TableColumn {
  const classes = outputs.flatMap((output) => (output.class?.column === name ? [output.class] : []));
  const [first] = classes;
  const levels =
    first?.otherwise === undefined ? classes.map(({ level }) => level) : [first.otherwise, first.level];
  return { type: 'category', name, role: 'target', levels, encoding: 'one-hot', ...LEVELS };
}
