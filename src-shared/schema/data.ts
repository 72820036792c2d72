import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';
import { COLUMN_ROLES, columnCatalog, type ColumnRole, type TableColumn } from '../model/column-catalog.ts';
import {
  crossValidationFields,
  type DataSpec,
  formulaFields,
  scalingFields,
  splitFields,
} from '../model/data-catalog.ts';
import {
  BUNDLED_TABLES,
  type BundledTable,
  tableFormats,
  TOY_SETS,
  toyFields,
  type ToySet,
} from '../model/table-source.ts';
import { catalogSchema, shapeOf } from './from-fields.ts';

const formulaName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, {
  error: 'A column name is a letter followed by up to 63 letters, digits or underscores.',
});

const finite = z.number();
const rows = z.int().min(1).max(LIMITS.tableRows).describe('Rows of the table.');

const formulaSource = z.strictObject({
  kind: z.literal('formula'),
  ...shapeOf(formulaFields),
  inputs: z.record(formulaName, z.tuple([finite, finite])).describe('Input name → lowest and highest value.'),
  targets: z
    .record(formulaName, z.string().min(1).max(LIMITS.formulaLength))
    .describe('Target name → formula over the inputs.'),
});

export const tableFormatSchema = catalogSchema(tableFormats);

export const fileSourceSchema = z.strictObject({
  kind: z.literal('file'),
  path: z
    .string()
    .min(1)
    .max(LIMITS.textLength)
    .describe('Absolute, or relative to the folder of the file that holds the experiment.'),
  format: tableFormatSchema,
  rows,
  hash: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .describe('Of the file, as it was when it was opened.'),
});

const bundledSource = z.strictObject({
  kind: z.literal('bundled'),
  id: z.enum(Object.keys(BUNDLED_TABLES) as [BundledTable, ...BundledTable[]]),
  rows,
});

const toySource = z.strictObject({
  kind: z.literal('toy'),
  id: z.enum(Object.keys(TOY_SETS) as [ToySet, ...ToySet[]]),
  ...shapeOf(toyFields),
});

export const dataSourceSchema = z.discriminatedUnion('kind', [
  formulaSource,
  fileSourceSchema,
  bundledSource,
  toySource,
]);

const named = {
  name: z.string().min(1).max(LIMITS.nameLength),
  role: z.enum(Object.keys(COLUMN_ROLES) as [ColumnRole, ...ColumnRole[]]).default('input'),
};
const level = z.string().max(LIMITS.textLength);

export const tableColumnSchema: z.ZodType<TableColumn> = z.discriminatedUnion('type', [
  z.strictObject({ ...named, type: z.enum(['number', 'integer']), ...shapeOf(columnCatalog.number.fields) }),
  z.strictObject({
    ...named,
    type: z.literal('boolean'),
    levels: z.array(level).length(2).describe('The text for no, and the text for yes.'),
    ...shapeOf(columnCatalog.boolean.fields),
  }),
  z.strictObject({
    ...named,
    type: z.literal('category'),
    levels: z
      .array(level)
      .min(1)
      .max(LIMITS.levels)
      .refine((levels) => new Set(levels).size === levels.length, { error: 'A level is named twice.' })
      .describe('In their order. Any other text counts as missing.'),
    ...shapeOf(columnCatalog.category.fields),
  }),
  z.strictObject({ ...named, type: z.literal('date'), ...shapeOf(columnCatalog.date.fields) }),
  z.strictObject({ ...named, type: z.literal('text') }),
]);

const splitSchema = z.strictObject({
  ...shapeOf(splitFields),
  crossValidation: z.strictObject(shapeOf(crossValidationFields)).optional(),
});

export const dataSchema: z.ZodType<DataSpec> = z.strictObject({
  source: dataSourceSchema,
  columns: z
    .array(tableColumnSchema)
    .max(LIMITS.tableColumns)
    .default([])
    .describe('Of a table, in its order; empty for formulas.'),
  split: splitSchema.prefault({}),
  scaling: z.strictObject(shapeOf(scalingFields)).prefault({}),
});
