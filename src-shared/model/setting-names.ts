import { COLUMN_ROLES, columnCatalog } from './column-catalog.ts';
import { crossValidationFields, formulaFields, scalingFields, splitFields } from './data-catalog.ts';
import type { ChoiceField, Field, FieldTable } from './fields.ts';
import { layerCatalog } from './layer-catalog.ts';
import { networkFields, outputFields } from './network.ts';
import { scheduleCatalog } from './schedule-catalog.ts';
import { BUNDLED_TABLES, tableFormats, TOY_SETS, toyFields } from './table-source.ts';
import {
  batchSizeField,
  clippingFields,
  earlyStoppingFields,
  optimizerCatalog,
  trainingFields,
} from './training-catalog.ts';

/** The three parts of an experiment that have settings. */
export const SETTING_GROUPS = { data: 'Data', network: 'Network', training: 'Training' } as const;
export type SettingGroup = keyof typeof SETTING_GROUPS;

/** A place in an experiment whose settings come from these tables; the first one that knows the name gives the field. */
interface Section {
  /** The start of the paths within it; its group is what the path calls it. */
  readonly start: RegExp;
  /** What stands before the setting's own label; empty where that says enough. */
  readonly title: (name: string) => string;
  readonly tables: readonly FieldTable[];
}

const fieldsOf = (catalog: Readonly<Record<string, { readonly fields: FieldTable }>>): FieldTable[] =>
  Object.values(catalog).map(({ fields }) => fields);

const labelsOf = <K extends string>(catalog: Readonly<Record<K, { readonly label: string }>>) =>
  Object.fromEntries(
    Object.entries<{ label: string }>(catalog).map(([key, { label }]) => [key, label]),
  ) as Record<K, string>;

/** A setting that decides which others there are; it stands in no table of fields, because it chooses between them. */
const chooser = (label: string, options: Readonly<Record<string, string>>): ChoiceField => ({
  kind: 'choice',
  options,
  default: '',
  label,
  help: '',
});

const SOURCES = { formula: 'Formula', file: 'File', bundled: 'Bundled table', toy: 'Toy set' };
const sourceTable: FieldTable = {
  kind: chooser('Source', SOURCES),
  id: chooser('Table', { ...labelsOf(BUNDLED_TABLES), ...TOY_SETS }),
};
const columnTable: FieldTable = {
  type: chooser('Type', labelsOf(columnCatalog)),
  role: chooser('Role', COLUMN_ROLES),
};

const SECTIONS: readonly Section[] = [
  {
    start: /^data\.source\.format\./,
    title: () => 'Format',
    tables: [{ type: chooser('Form of table', labelsOf(tableFormats)) }, ...fieldsOf(tableFormats)],
  },
  { start: /^data\.source\./, title: () => '', tables: [sourceTable, formulaFields, toyFields] },
  {
    start: /^data\.columns\[("(?:[^"\\]|\\.)*")\]\./,
    title: unquoted,
    tables: [columnTable, ...fieldsOf(columnCatalog)],
  },
  {
    start: /^data\.split\.crossValidation\./,
    title: () => 'Cross-validation',
    tables: [crossValidationFields],
  },
  { start: /^data\.split\./, title: () => 'Split', tables: [splitFields] },
  { start: /^data\.scaling\./, title: () => 'Scaling', tables: [scalingFields] },
  {
    start: /^network\.layers\[(\d+)\]\./,
    title: (name) => `Layer ${String(Number(name) + 1)}`,
    tables: [{ type: chooser('Kind', labelsOf(layerCatalog)) }, ...fieldsOf(layerCatalog)],
  },
  { start: /^network\.output\./, title: () => 'Output', tables: [outputFields] },
  { start: /^network\./, title: () => '', tables: [networkFields] },
  {
    start: /^training\.optimizer\./,
    title: () => '',
    tables: [{ type: chooser('Optimizer', labelsOf(optimizerCatalog)) }, ...fieldsOf(optimizerCatalog)],
  },
  {
    start: /^training\.schedule\./,
    title: () => 'Schedule',
    tables: [{ type: chooser('Schedule', labelsOf(scheduleCatalog)) }, ...fieldsOf(scheduleCatalog)],
  },
  { start: /^training\.clipping\./, title: () => 'Clipping', tables: [clippingFields] },
  { start: /^training\.earlyStopping\./, title: () => 'Early stopping', tables: [earlyStoppingFields] },
  { start: /^training\./, title: () => '', tables: [trainingFields, { batchSize: batchSizeField }] },
];

/** What a setting is called on screens, and the field that says what it may be; null where no table knows it. */
export interface SettingName {
  group: SettingGroup;
  label: string;
  field: Field | null;
}

const known = new Map<string, SettingName>();

/** `network.layers[0].units` → Network, "Layer 1 · Units". A path that no table knows is shown as it is. */
export function settingName(path: string): SettingName {
  let name = known.get(path);
  if (name === undefined) {
    name = lookUp(path);
    known.set(path, name);
  }
  return name;
}

function lookUp(path: string): SettingName {
  const [first = ''] = path.split('.', 1);
  const group: SettingGroup = first in SETTING_GROUPS ? (first as SettingGroup) : 'training';
  for (const { start, title, tables } of SECTIONS) {
    const match = start.exec(path);
    if (match === null) continue;
    const [whole, name = ''] = match;
    const rest = path.slice(whole.length);
    const field = fieldNamed(rest, tables);
    return {
      group,
      label: joined(title(name), field?.label ?? wordsOf(rest)),
      field,
    };
  }
  return { group, label: wordsOf(path), field: null };
}

/** Where several tables know the name, the options of all of them: which one holds depends on another setting. */
function fieldNamed(name: string, tables: readonly FieldTable[]): Field | null {
  const fields = tables.flatMap((table) => (Object.hasOwn(table, name) ? [table[name]!] : []));
  const [first] = fields;
  if (first?.kind !== 'choice') return first ?? null;
  let options: ChoiceField['options'] = {};
  for (const field of fields) if (field.kind === 'choice') options = { ...field.options, ...options };
  return { ...first, options };
}

/** "Split · Order", but "Split seed" and "Schedule", which name their section by themselves. */
function joined(title: string, label: string): string {
  if (title === '' || label.startsWith(title)) return label;
  return `${title} · ${label}`;
}

/** The name of a column out of a path, or as it stands where a person typed it wrongly. */
function unquoted(name: string): string {
  try {
    return String(JSON.parse(name));
  } catch {
    return name;
  }
}

/** What no table names: `inputs.a[0]` → "Input a, lowest". */
function wordsOf(rest: string): string {
  const range = /^inputs\.(.+)\[([01])\]$/.exec(rest);
  if (range !== null) return `Input ${range[1] ?? ''}, ${range[2] === '0' ? 'lowest' : 'highest'}`;
  const target = /^targets\.(.+)$/.exec(rest);
  if (target !== null) return `Formula of ${target[1] ?? ''}`;
  const level = /^levels\[(\d+)\]$/.exec(rest);
  if (level !== null) return `Level ${String(Number(level[1]) + 1)}`;
  return PLAIN[rest] ?? rest;
}

const PLAIN: Readonly<Record<string, string>> = {
  path: 'File',
  hash: 'Checksum of the file',
  rows: 'Rows',
  layers: 'Hidden layers',
  initial: 'Given weights',
};
