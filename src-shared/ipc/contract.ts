import { z } from 'zod';
import { LIMITS } from '../core/limits.ts';
import { layerCatalog, type LayerType } from '../model/layer-catalog.ts';
import { EXPORT_FORMAT_NAMES, NUMBER_FORMS } from '../model/export-formats.ts';
import { experimentSchema } from '../schema/experiment.ts';
import { projectSchema } from '../schema/project.ts';
import { measured, runIdSchema } from '../schema/run.ts';
import { runViewsSchema } from '../schema/run-views.ts';
import { settingsSchema } from '../schema/settings.ts';
import { ACTION_IDS } from './actions.ts';
import { evaluationContract } from './evaluation-contract.ts';
import { importContract } from './import-contract.ts';
import { insightContract } from './insight-contract.ts';
import { nineStepsContract } from './nine-steps-contract.ts';
import { queueStateSchema, runContract, runEvents } from './run-contract.ts';
import { fileDroppedSchema, tableContract, tableProgressSchema } from './table-contract.ts';
import type { INVOKE_CHANNELS } from './channels.ts';

/** Something that happened outside of what the person was doing, told once. */
export const noticeSchema = z.strictObject({
  level: z.enum(['info', 'warning', 'error']),
  message: z.string(),
});
export type Notice = z.infer<typeof noticeSchema>;

const done = z.strictObject({});
/** One cell of a raw row as the model takes it: a number, a text, or null where it is missing. */
const cell = z.union([z.number(), z.string().max(LIMITS.textLength), z.null()]);
const rowOfCells = z.array(cell).max(LIMITS.columns);
const rowOfNumbers = z.array(z.number()).max(LIMITS.columns);

/** A column that a model asks for. */
const modelInput = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.enum(['number', 'integer', 'date']),
    name: z.string(),
    /** Over the training rows; dates in days since 1970. */
    min: z.number(),
    max: z.number(),
    mean: z.number(),
    /** Whether a row may lack it. */
    optional: z.boolean(),
  }),
  z.strictObject({
    type: z.enum(['category', 'boolean']),
    name: z.string(),
    levels: z.array(z.string()),
    /** The most frequent level of the training rows. */
    typical: z.string(),
    optional: z.boolean(),
  }),
]);
/** One value that a model answers: a number in raw units, or the probability of a class. */
const modelOutput = z.strictObject({
  name: z.string(),
  column: z.string(),
  min: z.number(),
  max: z.number(),
  mean: z.number(),
});

const layerCheck = z.strictObject({
  /** Place among the layers, the output layer last, 0 first. */
  layer: z.int(),
  type: z.enum(Object.keys(layerCatalog) as [LayerType, ...LayerType[]]),
  /** Parameters that were compared, and those that were not because the loss has a kink there. */
  checked: z.int(),
  kinks: z.int(),
  maxRelativeError: measured,
  /** The parameter with that error, by its index among all. */
  worst: z.strictObject({ index: z.int(), analytic: measured, numeric: measured }).nullable(),
});

const exportedFile = z.strictObject({ name: z.string(), bytes: z.int() });

/** What was written, and what running it on golden cases gave. */
export const exportResultSchema = z.strictObject({
  fileName: z.string(),
  /** The main file first. */
  files: z.array(exportedFile),
  goldenCases: z.int(),
  /** Between the file, read back and run, and the model, over its golden cases; in raw units. Null: see `notRun`. */
  largestDifference: z.number().nullable(),
  /** Why the file could not be run on this machine; null where it was. */
  notRun: z.string().nullable(),
});

/** What a run's model is to be taken away as. */
const exportChoice = z.strictObject({
  runId: runIdSchema,
  format: z.enum(EXPORT_FORMAT_NAMES),
  numbers: z.enum(NUMBER_FORMS),
});

