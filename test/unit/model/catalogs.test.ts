import { columnCatalog } from '@shared/model/column-catalog.ts';
import {
  crossValidationFields,
  formulaFields,
  scalingFields,
  splitFields,
} from '@shared/model/data-catalog.ts';
import { allowedRange, type FieldTable, problemWith } from '@shared/model/fields.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import { networkFields, outputFields } from '@shared/model/network.ts';
import { scheduleCatalog } from '@shared/model/schedule-catalog.ts';
import {
  batchSizeField,
  clippingFields,
  earlyStoppingFields,
  optimizerCatalog,
  trainingFields,
} from '@shared/model/training-catalog.ts';
import { tableFormats, toyFields } from '@shared/model/table-source.ts';
import { describe, expect, it } from 'vitest';

const catalogs: Record<string, { fields: FieldTable }> = {
  ...layerCatalog,
  ...optimizerCatalog,
  ...scheduleCatalog,
  ...columnCatalog,
  ...tableFormats,
};
const tables: Record<string, FieldTable> = {
  formula: formulaFields,
  split: splitFields,
  crossValidation: crossValidationFields,
  toy: toyFields,
  scaling: scalingFields,
  network: networkFields,
  output: outputFields,
  training: trainingFields,
  batchSize: { batchSize: batchSizeField },
  clipping: clippingFields,
  earlyStopping: earlyStoppingFields,
  ...Object.fromEntries(Object.entries(catalogs).map(([type, { fields }]) => [type, fields])),
};
const all = Object.entries(tables).flatMap(([table, fields]) =>
  Object.entries(fields).map(([name, field]) => ({ place: `${table}.${name}`, field })),
);

describe('every field of every table', () => {
  it.each(all)('$place has a default it allows itself, a label and a help', ({ field }) => {
    expect(problemWith(field, field.default)).toBeNull();
    expect(field.label).not.toBe('');
    expect(field.help).toMatch(/\.$/);
  });

  it('says the bounds of its range as they are, as messages do', () => {
    const rounded = all.flatMap(({ field }) => {
      if (field.kind !== 'real') return [];
      const said = allowedRange(field).replaceAll(',', '').split(' ').map(Number);
      return [field.min, field.max].filter((bound) => !said.includes(bound));
    });
    expect(rounded).toEqual([]);
  });
});
