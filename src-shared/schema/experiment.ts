import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';
import type { Experiment } from '../model/experiment.ts';
import { layerCatalog } from '../model/layer-catalog.ts';
import { networkFields, outputFields } from '../model/network.ts';
import { scheduleCatalog } from '../model/schedule-catalog.ts';
import {
  batchSizeField,
  clippingFields,
  earlyStoppingFields,
  optimizerCatalog,
  trainingFields,
} from '../model/training-catalog.ts';
import { allowedRange } from '../model/fields.ts';
import { quote } from '../core/text.ts';
import { checkExperiment } from '../data/check-experiment.ts';
import { dataSchema } from './data.ts';
import { catalogSchema, fieldSchema, shapeOf } from './from-fields.ts';
import { parseWith } from './parse.ts';
import { checkFormat } from './versioned.ts';

const finite = z.number();

const layerParameters = z.strictObject({
  W: z.array(z.array(finite)).describe('Weights, [units][inputs].'),
  b: z.array(finite).describe('Bias, [units].'),
});

const normalizationStart = z.strictObject({
  gamma: z.array(finite).describe('Scale, [units].'),
  beta: z.array(finite).describe('Shift, [units].'),
  mean: z.array(finite).optional().describe('Running mean of a batch normalisation, [units].'),
  variance: z.array(finite.min(0)).optional().describe('Running variance of a batch normalisation, [units].'),
});

const DEFAULT_LAYERS = [
  { type: 'dense', units: 16, activation: 'relu' },
  { type: 'dense', units: 16, activation: 'relu' },
] as const;

const network = z.strictObject({
  layers: z
    .array(catalogSchema(layerCatalog))
    .max(LIMITS.layers)
    .prefault(() => DEFAULT_LAYERS.map((layer) => ({ ...layer })))
    .describe('Hidden layers, from the inputs on.'),
  output: z.strictObject(shapeOf(outputFields)).prefault({}),
  ...shapeOf(networkFields),
  initial: z
    .array(layerParameters)
    .optional()
    .describe('Initial parameters of every dense layer, the output included; they replace the initializer.'),
  initialNormalizations: z
    .array(normalizationStart)
    .optional()
    .describe('Beside initial: where every normalisation begins; left out, with scale 1 and shift 0.'),
});

const training = z.strictObject({
  ...shapeOf(trainingFields),
  optimizer: catalogSchema(optimizerCatalog).prefault({ type: 'adam' }),
  batchSize: z
    .union([z.literal('full'), fieldSchema(batchSizeField)], {
      error: (issue) => `Must be "full" or ${allowedRange(batchSizeField)}, but is ${quote(issue.input)}.`,
    })
    .default(batchSizeField.default)
    .describe(
      `${batchSizeField.label}. ${batchSizeField.help} The word "full" stands for all training rows.`,
    ),
  schedule: catalogSchema(scheduleCatalog).prefault({ type: 'constant' }),
  clipping: z.strictObject(shapeOf(clippingFields)).optional(),
  earlyStopping: z.strictObject(shapeOf(earlyStoppingFields)).optional(),
});

const columnName = z.string().min(1).max(LIMITS.nameLength);
const text = z.string().max(LIMITS.textLength);

const testCase = z.strictObject({
  name: z.string().min(1).max(LIMITS.nameLength).optional(),
  inputs: z.record(columnName, z.union([finite, text, z.null()])).describe('Column → value; null: missing.'),
  expected: z.record(columnName, z.union([finite, text])).optional(),
  tolerance: z
    .record(columnName, finite.min(0))
    .optional()
    .describe('Target → how far off an answer may be, in raw units; a target left out is not judged.'),
});

/** The experiment file. Everything but the data may be left out; what is left out gets the table's default. */
export const experimentSchema = z.strictObject({
  format: z.literal('ninestep-experiment'),
  version: z.literal(1),
  name: z.string().min(1).max(LIMITS.nameLength).default('Untitled'),
  description: z.string().max(LIMITS.textLength).default(''),
  data: dataSchema,
  network: network.prefault({}),
  training: training.prefault({}),
  testCases: z.array(testCase).max(LIMITS.testCases).default([]),
});

/** Anything → a complete experiment that can be trained, or one clear error. */
export function parseExperiment(value: unknown): Experiment {
  checkFormat(value, 'ninestep-experiment', 1, 'The experiment');
  const experiment: Experiment = parseWith(experimentSchema, value, 'experiment');
  checkExperiment(experiment);
  return experiment;
}