/** Every call the window can make of main. Adding an entry, here and to the names, is the only way to add a channel. */
export const invokeContract = {
  /** All the window needs to draw itself, at start and after a reload. */
  'app:snapshot': {
    request: done,
    response: z.strictObject({
      version: z.string(),
      project: projectSchema,
      queue: queueStateSchema,
      views: runViewsSchema,
      settings: settingsSchema,
      notices: z.array(noticeSchema),
      dataFolder: z.string(),
    }),
  },
  'settings:change': {
    request: z.strictObject({
      theme: settingsSchema.shape.theme.unwrap().optional(),
      experimentId: settingsSchema.shape.experimentId.unwrap().optional(),
    }),
    response: settingsSchema,
  },
  'project:save': { request: z.strictObject({ project: projectSchema }), response: done },
  /** The experiments that come with Ninestep, to start afresh from. */
  'project:examples': {
    request: done,
    response: z.strictObject({
      examples: z.array(z.strictObject({ example: z.string(), experiment: experimentSchema })),
    }),
  },
  ...tableContract,
  /** Whether the gradients that training would take agree with differences of the loss, layer by layer. */
  'gradient:check': {
    request: z.strictObject({ experiment: experimentSchema }),
    response: z.strictObject({
      passed: z.boolean(),
      /** Relative, as all errors here; those up to `tolerance` pass. */
      maxRelativeError: measured,
      tolerance: z.number(),
      rows: z.int(),
      /** The layers that have parameters. */
      layers: z.array(layerCheck).max(LIMITS.layers + 1),
    }),
  },
  /** The loss as the learning rate grows from step to step, and a rate to train with. */
  'rate:find': {
    request: z.strictObject({ experiment: experimentSchema }),
    response: z.strictObject({
      /** Null where the loss never fell. */
      suggestion: z.number().nullable(),
      curve: z.array(z.strictObject({ rate: z.number(), loss: z.number(), smoothed: z.number() })),
    }),
  },
  ...runContract,
  ...insightContract,
  ...nineStepsContract,
  ...evaluationContract,
  /** The model of a run: its columns, its equation, and its test cases answered. */
  'model:describe': {
    request: z.strictObject({ runId: runIdSchema }),
    response: z.strictObject({
      name: z.string(),
      epoch: z.int(),
      inputs: z.array(modelInput),
      outputs: z.array(modelOutput),
      equation: z.array(z.string()),
      parameters: z.int(),
      cases: z.array(
        z.strictObject({
          inputs: rowOfCells,
          expected: rowOfNumbers.nullable(),
          outputs: z.array(measured).max(LIMITS.columns),
        }),
      ),
    }),
  },
  /** Raw inputs → raw outputs, by the same code as the exported file's readers. */
  'model:predict': {
    request: z.strictObject({ runId: runIdSchema, rows: z.array(rowOfCells).min(1).max(1_000) }),
    response: z.strictObject({ outputs: z.array(z.array(measured)) }),
  },
  /** The beginnings of the files an export would write, without the results on the test rows while they are sealed. */
  'model:preview': {
    request: exportChoice,
    response: z.strictObject({
      isSealed: z.boolean(),
      /** The main file first; of one that is no text, a description. */
      files: z.array(exportedFile.extend({ text: z.string(), cut: z.boolean() })),
    }),
  },
  /** Opens the save dialog, writes, reads back and checks. */
  'model:export': {
    request: exportChoice,
    response: z.discriminatedUnion('status', [
      z.strictObject({ status: z.literal('cancelled') }),
      exportResultSchema.extend({ status: z.literal('saved') }),
    ]),
  },
  ...importContract,
  /** Shows the last exported file in the system's file manager. */
  'export:reveal': { request: done, response: done },
  /** An error the window could not handle, for the log. */
  'log:error': { request: z.strictObject({ message: z.string().max(LIMITS.textLength) }), response: done },
} as const satisfies Record<(typeof INVOKE_CHANNELS)[number], { request: z.ZodType; response: z.ZodType }>;

export type InvokeContract = typeof invokeContract;
export type InvokeChannel = keyof InvokeContract;
export type Request<C extends InvokeChannel> = z.infer<InvokeContract[C]['request']>;
export type Response<C extends InvokeChannel> = z.infer<InvokeContract[C]['response']>;

/** What main tells the window without being asked, on one channel. */
export const eventSchema = z.discriminatedUnion('type', [
  ...runEvents,
  z.strictObject({ type: z.literal('notice'), notice: noticeSchema }),
  tableProgressSchema,
  fileDroppedSchema,
  /** An entry of the menu was chosen. */
  z.strictObject({ type: z.literal('action'), action: z.enum(ACTION_IDS) }),
]);
export type WorkbenchEvent = z.infer<typeof eventSchema>;
