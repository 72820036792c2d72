import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';
import { COLUMN_ROLES, columnCatalog } from '../model/column-catalog.ts';
import { dataSourceSchema, fileSourceSchema, tableFormatSchema } from '../schema/data.ts';
import { experimentSchema } from '../schema/experiment.ts';
import { measured } from '../schema/run.ts';

const done = z.strictObject({});
const count = z.int().min(0);
const rowNumbers = z
  .array(count)
  .max(100)
  .describe('Rows, 0 first, the header not among them: the first hundred.');
/** Chosen by the window: names a reading that can be watched and cancelled. */
const id = z.string().min(1).max(64);
const path = z.string().min(1).max(LIMITS.textLength);

/** Row by row; null where a cell is missing. */
const cells = z.array(z.array(z.string().nullable()));

const chosen = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('cancelled') }),
  z.strictObject({ status: z.literal('chosen'), path }),
]);

/** What stands in a column, over all rows of the table, whatever the split. */
const columnProfile = z.strictObject({
  name: z.string(),
  type: z.enum(Object.keys(columnCatalog) as [keyof typeof columnCatalog]),
  role: z.enum(Object.keys(COLUMN_ROLES) as [keyof typeof COLUMN_ROLES]),
  missing: count,
  /** Null where there are too many to count. */
  distinct: count.nullable(),
  /** Cells that are not of the column's type and so count as missing. */
  unreadable: z.strictObject({ count, rows: rowNumbers, example: z.string().nullable() }),
  /** Of numbers, and of dates in days since 1970. `std` is the population's. */
  numbers: z
    .strictObject({
      min: z.number(),
      lowerQuartile: z.number(),
      median: z.number(),
      mean: z.number(),
      upperQuartile: z.number(),
      max: z.number(),
      std: measured,
    })
    .nullable(),
  /** Rows in 24 equal bins from min to max. */
  histogram: z.array(count).nullable(),
  /** The most frequent texts, most frequent first. */
  levels: z
    .array(z.strictObject({ text: z.string(), count }))
    .max(24)
    .nullable(),
});
export type ColumnProfile = z.infer<typeof columnProfile>;

/** Something about the table that matters for learning from it. */
const finding = z.strictObject({
  kind: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  /** The column it is about, or null for the table as a whole. */
  column: z.string().nullable(),
  message: z.string(),
  /** How many rows it is about; `rows` names the first of them. */
  count,
  rows: rowNumbers,
});
export type Finding = z.infer<typeof finding>;

/** How a column is prepared, fitted on the training rows only. */
const fittedColumn = z.strictObject({
  name: z.string(),
  role: z.enum(['input', 'target']),
  /** Each step in words with its numbers: "(x − 12.3) / 4.5". */
  formula: z.string(),
  /** What stands in for a missing value, in words; null where rows without one are left out. */
  fill: z.string().nullable(),
  /** The values it gives to the network or asks of it. */
  features: z.array(z.string()),
});
export type FittedColumnView = z.infer<typeof fittedColumn>;

/** Calls about tables; part of the contract (`contract.ts`). */
export const tableContract = {
  /** The open dialog. The path that was chosen is one that main will read for this window from then on. */
  'table:choose': { request: done, response: chosen },
  /** Text from the clipboard becomes a file in the project's own folder. */
  'table:paste': {
    request: z.strictObject({ text: z.string().min(1).max(LIMITS.pastedCharacters) }),
    response: z.strictObject({ path }),
  },
  /** The first rows of a text table, while all of it is still being read; null for other formats. */
  'table:peek': {
    request: z.strictObject({ path, format: tableFormatSchema.nullable() }),
    response: z.strictObject({
      head: z.strictObject({ names: z.array(z.string()), cells }).nullable(),
    }),
  },
  /**
   * Reads a table and says what its columns are. `format` null: found out from the file. Progress comes as events with
   * the same `id`; `table:cancel` ends it with CANCELLED.
   */
  'table:open': {
    request: z.strictObject({
      id,
      table: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('path'), path, format: tableFormatSchema.nullable() }),
        z.strictObject({ kind: z.literal('source'), source: dataSourceSchema }),
      ]),
    }),
    /** A complete experiment with suggested columns, roles, split, network and training. */
    response: z.strictObject({ experiment: experimentSchema }),
  },
  'table:cancel': { request: z.strictObject({ id }), response: done },
  /** The experiment with split, scaling, output, loss and network that suit its columns and roles as they now are. */
  'table:suggest': {
    request: z.strictObject({ experiment: experimentSchema }),
    response: z.strictObject({ experiment: experimentSchema }),
  },
  /** Cells as they stand in the table. */
  'table:rows': {
    request: z.strictObject({
      source: dataSourceSchema,
      firstRow: count,
      rowCount: z.int().min(1).max(500),
      firstColumn: count,
      columnCount: z.int().min(1).max(500),
    }),
    response: z.strictObject({ cells }),
  },
  /** The texts of one column, as the levels it would have as a category: numbers by size, other texts by alphabet. */
  'table:levels': {
    request: z.strictObject({ source: dataSourceSchema, column: z.string() }),
    response: z.strictObject({
      levels: z.array(z.string()).max(LIMITS.levels),
      /** Whether there are more than a category may have. */
      isCut: z.boolean(),
    }),
  },
  /** What the table holds and how the experiment prepares it. */
  'data:preview': {
    request: z.strictObject({ experiment: experimentSchema }),
    response: z.strictObject({
      rows: z.strictObject({ train: count, validation: count, test: count }),
      /** Rows that are left out because a value is missing. */
      dropped: count,
      columns: z.array(columnProfile),
      fitted: z.array(fittedColumn),
      findings: z.array(finding),
      /** Why the experiment cannot be prepared as it is; the profile is there all the same. */
      problem: z.strictObject({ at: z.string().nullable(), message: z.string() }).nullable(),
      dataHash: z.string().nullable(),
    }),
  },
  /** Copies the table into the project's folder, so that the project needs no other file. */
  'table:embed': {
    request: z.strictObject({ source: fileSourceSchema }),
    response: z.strictObject({ source: fileSourceSchema }),
  },
  /**
   * The open dialog, for a table that is no longer where it was. `same`: the chosen file has the same bytes. `changed`:
   * it has others, and `source` says which; an experiment takes them over by `table:refresh`. Progress and
   * `table:cancel` as for `table:open`.
   */
  'table:locate': {
    request: z.strictObject({ id, source: fileSourceSchema }),
    response: z.discriminatedUnion('status', [
      z.strictObject({ status: z.literal('cancelled') }),
      z.strictObject({ status: z.enum(['same', 'changed']), source: fileSourceSchema }),
    ]),
  },
  /**
   * Takes a file that was changed as it is now, in the format that the experiment says. Columns that are still there keep
   * their role, type and settings, categories gain the levels that are new, and new columns are as suggested. Progress
   * and `table:cancel` as for `table:open`.
   */
  'table:refresh': {
    request: z.strictObject({ id, experiment: experimentSchema }),
    response: z.strictObject({ experiment: experimentSchema }),
  },
} as const;

export const tableProgressSchema = z.strictObject({
  type: z.literal('table-progress'),
  id: z.string(),
  bytesRead: count,
  bytes: count,
  rows: count,
});

/** A file was dropped onto the window: main will read it from now on, by this path. */
export const fileDroppedSchema = z.strictObject({
  type: z.literal('file-dropped'),
  path,
  /** How many were dropped at once; the others are left alone. */
  files: count,
});
