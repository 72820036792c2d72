import fc from 'fast-check';
import { GENERATORS, SCALINGS, splitFields } from '@shared/model/data-catalog.ts';
import type { Field, FieldTable } from '@shared/model/fields.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import { networkFields, outputFields } from '@shared/model/network.ts';
import {
  clippingFields,
  optimizerCatalog,
  scheduleCatalog,
  trainingFields,
} from '@shared/model/training-catalog.ts';
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

const data = fc
  .record({
    names: fc.uniqueArray(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/), { minLength: 2, maxLength: 5 }),
    ranges: fc.array(range, { minLength: 5, maxLength: 5 }),
    rows: fc.integer({ min: 100, max: 10_000 }),
    train: fc.integer({ min: 1, max: 100 }),
    generator: fc.constantFrom(...Object.keys(GENERATORS)),
    scaling: fc.record({
      inputs: fc.constantFrom(...Object.keys(SCALINGS)),
      targets: fc.constantFrom(...Object.keys(SCALINGS)),
    }),
    order: field(splitFields.order),
    seed: field(splitFields.seed),
  })
  .map(({ names, ranges, rows, train, generator, scaling, order, seed }) => ({
    source: {
      kind: 'formula',
      rows,
      seed,
      generator,
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
