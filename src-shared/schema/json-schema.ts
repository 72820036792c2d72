import { z } from 'zod';
import { PRECISIONS } from '../core/float-array.ts';
import { formatJson } from '../core/json-text.ts';
import { experimentSchema } from './experiment.ts';
import { modelFileSchema, packableLists } from './model-file.ts';
import { projectSchema } from './project.ts';
import { measured, metricsPointSchema, runRecordSchema } from './run.ts';
import { sweepSchema } from './sweep.ts';

type JsonSchema = Record<string, unknown>;

interface Described {
  readonly schema: z.ZodType;
  readonly title: string;
  readonly description: string;
  /** `input`: what may be left out is optional and names its default. `output`: what Ninestep writes, which is whole. */
  readonly io: 'input' | 'output';
}

/** The files of Ninestep: name of the JSON Schema in resources/schemas → what it is made from. */
const FILES = {
  experiment: {
    schema: experimentSchema,
    title: 'Ninestep experiment, version 1',
    description:
      'Data, network and training of one run. Everything but the data may be left out and gets its default. See docs/formats/experiment.md.',
    io: 'input',
  },
  model: {
    schema: modelFileSchema,
    title: 'Ninestep model, version 1',
    description:
      'model.json: a trained network that turns raw inputs into raw outputs by itself. See docs/formats/model.md.',
    io: 'output',
  },
  run: {
    schema: runRecordSchema,
    title: 'Ninestep run, version 1',
    description:
      'run.json: everything about a run but its points and its weights. See docs/formats/run.md; a line of metrics.jsonl is a metricsPoint.',
    io: 'output',
  },
  project: {
    schema: projectSchema,
    title: 'Ninestep project, version 1',
    description: 'project.json: the experiments that a person works on, side by side.',
    io: 'output',
  },
  sweep: {
    schema: sweepSchema,
    title: 'Ninestep sweep, version 1',
    description:
      'sweep.json: an experiment with some settings varied, seeds repeated, or folds taken in turn. All but the experiment may be left out; a file that a person writes may name the file of the experiment instead. See docs/sweeps.md.',
    io: 'input',
  },
} as const satisfies Record<string, Described>;

export type JsonSchemaName = keyof typeof FILES;
export const JSON_SCHEMA_NAMES = Object.keys(FILES) as JsonSchemaName[];

/** Parts that stand in `$defs` once instead of in every place where they are used. */
const SHARED_PARTS: ReadonlyMap<unknown, { name: string; schema: z.ZodType }> = new Map(
  Object.entries({ experiment: experimentSchema, metricsPoint: metricsPointSchema, measured }).map(
    ([name, schema]) => [schema, { name, schema }] as const,
  ),
);

/** JSON has no NaN: in files, a measured number that is not finite is its name (schema/measured-json.ts). */
const MEASURED_IN_FILES: JsonSchema = {
  description: 'A measured number. One that is not finite is written as its name.',
  anyOf: [{ type: 'number' }, { enum: ['NaN', 'Infinity', '-Infinity'] }],
};

/** What may stand in place of a list of weights. */
const PACKED_NUMBERS: JsonSchema = {
  description:
    'The numbers of a list as bytes, little-endian, row after row, in base64. See docs/formats/model.md.',
  type: 'object',
  properties: {
    base64: { type: 'string' },
    dtype: { type: 'string', enum: PRECISIONS },
    shape: { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 1, maxItems: 2 },
  },
  required: ['base64', 'dtype', 'shape'],
  additionalProperties: false,
};

/** The JSON Schema (draft 2020-12) of one of Ninestep's files, complete in itself. */
export function makeJsonSchema(name: JsonSchemaName): JsonSchema {
  const { schema, title, description, io } = FILES[name];
  const used = new Map<string, JsonSchema>();
  const body = convert(schema, io, used);
  const definitions = Object.fromEntries([...used].sort(([a], [b]) => (a < b ? -1 : 1)));
  const { $schema, ...rest } = body;
  return {
    $schema,
    $id: `urn:ninestep:${name}:1`,
    title,
    description,
    ...rest,
    ...(used.size === 0 ? {} : { $defs: definitions }),
  };
}

/** As the file in resources/schemas holds it. */
export function jsonSchemaText(name: JsonSchemaName): string {
  return formatJson(makeJsonSchema(name));
}

/** A zod schema → JSON Schema; every shared part in it becomes a reference, and is put into `used`. */
function convert(schema: z.ZodType, io: Described['io'], used: Map<string, JsonSchema>): JsonSchema {
  return z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    // NaN and infinities have no JSON Schema; all of them stand inside `measured`, which is replaced as a whole.
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema, path }) => {
      const part = path.length === 0 ? undefined : SHARED_PARTS.get(zodSchema);
      if (part !== undefined) becomeReference(jsonSchema, part, io, used);
      if (packableLists.has(zodSchema)) becomePackable(jsonSchema, used);
      // The one refinement of the formats: nothing can be divided by 0.
      if (path.at(-1) === 'scale') jsonSchema.not = { const: 0 };
    },
  });
}

function becomePackable(place: JsonSchema, used: Map<string, JsonSchema>): void {
  const { description, ...list } = place;
  for (const key of Object.keys(list)) Reflect.deleteProperty(place, key);
  place.description = description;
  place.anyOf = [list, { $ref: '#/$defs/packedNumbers' }];
  used.set('packedNumbers', PACKED_NUMBERS);
}

function becomeReference(
  place: JsonSchema,
  part: { name: string; schema: z.ZodType },
  io: Described['io'],
  used: Map<string, JsonSchema>,
): void {
  for (const key of Object.keys(place)) Reflect.deleteProperty(place, key);
  place.$ref = `#/$defs/${part.name}`;
  if (used.has(part.name)) return;
  if (part.schema === measured) {
    used.set(part.name, MEASURED_IN_FILES);
    return;
  }
  const { $schema: _, ...definition } = convert(part.schema, io, used);
  used.set(part.name, definition);
}
