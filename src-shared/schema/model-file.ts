import { z } from 'zod';
import { PRECISIONS } from '../core/float-array.ts';
import { LIMITS } from '../core/limits.ts';
import { type Activation, OUTPUT_ACTIVATIONS } from '../model/activations.ts';
import { columnCatalog, type ScalingKind, SCALINGS } from '../model/column-catalog.ts';
import { layerCatalog } from '../model/layer-catalog.ts';
import type { ModelFile } from '../model/model-file.ts';
import { unpackModel } from '../model/packed-layers.ts';
import { type Task, TASKS } from '../model/task.ts';
import { experimentSchema } from './experiment.ts';
import { fieldSchema } from './from-fields.ts';
import { parseWith } from './parse.ts';
import { engineSchema, finitePartMetricsSchema, partRowsSchema } from './run.ts';
import { checkFormat } from './versioned.ts';

const finite = z.number();
const numbers = z.array(finite);
const count = z.int().min(0);

/** Lists of numbers that a file may also hold packed: `unpackModel` has made lists of them before they come here. */
export const packableLists = z.registry<object>();

function packable<S extends z.ZodType>(list: S): S {
  packableLists.add(list, {});
  return list;
}

const unknownField = z
  .unknown()
  .refine(isFiniteThroughout, { error: 'Holds a number beyond all numbers, which no file can hold.' });

/** An object whose unknown fields are kept: another version or program may have a use for them. */
function open<S extends z.ZodRawShape>(shape: S) {
  return z.object(shape).catchall(unknownField);
}

function isFiniteThroughout(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isFiniteThroughout);
}

const name = z.string().min(1).max(LIMITS.nameLength);
const transform = open({
  kind: z.enum(Object.keys(SCALINGS) as [ScalingKind, ...ScalingKind[]]),
  shift: finite,
  scale: finite.refine((scale) => scale !== 0, { error: 'Must not be 0.' }),
}).describe('scaled = (raw − shift) / scale; for log of sign(raw) · ln(1 + |raw|) in place of raw.');
const range = open({ min: finite, max: finite, mean: finite }).describe(
  'Over the training rows, in raw units.',
);

function missing<V extends z.ZodType>(fill: V) {
  return open({ fill, indicator: z.boolean() })
    .optional()
    .describe('What stands in for a missing value. Left out: every row must have a value.');
}

const level = z.string().max(LIMITS.textLength);
const numberInput = open({
  type: z.enum(['number', 'integer']).optional(),
  name,
  transform,
  range,
  missing: missing(finite),
});
const dateInput = open({
  type: z.literal('date'),
  name,
  format: fieldSchema(columnCatalog.date.fields.format),
  parts: fieldSchema(columnCatalog.date.fields.parts),
  transform,
  range,
  missing: missing(finite),
});
const levelsInput = open({
  type: z.enum(['category', 'boolean']),
  name,
  levels: z.array(level).min(1).max(LIMITS.levels),
  counts: z.array(count).describe('Training rows of each level.'),
  encoding: z.enum(['one-hot', 'ordinal']),
  transform,
  missing: missing(level.nullable()),
})
  .refine(({ levels, counts }) => levels.length === counts.length, {
    error: 'Must have a count for each level.',
  })
  .refine(({ levels }) => new Set(levels).size === levels.length, { error: 'A level is named twice.' })
  .refine(({ levels, missing: rule }) => rule?.fill == null || levels.includes(rule.fill), {
    error: 'What stands in for a missing value must be one of the levels.',
  });
const input = z.discriminatedUnion('type', [numberInput, dateInput, levelsInput]);

const output = open({
  // That of a class is "column = level".
  name: z
    .string()
    .min(1)
    .max(LIMITS.nameLength + ' = '.length + LIMITS.textLength),
  transform,
  range,
  class: open({ column: name, level, otherwise: level.optional() })
    .optional()
    .describe('The answer is the probability of this level of this column.'),
});
const rawValue = z.union([finite, z.string().max(LIMITS.textLength), z.null()]);

const activation = z.enum(Object.keys(OUTPUT_ACTIVATIONS) as [Activation, ...Activation[]]);
const dtype = z.enum(PRECISIONS);

const dense = open({
  type: z.literal('dense'),
  activation,
  shape: z
    .tuple([z.int().min(1).max(LIMITS.units), z.int().min(1).max(LIMITS.units)])
    .describe('[units, inputs]'),
  dtype,
  W: packable(z.array(numbers).describe('Weights, [units][inputs].')),
  b: packable(numbers.describe('Bias, [units].')),
});

const normalization = {
  activation,
  dtype,
  epsilon: fieldSchema(layerCatalog['layer-normalization'].fields.epsilon),
  gamma: packable(numbers.describe('Scale, [units].')),
  beta: packable(numbers.describe('Shift, [units].')),
};

const layer = z.discriminatedUnion('type', [
  dense,
  open({
    type: z.literal('batch-normalization'),
    ...normalization,
    mean: packable(numbers.describe('Running mean, [units].')),
    variance: packable(z.array(finite.min(0)).describe('Running variance, [units].')),
  }),
  open({ type: z.literal('layer-normalization'), ...normalization }),
  open({
    type: z.literal('residual'),
    over: fieldSchema(layerCatalog.residual.fields.over),
  }),
  open({ type: z.literal('dropout'), rate: fieldSchema(layerCatalog.dropout.fields.rate) }),
]);

const training = open({
  experiment: experimentSchema,
  engine: engineSchema,
  dataHash: z.string(),
  rows: partRowsSchema,
  epoch: count.describe('The epoch whose weights these are.'),
  epochsDone: count,
});

const sums = z.array(z.string().regex(/^[0-9a-f]{8}$/));

export const modelFileSchema: z.ZodType<ModelFile> = open({
  format: z.literal('ninestep-model'),
  version: z.literal(1),
  name: z.string().min(1).max(LIMITS.nameLength),
  task: z.enum(Object.keys(TASKS) as [Task, ...Task[]]),
  inputs: z
    .array(input)
    .min(1)
    .refine((inputs) => new Set(inputs.map((own) => own.name)).size === inputs.length, {
      error: 'An input is named twice.',
    }),
  outputs: z.array(output).min(1),
  equation: z.array(z.string()).describe('What the model computes, in words.'),
  layers: z
    .array(layer)
    .min(1)
    .max(LIMITS.layers + 1),
  parameters: count,
  training: training.nullable().describe('Null: another program trained the model.'),
  metrics: open({
    train: finitePartMetricsSchema.nullable(),
    validation: finitePartMetricsSchema.nullable(),
    test: finitePartMetricsSchema.nullable(),
  }),
  testCases: z.array(open({ inputs: z.array(rawValue), expected: numbers.nullable() })).max(LIMITS.testCases),
  goldenCases: z.array(open({ inputs: z.array(rawValue), outputs: numbers })).min(1),
  sums: open({ inputs: sums, outputs: sums, layers: sums, goldenCases: sums })
    .optional()
    .describe('A short sum of each column, layer and golden case, to tell which of them was changed.'),
  checksum: z.string().regex(/^sha256:[0-9a-f]{64}$/),
});

/** Anything → a model file of the right form. Whether it is true to itself, `verifyModel` tells. */
export function parseModelFile(value: unknown): ModelFile {
  checkFormat(value, 'ninestep-model', 1, 'The model');
  return parseWith(modelFileSchema, unpackModel(value), 'model');
}
