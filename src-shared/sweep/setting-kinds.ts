import { columnCatalog, COLUMN_ROLES } from '../model/column-catalog.ts';
import { crossValidationFields, formulaFields, scalingFields, splitFields } from '../model/data-catalog.ts';
import type { Experiment } from '../model/experiment.ts';
import { choice, type Field, type FieldTable } from '../model/fields.ts';
import { layerCatalog } from '../model/layer-catalog.ts';
import { networkFields, outputFields } from '../model/network.ts';
import { scheduleCatalog } from '../model/schedule-catalog.ts';
import type { SettingValue } from '../model/settings.ts';
import { toyFields } from '../model/table-source.ts';
import {
  batchSizeField,
  clippingFields,
  earlyStoppingFields,
  optimizerCatalog,
  trainingFields,
} from '../model/training-catalog.ts';

/** The hidden layers as a whole: no field of a table, but a setting all the same. */
export interface LayersField {
  readonly kind: 'layers';
  readonly label: string;
  readonly help: string;
}

/** What one setting may be, and how a person knows it. */
export interface SettingKind {
  path: string;
  /** Of which part of the experiment it is: "Layer 1", "Optimizer". */
  place: string;
  label: string;
  field: Field | LayersField;
  /** Values besides those of the field: `full` for the batch size, null for a part that may be left out. */
  also: readonly SettingValue[];
  /** Choosing another type fills in the defaults of its fields; this gives them. */
  catalog?: Readonly<Record<string, { fields: FieldTable }>>;
}

const layersField: LayersField = {
  kind: 'layers',
  label: 'Hidden layers',
  help: 'All hidden layers at once, from the inputs on.',
};

const roleField = choice(COLUMN_ROLES, 'input', 'Role', 'What the column is there for.');

/**
 * Every setting that the experiment has, by its path (model/settings.ts), with what it may be: the fields of the catalogs,
 * the hidden layers as a whole, and the types of layers, optimizer and schedule.
 */
export function settingKinds(experiment: Experiment): SettingKind[] {
  const { data, network, training } = experiment;
  return [
    ...dataKinds(data),
    { path: 'network.layers', place: 'Network', label: layersField.label, field: layersField, also: [] },
    ...ofTable('network', 'Network', networkFields),
    ...network.layers.flatMap((layer, k) =>
      ofCatalog(`network.layers[${String(k)}]`, `Layer ${String(k + 1)}`, layerCatalog, layer.type),
    ),
    ...ofTable('network.output', 'Output layer', outputFields),
    ...ofTable('training', 'Training', trainingFields),
    { ...ofField('training.batchSize', 'Training', batchSizeField), also: ['full'] },
    ...ofCatalog('training.optimizer', 'Optimizer', optimizerCatalog, training.optimizer.type),
    ...ofCatalog('training.schedule', 'Schedule', scheduleCatalog, training.schedule.type),
    ...optional(ofTable('training.clipping', 'Clipping', clippingFields)),
    ...optional(ofTable('training.earlyStopping', 'Early stopping', earlyStoppingFields)),
  ];
}

function dataKinds(data: Experiment['data']): SettingKind[] {
  const { source, columns } = data;
  const drawn = source.kind === 'formula' ? formulaFields : source.kind === 'toy' ? toyFields : {};
  return [
    ...ofTable('data.source', 'Data', drawn),
    ...columns.flatMap((column) => {
      const [path, place] = [`data.columns[${JSON.stringify(column.name)}]`, `Column ${column.name}`];
      return [
        ofField(`${path}.role`, place, roleField),
        ...ofTable(path, place, columnCatalog[column.type].fields),
      ];
    }),
    ...ofTable('data.split', 'Split', splitFields),
    ...ofTable('data.split.crossValidation', 'Cross-validation', crossValidationFields),
    ...ofTable('data.scaling', 'Scaling', scalingFields),
  ];
}

function ofTable(path: string, place: string, table: FieldTable): SettingKind[] {
  return Object.entries(table).map(([name, field]) => ofField(`${path}.${name}`, place, field));
}

function ofField(path: string, place: string, field: Field): SettingKind {
  return { path, place, label: field.label, field, also: [] };
}

/** The type of a thing, and the fields that it has with this type. */
function ofCatalog(
  path: string,
  place: string,
  catalog: Readonly<Record<string, { label: string; fields: FieldTable }>>,
  type: string,
): SettingKind[] {
  const options = Object.fromEntries(Object.entries(catalog).map(([name, { label }]) => [name, label]));
  const field = choice<string>(options, type, 'Type', 'Another type begins with its own defaults.');
  return [
    { ...ofField(`${path}.type`, place, field), catalog },
    ...ofTable(path, place, catalog[type]!.fields),
  ];
}

/** Settings of a part that may be left out as a whole: null leaves it out. */
function optional(kinds: SettingKind[]): SettingKind[] {
  return kinds.map((kind) => ({ ...kind, also: [null] }));
}
