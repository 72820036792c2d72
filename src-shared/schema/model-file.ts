import { z } from 'zod';
import { PRECISIONS } from '../core/float-array.ts';
import { LIMITS } from '../core/limits.ts';
import { type Activation, OUTPUT_ACTIVATIONS } from '../model/activations.ts';
import { columnCatalog, type ScalingKind, SCALINGS } from '../model/column-catalog.ts';
import { layerCatalog } from '../model/layer-catalog.ts';
import type { ModelFile } from '../model/model-file.ts';
import { type Task, TASKS } from '../model/task.ts';
import { experimentSchema } from './experiment.ts';
import { fieldSchema } from './from-fields.ts';
import { parseWith } from './parse.ts';
import { engineSchema, finitePartMetricsSchema, partRowsSchema } from './run.ts';
import { checkFormat } from './versioned.ts';

const finite = z.number();
const numbers = z.array(finite);
const count = z.int().min(0);

const name = z.string().min(1).max(LIMITS.nameLength);
const transform = z
  .strictObject({
    kind: z.enum(Object.keys(SCALINGS) as [ScalingKind, ...ScalingKind[]]),
    shift: finite,
    scale: finite.refine((scale) => scale !== 0, { error: 'Must not be 0.' }),
  })
  .describe('scaled = (raw − shift) / scale; for log of sign(raw) · ln(1 + |raw|) in place of raw.');
const range = z
  .strictObject({ min: finite, max: finite, mean: finite })
  .describe('Over the training rows, in raw units.');

function missing<V extends z.ZodType>(fill: V) {
  return z
    .strictObject({ fill, indicator: z.boolean() })
    .optional()
    .describe('What stands in for a missing value. Left out: every row must have a value.');
}

const level = z.string().max(LIMITS.textLength);
const numberInput = z.strictObject({
  type: z.enum(['number', 'integer']).optional(),
  name,
  transform,
  range,
  missing: missing(finite),
});
const dateInput = z.strictObject({
  type: z.literal('date'),
  name,
  format: fieldSchema(columnCatalog.date.fields.format),
  parts: fieldSchema(columnCatalog.date.fields.parts),
  transform,
  range,
  missing: missing(finite),
});
const levelsInput = z
  .strictObject({
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

const output = z.strictObject({
  // That of a class is "column = level".
  name: z
    .string()
    .min(1)
    .max(LIMITS.nameLength + ' = '.length + LIMITS.textLength),
  transform,
  range,
  class: z
    .strictObject({ column: name, level, otherwise: level.optional() })
    .optional()
    .describe('The answer is the probability of this level of this column.'),
});
const rawValue = z.union([finite, z.string().max(LIMITS.textLength), z.null()]);

const activation = z.enum(Object.keys(OUTPUT_ACTIVATIONS) as [Activation, ...Activation[]]);
const dtype = z.enum(PRECISIONS);

const dense = z.strictObject({
  type: z.literal('dense'),
  activation,
  shape: z
    .tuple([z.int().min(1).max(LIMITS.units), z.int().min(1).max(LIMITS.units)])
    .describe('[units, inputs]'),
  dtype,
  W: z.array(numbers).describe('Weights, [units][inputs].'),
  b: numbers.describe('Bias, [units].'),
});

const normalization = {
  activation,
  dtype,
  epsilon: fieldSchema(layerCatalog['layer-normalization'].fields.epsilon),
  gamma: numbers.describe('Scale, [units].'),
  beta: numbers.describe('Shift, [units].'),
};

const layer = z.discriminatedUnion('type', [
  dense,
  z.strictObject({
    type: z.literal('batch-normalization'),
    ...normalization,
    mean: numbers.describe('Running mean, [units].'),
    variance: z.array(finite.min(0)).describe('Running variance, [units].'),
  }),
  z.strictObject({ type: z.literal('layer-normalization'), ...normalization }),
  z.strictObject({
    type: z.literal('residual'),
    over: fieldSchema(layerCatalog.residual.fields.over),
  }),
  z.strictObject({ type: z.literal('dropout'), rate: fieldSchema(layerCatalog.dropout.fields.rate) }),
]);

export const modelFileSchema: z.ZodType<ModelFile> = z.strictObject({
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
  training: z.strictObject({
    experiment: experimentSchema,
    engine: engineSchema,
    dataHash: z.string(),
    rows: partRowsSchema,
    epoch: count.describe('The epoch whose weights these are.'),
    epochsDone: count,
  }),
  metrics: z.strictObject({
    train: finitePartMetricsSchema,
    validation: finitePartMetricsSchema.nullable(),
    test: finitePartMetricsSchema.nullable(),
  }),
  testCases: z
    .array(z.strictObject({ inputs: z.array(rawValue), expected: numbers.nullable() }))
    .max(LIMITS.testCases),
  goldenCases: z.array(z.strictObject({ inputs: z.array(rawValue), outputs: numbers })).min(1),
  checksum: z.string().regex(/^sha256:[0-9a-f]{64}$/),
});

/** Anything → a model file of the right form. Whether it is true to itself, `verifyModel` tells. */
export function parseModelFile(value: unknown): ModelFile {
  checkFormat(value, 'ninestep-model', 1, 'The model');
  return parseWith(modelFileSchema, value, 'model');
}
