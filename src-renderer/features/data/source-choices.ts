import { formatCount } from '@shared/core/text.ts';
import type { DataSource } from '@shared/model/data-catalog.ts';
import { formulaFields } from '@shared/model/data-catalog.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import {
  BUNDLED_TABLES,
  type BundledTable,
  tableFormats,
  type TableFormatType,
  TOY_SETS,
  type ToySet,
  toyFields,
} from '@shared/model/table-source.ts';
import type { MenuItem } from '../../components/Menu.svelte';
import { BUNDLED_NOTES } from './bundled-notes.ts';

/** A table that needs no file: what it is called, what is said about it, and where its rows come from. */
type SourceChoice = Omit<MenuItem, 'onchoose'> & { readonly source: DataSource };

const bundled: SourceChoice[] = (Object.keys(BUNDLED_TABLES) as BundledTable[]).map((id) => ({
  group: 'Real tables (BSD 3-Clause licence)',
  label: BUNDLED_TABLES[id].label,
  detail: `${formatCount(BUNDLED_TABLES[id].rows)} rows · ${BUNDLED_NOTES[id]}`,
  source: { kind: 'bundled', id, rows: BUNDLED_TABLES[id].rows },
}));

const toys: SourceChoice[] = (Object.keys(TOY_SETS) as ToySet[]).map((id) => ({
  group: 'Toy sets, drawn at random',
  label: TOY_SETS[id],
  source: { kind: 'toy', id, ...defaultsOf(toyFields) },
}));

const formula: SourceChoice = {
  group: 'Your own formulas',
  label: 'Formula',
  detail: 'Inputs drawn at random, targets computed from them',
  source: {
    kind: 'formula',
    ...defaultsOf(formulaFields),
    inputs: { a: [0, 100], b: [0, 100] },
    targets: { y: 'a + b' },
  },
};

export const SOURCE_CHOICES: readonly SourceChoice[] = [...bundled, ...toys, formula];

/** Form of a file → what it is called. */
export const FORMATS = Object.fromEntries(
  Object.entries(tableFormats).map(([type, { label }]) => [type, label]),
) as Record<TableFormatType, string>;
