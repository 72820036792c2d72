import fc from 'fast-check';
import { columnCatalog, type ColumnType, SCALINGS } from '@shared/model/column-catalog.ts';
import { GENERATORS, splitFields } from '@shared/model/data-catalog.ts';
import type { Field, FieldTable } from '@shared/model/fields.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import { networkFields, outputFields } from '@shared/model/network.ts';
import { BUNDLED_TABLES, tableFormats, TOY_SETS, toyFields } from '@shared/model/table-source.ts';
import { scheduleCatalog } from '@shared/model/schedule-catalog.ts';
import { clippingFields, optimizerCatalog, trainingFields } from '@shared/model/training-catalog.ts';
import { type AnyFile, fitTogether } from './fit-together.ts';

/** Any value that a field of a table allows. */
function field(of: Field): fc.Arbitrary<unknown> {
  switch (of.kind) {
    case 'integer':
      return fc.integer({ min: of.min, max: of.max });
    case 'real':
      return fc.double({
        min: of.min,
        max: of.max,
        minExcluded: of.aboveMin,
        maxExcluded: of.belowMax,
        noNaN: true,
      });
    case 'choice':
      return fc.constantFrom(...Object.keys(of.options));
    case 'switch':
      return fc.boolean();
  }
}

/** Any values of a table; some are left out. */
function fields(table: FieldTable): fc.Arbitrary<object> {
  const arbitraries = Object.entries(table).map(([name, of]) => [name, field(of)] as const);
  return fc.record(Object.fromEntries(arbitraries), { requiredKeys: [] });
}

function oneOfCatalog(catalog: Record<string, { fields: FieldTable }>): fc.Arbitrary<object> {
  return fc.oneof(
    ...Object.entries(catalog).map(([type, entry]) =>
      fields(entry.fields).map((values) => ({ type, ...values })),
    ),
  );
}

const range = fc
  .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-3, max: 1e6, noNaN: true }))
  .map(([low, width]) => [low + 0, low + width]);

/** The orders of a split that need no column of their own. */
export const ORDERS_OF_ALL = ['as-is', 'shuffled', 'stratified'] as const;

const data = fc
  .record({
    names: fc.uniqueArray(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/), { minLength: 2, maxLength: 5 }),
    ranges: fc.array(range, { minLength: 5, maxLength: 5 }),
    rows: fc.integer({ min: 100, max: 10_000 }),
    train: fc.integer({ min: 1, max: 100 }),
    generator: fc.constantFrom(...Object.keys(GENERATORS)),
    noise: fc.constantFrom(0, 0.5),
    scaling: fc.record({
      inputs: fc.constantFrom(...Object.keys(SCALINGS)),
      targets: fc.constantFrom(...Object.keys(SCALINGS)),
    }),
    order: fc.constantFrom(...ORDERS_OF_ALL),
    seed: field(splitFields.seed),
  })
  .map(({ names, ranges, rows, train, generator, noise, scaling, order, seed }) => ({
    source: {
      kind: 'formula',
      rows,
      seed,
      generator,
      noise,
      inputs: Object.fromEntries(names.slice(1).map((name, k) => [name, ranges[k]])),
      targets: { [names[0]!]: names.slice(1).join(' + ') },
    },
    split: { train: train / 100, validation: 0, test: (100 - train) / 100, order, seed },
    scaling,
  }));

const network = fc
  .record({
    layers: fc.array(oneOfCatalog(layerCatalog), { maxLength: 4 }),
    output: fields(outputFields),
    others: fields(networkFields),
  })
  .map(({ layers, output, others }) => ({ layers: layers.map(atMost64Units), output, ...others }));

const training = fc
  .record({
    others: fields(trainingFields),
    optimizer: oneOfCatalog(optimizerCatalog),
    batchSize: fc.oneof(fc.constant('full'), fc.integer({ min: 1, max: 1_000 })),
    schedule: oneOfCatalog(scheduleCatalog),
    clipping: fc.option(fields(clippingFields), { nil: undefined }),
    earlyStopping: fc.option(fc.record({ patience: fc.integer({ min: 1, max: 100 }) }), { nil: undefined }),
  })
  .map(({ others, clipping, earlyStopping, ...always }) => ({
    ...others,
    ...always,
    ...(clipping === undefined ? {} : { clipping }),
    ...(earlyStopping === undefined ? {} : { earlyStopping }),
  }));

