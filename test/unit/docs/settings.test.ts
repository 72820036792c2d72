import { columnCatalog } from '@shared/model/column-catalog.ts';
import {
  crossValidationFields,
  formulaFields,
  scalingFields,
  splitFields,
} from '@shared/model/data-catalog.ts';
import { allowedRange, type Field, type FieldTable } from '@shared/model/fields.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import { networkFields, outputFields } from '@shared/model/network.ts';
import { tableFormats, toyFields } from '@shared/model/table-source.ts';
import { scheduleCatalog } from '@shared/model/schedule-catalog.ts';
import {
  batchSizeField,
  clippingFields,
  earlyStoppingFields,
  optimizerCatalog,
  trainingFields,
} from '@shared/model/training-catalog.ts';
import { describe, expect, it } from 'vitest';
import { readTables } from './markdown.ts';

/** Every table of settings there is. A new one belongs here and into docs/formats/experiment.md. */
const SETTINGS: Record<string, FieldTable> = {
  'data.source formula': formulaFields,
  'data.source toy': toyFields,
  ...tablesOf('data.source.format', tableFormats),
  ...tablesOf('data.columns', columnCatalog),
  'data.split': splitFields,
  'data.split.crossValidation': crossValidationFields,
  'data.scaling': scalingFields,
  network: networkFields,
  'network.output': outputFields,
  training: { ...trainingFields, batchSize: batchSizeField },
  'training.clipping': clippingFields,
  'training.earlyStopping': earlyStoppingFields,
  ...tablesOf('network.layers', layerCatalog),
  ...tablesOf('training.optimizer', optimizerCatalog),
  ...tablesOf('training.schedule', scheduleCatalog),
};

function tablesOf(
  place: string,
  catalog: Record<string, { fields: FieldTable }>,
): Record<string, FieldTable> {
  return Object.fromEntries(
    Object.entries(catalog).map(([type, { fields }]) => [`${place} ${type}`, fields]),
  );
}

const documented = readTables('docs/formats/experiment.md').filter(({ header }) => header[0] === 'field');

/** The rows of the table that documents exactly these fields, or more: name → allowed, help, default. */
function documentedTable(fields: FieldTable) {
  const candidates = documented.map(
    ({ rows }) => new Map(rows.map(([name = '', ...cells]) => [name, cells])),
  );
  const wanted = Object.entries(fields);
  return candidates.find((table) =>
    wanted.every(([name, field]) => matches(table.get(`\`${name}\``), field)),
  );
}

function matches(cells: readonly string[] | undefined, field: Field): boolean {
  if (cells === undefined) return false;
  const [allowed = '', help, defaultText] = cells;
  return (
    (allowed === allowedRange(field) || allowed.startsWith(`${allowedRange(field)}, or `)) &&
    help === field.help &&
    defaultText === `\`${JSON.stringify(field.default)}\``
  );
}

describe('docs/formats/experiment.md tells range, meaning and default as the code has them, of', () => {
  it.each(Object.entries(SETTINGS))('%s', (_, fields) => {
    const missing = `no table of docs/formats/experiment.md says exactly: ${JSON.stringify(lines(fields), null, 1)}`;
    expect(documentedTable(fields), missing).toBeDefined();
  });
});

function lines(fields: FieldTable): string[] {
  return Object.entries(fields).map(
    ([name, field]) =>
      `| \`${name}\` | ${allowedRange(field)} | ${field.help} | \`${JSON.stringify(field.default)}\` |`,
  );
}
