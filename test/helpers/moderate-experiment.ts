import fc from 'fast-check';
import { SCALINGS } from '@shared/model/column-catalog.ts';
import { GENERATORS } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { Field, FieldTable } from '@shared/model/fields.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import { networkFields, outputFields } from '@shared/model/network.ts';
import { scheduleCatalog } from '@shared/model/schedule-catalog.ts';
import { clippingFields, optimizerCatalog, trainingFields } from '@shared/model/training-catalog.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { ORDERS_OF_ALL } from './arbitrary-experiment.ts';
import { type AnyFile, fitTogether } from './fit-together.ts';

/** Experiments of this size; rows are drawn up to `rows`, batches up to `batchRows`. */
export interface ExperimentSize {
  readonly rows: readonly [least: number, most: number];
  readonly batchRows: readonly [least: number, most: number];
  readonly units: number;
  readonly epochs: number;
}

/** A share that starts at nothing may rise to this: larger penalties leave nothing to compare. */
const MOST_FROM_ZERO = 0.05;
/** Whole numbers go up to this: epochs between two events, patience, layers skipped. */
const MOST_COUNT = 5;

/** A value that a person might choose: near the default, where training does not fly apart. */
function moderate(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'integer':
      return field.label.includes('seed')
        ? fc.integer({ min: field.min, max: field.max })
        : fc.integer({ min: field.min, max: MOST_COUNT });
    case 'real':
      return field.default === 0
        ? fc.constantFrom(0, MOST_FROM_ZERO)
        : fc.double({ min: Math.max(field.min, field.default / 4), max: field.default, noNaN: true });
    case 'choice':
      return fc.constantFrom(...Object.keys(field.options));
    case 'switch':
      return fc.boolean();
  }
}

function fields(table: FieldTable): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(Object.entries(table).map(([name, of]) => [name, moderate(of)])));
}

function oneOfCatalog(catalog: Record<string, { fields: FieldTable }>): fc.Arbitrary<{ type: string }> {
  return fc.oneof(
    ...Object.entries(catalog).map(([type, entry]) =>
      fields(entry.fields).map((values) => ({ type, ...values })),
    ),
  );
}

function layerOf(units: number): fc.Arbitrary<{ type: string }> {
  // Every other layer is dense: the others alone change little.
  const dense = fc
    .record({ values: fields(layerCatalog.dense.fields), units: fc.integer({ min: 1, max: units }) })
    .map((drawn) => ({ type: 'dense', ...drawn.values, units: drawn.units }));
  return fc.oneof(dense, oneOfCatalog(layerCatalog));
}

const INPUTS = { a: [-1, 1], b: [0, 3], c: [-100, 50] };
const TARGETS = { y: 'a * b', z: 'b - c / 50', w: 'abs(a)' };

function dataOf({ rows }: ExperimentSize): fc.Arbitrary<object> {
  return fc
    .record({
      rows: fc.integer({ min: rows[0], max: rows[1] }),
      seed: fc.nat(),
      generator: fc.constantFrom(...Object.keys(GENERATORS)),
      targets: fc.subarray(Object.entries(TARGETS), { minLength: 1 }),
      scaling: fc.record({
        inputs: fc.constantFrom(...Object.keys(SCALINGS)),
        targets: fc.constant('standard'),
      }),
      validation: fc.constantFrom(0, 0.2),
      order: fc.constantFrom(...ORDERS_OF_ALL),
    })
    .map(({ rows: count, seed, generator, targets, scaling, validation, order }) => ({
      source: {
        kind: 'formula',
        rows: count,
        seed,
        generator,
        inputs: INPUTS,
        targets: Object.fromEntries(targets),
      },
      split: { train: 0.8 - validation, validation, test: 0.2, order },
      scaling,
    }));
}

function trainingOf({ batchRows, epochs }: ExperimentSize): fc.Arbitrary<object> {
  const [min, max] = batchRows;
  return fc
    .record({
      others: fields(trainingFields),
      optimizer: oneOfCatalog(optimizerCatalog),
      schedule: oneOfCatalog(scheduleCatalog),
      batchSize: fc.oneof(fc.constant('full'), fc.integer({ min, max })),
      clipping: fc.option(fields(clippingFields), { nil: undefined }),
    })
    .map(({ others, clipping, ...always }) => ({
      ...others,
      ...always,
      epochs,
      ...(clipping === undefined ? {} : { clipping }),
    }));
}

/**
 * Experiments that use everything in the catalogs together, at settings a person might choose, so that what two backends
 * make of them can be compared.
 */
export function moderateExperiments(size: ExperimentSize): fc.Arbitrary<Experiment> {
  return fc
    .record({
      format: fc.constant('ninestep-experiment'),
      version: fc.constant(1),
      data: dataOf(size),
      network: fc
        .record({
          layers: fc.array(layerOf(size.units), { maxLength: 5 }),
          output: fields(outputFields),
          others: fields(networkFields),
        })
        .map(({ others, ...always }) => ({ ...others, ...always })),
      training: trainingOf(size),
    })
    .map((file) => parseExperiment(fitTogether(file as unknown as AnyFile)));
}