function atMost64Units(layer: { units?: number }): object {
  return layer.units === undefined ? layer : { ...layer, units: 1 + (layer.units % 64) };
}

/** A column of any type with any settings, not yet named. */
export const unnamedColumns: fc.Arbitrary<{ type: ColumnType }> = fc.oneof(
  ...(Object.keys(columnCatalog) as ColumnType[]).map((type) => {
    const levels = fc.uniqueArray(fc.string({ maxLength: 8 }), { minLength: 2, maxLength: 5 });
    const own =
      type === 'category'
        ? levels.map((texts) => ({ levels: texts }))
        : fc.constant(type === 'boolean' ? { levels: ['no', 'yes'] } : {});
    return fc
      .tuple(fields(columnCatalog[type].fields), own)
      .map(([settings, more]) => ({ type, ...settings, ...more }));
  }),
);

const tableSource = fc.oneof(
  fc.record({
    kind: fc.constant('file'),
    path: fc.string({ minLength: 1, maxLength: 30 }),
    format: oneOfCatalog(tableFormats),
    rows: fc.integer({ min: 100, max: 10_000 }),
    hash: fc.stringMatching(/^sha256:[0-9a-f]{64}$/),
  }),
  fc.record({
    kind: fc.constant('bundled'),
    id: fc.constantFrom(...Object.keys(BUNDLED_TABLES)),
    rows: fc.constant(150),
  }),
  fc.record({
    kind: fc.constant('toy'),
    id: fc.constantFrom(...Object.keys(TOY_SETS)),
    rows: fc.integer({ min: 100, max: 10_000 }),
    noise: field(toyFields.noise),
    seed: field(toyFields.seed),
  }),
);

/** Valid experiment files on tables of any columns, whose first is an input and whose last is a target. */
export const tableExperimentFiles: fc.Arbitrary<object> = fc
  .record({
    source: tableSource,
    others: fc.array(
      fc.record({ column: unnamedColumns, role: fc.constantFrom('input', 'target', 'ignored') }),
      {
        maxLength: 6,
      },
    ),
    names: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 10 }), { minLength: 8, maxLength: 8 }),
    split: fc.record(
      { order: field(splitFields.order), seed: field(splitFields.seed) },
      { requiredKeys: [] },
    ),
    folds: fc.option(fc.record({ folds: fc.constant(4), fold: fc.integer({ min: 0, max: 4 }) }), {
      nil: undefined,
    }),
  })
  .map(({ source, others, names, split, folds }) => {
    const columns = [
      { column: { type: 'integer' }, role: 'input' },
      ...others.map(({ column, role }) => ({ column, role: column.type === 'text' ? 'ignored' : role })),
      { column: { type: 'number' }, role: 'target' },
    ].map(({ column, role }, k) => ({ ...column, role, name: names[k] }));
    const parts = { ...split, ...(folds === undefined ? {} : { crossValidation: folds }) };
    const value = { format: 'ninestep-experiment', version: 1, data: { source, columns, split: parts } };
    // As a file holds it: JSON has no minus zero.
    return JSON.parse(JSON.stringify(value)) as object;
  });

/** Valid experiment files of every shape; of moderate size, so that none is refused for its memory. */
export const experimentFiles: fc.Arbitrary<object> = fc
  .record(
    {
      format: fc.constant('ninestep-experiment'),
      version: fc.constant(1),
      name: fc.string({ minLength: 1, maxLength: 30 }),
      description: fc.string({ maxLength: 100 }),
      data,
      network,
      training,
    },
    { requiredKeys: ['format', 'version', 'data'] },
  )
  // As a file holds it: JSON has no minus zero.
  .map((value) => fitTogether(JSON.parse(JSON.stringify(value)) as AnyFile));
