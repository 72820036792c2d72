import { z } from 'zod';
import { PRECISIONS } from '../core/float-array.ts';
import { LIMITS } from '../core/limits.ts';
import { ACTIVATIONS, type Activation } from '../model/activations.ts';
import type { ModelFile } from '../model/model-file.ts';
import { experimentSchema } from './experiment.ts';
import { parseWith } from './parse.ts';
import { partRowsSchema } from './run.ts';
import { checkFormat } from './versioned.ts';

const finite = z.number();
const numbers = z.array(finite);
const count = z.int().min(0);

const column = z.strictObject({
  name: z.string().min(1).max(LIMITS.nameLength),
  transform: z
    .strictObject({
      kind: z.enum(['standard', 'min-max', 'none']),
      shift: finite,
      scale: finite.refine((scale) => scale !== 0, { error: 'Must not be 0.' }),
    })
    .describe('scaled = (raw − shift) / scale'),
  range: z
    .strictObject({ min: finite, max: finite, mean: finite })
    .describe('Over the training rows, in raw units.'),
});

const layer = z.strictObject({
  type: z.literal('dense'),
  activation: z.enum(Object.keys(ACTIVATIONS) as [Activation, ...Activation[]]),
  shape: z
    .tuple([z.int().min(1).max(LIMITS.units), z.int().min(1).max(LIMITS.units)])
    .describe('[units, inputs]'),
  dtype: z.enum(PRECISIONS),
  W: z.array(numbers).describe('Weights, [units][inputs].'),
  b: numbers.describe('Bias, [units].'),
});

const partMetrics = z.strictObject({ loss: finite, articleLoss: finite, rmse: numbers });

export const modelFileSchema: z.ZodType<ModelFile> = z.strictObject({
  format: z.literal('ninestep-model'),
  version: z.literal(1),
  name: z.string().min(1).max(LIMITS.nameLength),
  task: z.literal('regression'),
  inputs: z.array(column).min(1),
  outputs: z.array(column).min(1),
  equation: z.array(z.string()).describe('What the model computes, in words.'),
  layers: z
    .array(layer)
    .min(1)
    .max(LIMITS.layers + 1),
  parameters: count,
  training: z.strictObject({
    experiment: experimentSchema,
    engine: z.strictObject({
      name: z.literal('ninestep'),
      version: z.string(),
      backend: z.literal('reference'),
    }),
    dataHash: z.string(),
    rows: partRowsSchema,
    epoch: count.describe('The epoch whose weights these are.'),
    epochsDone: count,
  }),
  metrics: z.strictObject({
    train: partMetrics,
    validation: partMetrics.nullable(),
    test: partMetrics.nullable(),
  }),
  testCases: z.array(z.strictObject({ inputs: numbers, expected: numbers.nullable() })).max(LIMITS.testCases),
  goldenCases: z.array(z.strictObject({ inputs: numbers, outputs: numbers })).min(1),
  checksum: z.string().regex(/^sha256:[0-9a-f]{64}$/),
});

/** Anything → a model file of the right form. Whether it is true to itself, `verifyModel` tells. */
export function parseModelFile(value: unknown): ModelFile {
  checkFormat(value, 'ninestep-model', 1, 'The model');
  return parseWith(modelFileSchema, value, 'model');
}
