import { AppError } from '@shared/core/errors.ts';
import { quote } from '@shared/core/text.ts';
import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import { assignRoles, type NamedRoles } from '@shared/data/suggest/assign-roles.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import { suggestExperiment } from '@shared/data/suggest/suggest-experiment.ts';
import type { DataSpec } from '@shared/model/data-catalog.ts';
import { BUNDLED_TABLES } from '@shared/model/table-source.ts';
import { tableFormatSchema } from '@shared/schema/data.ts';
import { experimentSchema } from '@shared/schema/experiment.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { z } from 'zod';
import { resolve } from 'node:path';
import { isFields, type Fields, overSuggestion } from './over-suggestion.ts';
import { openTable } from './open-table.ts';
import { readTableFile } from './read-table-file.ts';

const PLACES = { inputs: 'data.source.inputs', targets: 'data.source.targets' };

/**
 * The JSON value of an experiment on a table, with all that its writer left out: what the file is, what the columns are,
 * and what is suggested for them. Paths become absolute, from `baseDirectory` on. Anything else is given back as it is, for
 * the schema to judge. Throws as `readTableFile` and `assignRoles` do.
 */
export async function completeExperiment(value: unknown, baseDirectory: string): Promise<unknown> {
  if (!isFields(value) || !isFields(value.data) || !isFields(value.data.source)) return value;
  const { kind } = value.data.source;
  if (kind !== 'file' && kind !== 'bundled' && kind !== 'toy') return value;
  const { data, name } = value;
  const hasColumns = data.columns !== undefined;
  const { inputs, targets, ...described } = data.source as Fields;
  const { source, table } = await completeSource(
    hasColumns ? (data.source as Fields) : described,
    baseDirectory,
  );
  const spec = parsedData(source, data.columns ?? []);
  const columns = hasColumns
    ? spec.columns
    : await understood(table, spec, {
        inputs: namesIn(inputs, 'inputs'),
        targets: namesIn(targets, 'targets'),
      });
  const suggested = suggestExperiment({ ...spec, columns }, typeof name === 'string' ? name : 'Untitled');
  return overSuggestion({ ...value, data: { ...data, source: spec.source, columns } }, suggested);
}

/** Source and columns as the schema gives them, with the places of an experiment in its messages. */
function parsedData(source: Fields, columns: unknown): DataSpec {
  const file = { format: 'ninestep-experiment', version: 1, data: { source, columns } };
  return parseWith(experimentSchema, file, 'experiment').data;
}

const GIVEN_FORMAT = z.object({ data: z.object({ source: z.object({ format: tableFormatSchema }) }) });

/** As `parsedData`, of the format alone. */
function parsedFormat(format: unknown): z.infer<typeof tableFormatSchema> {
  return parseWith(GIVEN_FORMAT, { data: { source: { format } } }, 'experiment').data.source.format;
}

/** Reads a file only where something about it was left out; then its table is at hand. */
async function completeSource(
  source: Fields,
  baseDirectory: string,
): Promise<{ source: Fields; table: RawTable | null }> {
  if (source.kind === 'bundled') return { source: { rows: rowsOf(source.id), ...source }, table: null };
  if (source.kind !== 'file' || typeof source.path !== 'string') return { source, table: null };
  const path = resolve(baseDirectory, source.path);
  const isComplete = ['format', 'rows', 'hash'].every((field) => source[field] !== undefined);
  if (isComplete) return { source: { ...source, path }, table: null };
  const wanted = source.format === undefined ? null : parsedFormat(source.format);
  const { table, format, rows, hash } = await readTableFile(path, wanted);
  // A hash that was given stays: opening the table for training compares it.
  return { source: { rows, hash, ...source, format, path }, table };
}

function rowsOf(id: unknown): number | undefined {
  return typeof id === 'string' && Object.hasOwn(BUNDLED_TABLES, id)
    ? BUNDLED_TABLES[id as keyof typeof BUNDLED_TABLES].rows
    : undefined;
}

async function understood(
  read: RawTable | null,
  { source }: DataSpec,
  named: NamedRoles,
): Promise<DataSpec['columns']> {
  const table = read ?? (await openTable(source, { baseDirectory: null }));
  return assignRoles(inferColumns(table), table, named, PLACES);
}

function namesIn(names: unknown, field: keyof NamedRoles): string[] | null {
  if (names === undefined) return null;
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  const at = PLACES[field];
  throw new AppError('INVALID_VALUE', `${at}: Must be a list of names of columns, but is ${quote(names)}.`, {
    at,
  });
}
