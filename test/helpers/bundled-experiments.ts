import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import { suggestExperiment } from '@shared/data/suggest/suggest-experiment.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { BUNDLED_TABLES, type BundledTable } from '@shared/model/table-source.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { readBundledTable } from '../../src-main/tables/bundled-tables.ts';

/** What Ninestep suggests for a bundled table, trained for so many epochs. */
export async function suggestedFor(id: BundledTable, epochs: number): Promise<Experiment> {
  const table = await readBundledTable(id);
  const source = { kind: 'bundled', id, rows: BUNDLED_TABLES[id].rows } as const;
  const suggested = suggestExperiment({ source, columns: inferColumns(table) }, id);
  return parseExperiment({ ...suggested, training: { ...suggested.training, epochs } });
}
