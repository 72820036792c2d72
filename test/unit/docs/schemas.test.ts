import { formatJson } from '@shared/core/json-text.ts';
import { exportedModelJson } from '@shared/export/model-json.ts';
import type { MetricsPoint, RunRecord } from '@shared/model/run.ts';
import { experimentSchema, parseExperiment } from '@shared/schema/experiment.ts';
import {
  JSON_SCHEMA_NAMES,
  type JsonSchemaName,
  jsonSchemaText,
  makeJsonSchema,
} from '@shared/schema/json-schema.ts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import article from '../../../resources/examples/article.json' with { type: 'json' };
import { encodePoint } from '../../../src-main/storage/metrics-line.ts';
import { workspaceAt } from '../../../src-main/storage/paths.ts';
import { openProject } from '../../../src-main/storage/project-store.ts';
import { createRun, writeRun } from '../../../src-main/storage/run-store.ts';
import { withValue, without } from '../../helpers/json-path.ts';
import { mixedExperiment, mixedExperimentJson, mixedTable } from '../../helpers/mixed-table.ts';
import { trainedModel } from '../../helpers/trained-model.ts';
import { smallModel } from './small-model.ts';

const root = resolve(import.meta.dirname, '../../..');

/** Formats of texts are held by patterns, so nothing is lost by not looking at "format". */
const ajv = new Ajv2020({ allErrors: true, validateFormats: false, allowUnionTypes: true });

function compile(name: JsonSchemaName) {
  return ajv.getSchema(`urn:ninestep:${name}:1`) ?? ajv.compile(makeJsonSchema(name));
}

/** What is wrong with a value; nothing when it keeps the schema. */
function problems(name: JsonSchemaName, value: unknown): unknown {
  const validate = compile(name);
  return validate(value) ? null : validate.errors;
}

describe('resources/schemas', () => {
  it.each(JSON_SCHEMA_NAMES)('holds %s as the code has it (else: npm run schemas)', (name) => {
    const path = join(root, 'resources/schemas', `${name}.schema.json`);
    expect(readFileSync(path, 'utf8')).toBe(jsonSchemaText(name));
  });

  it('holds nothing else', () => {
    const files = readdirSync(join(root, 'resources/schemas')).sort();
    expect(files).toEqual(JSON_SCHEMA_NAMES.map((name) => `${name}.schema.json`).sort());
  });

  it('names no host, so that nothing needs a network to read a file', () => {
    // "$schema" is the name that the standard gives itself.
    const texts = JSON_SCHEMA_NAMES.map((name) => jsonSchemaText(name).replace(/"\$schema": "[^"]*"/, ''));
    expect(texts.filter((text) => text.includes('://'))).toEqual([]);
  });
});

describe('experiment.schema.json', () => {
  const table: unknown = mixedExperimentJson({ testCases: [{ inputs: { 'any name': null } }] });
  const examples = readdirSync(join(root, 'resources/examples')).filter((name) => name.endsWith('.json'));

  it.each(examples)('accepts resources/examples/%s', (name) => {
    const value: unknown = JSON.parse(readFileSync(join(root, 'resources/examples', name), 'utf8'));
    expect(problems('experiment', value)).toBeNull();
  });

  it('accepts an experiment on a table, as it is written and as it is read', () => {
    expect(problems('experiment', table)).toBeNull();
    expect(problems('experiment', parseExperiment(mixedExperimentJson()))).toBeNull();
  });

  it('needs nothing but the data, as Ninestep itself', () => {
    const { format, version, data } = article;
    const bare = { format, version, data: { source: data.source } };
    expect(problems('experiment', bare)).toBeNull();
    expect(problems('experiment', parseExperiment(bare))).toBeNull();
  });

  it.each([
    ['an unknown field', { ...article, color: 'blue' }],
    ['a newer version', { ...article, version: 2 }],
    ['a missing source', { ...article, data: {} }],
    ['too many epochs', { ...article, training: { epochs: 10_000_001 } }],
    ['a batch size in words', { ...article, training: { batchSize: 'half' } }],
    ['a learning rate of 0', { ...article, training: { optimizer: { type: 'sgd', learningRate: 0 } } }],
    ['settings of another optimizer', { ...article, training: { optimizer: { type: 'sgd', beta1: 0.5 } } }],
    ['a name for a formula with a blank', withValue(article, 'data.source.inputs', { 'a b': [0, 1] })],
    ['a table without its hash', without(table, 'data.source.hash')],
    ['a category without levels', without(table, 'data.columns[3].levels')],
    ['yes or no of three levels', withValue(table, 'data.columns[5].levels', ['no', 'yes', '?'])],
    ['a setting of another type of column', withValue(table, 'data.columns[0].encoding', 'one-hot')],
  ])('refuses %s, as Ninestep itself', (_, value) => {
    expect(problems('experiment', value)).not.toBeNull();
    expect(experimentSchema.safeParse(value).success).toBe(false);
  });
});

describe('model.schema.json', () => {
  const model = JSON.parse(formatJson(smallModel())) as ReturnType<typeof smallModel>;

  it('accepts a model fresh from training', () => {
    expect(problems('model', model)).toBeNull();
  });

  it('accepts a model of a table with every type of column', () => {
    const mixed = trainedModel(mixedExperiment(), mixedTable(120, 1));
    expect(problems('model', JSON.parse(formatJson(mixed)))).toBeNull();
  });

  it('accepts inputs that say no type, as version 0.1.0 wrote them', () => {
    expect(problems('model', without(model, 'inputs[0].type'))).toBeNull();
  });

  it('refuses a scale of 0, which nothing can be divided by', () => {
    const [first, ...others] = model.inputs;
    const flat = { ...first!, transform: { ...first!.transform, scale: 0 } };
    expect(problems('model', { ...model, inputs: [flat, ...others] })).not.toBeNull();
  });

  it('accepts numbers in base64, and fields that it does not know', () => {
    const packed = JSON.parse(exportedModelJson(model, 'base64')) as typeof model;
    expect(problems('model', packed)).toBeNull();
    expect(problems('model', withValue({ ...packed, license: 'MIT' }, 'layers[0].note', 'x'))).toBeNull();
  });

  it.each<[string, unknown]>([
    ['layers[0].W.shape', [1, 2, 3]],
    ['layers[0].W.dtype', 'int8'],
    ['layers[0].b.base64', 7],
    ['layers[0].b', { base64: '' }],
    ['layers[0].b.size', 3],
  ])('refuses packed numbers with %s = %j', (place, value) => {
    const packed = JSON.parse(exportedModelJson(model, 'base64')) as typeof model;
    expect(problems('model', withValue(packed, place, value))).not.toBeNull();
  });

  it('refuses a model without its checksum', () => {
    expect(problems('model', { ...model, checksum: undefined })).not.toBeNull();
  });
});

describe('run.schema.json and project.schema.json', () => {
  let folder: string;
  let record: RunRecord;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ninestep-schemas-'));
    const experiment = parseExperiment(article);
    ({ record } = await createRun(join(folder, 'run'), workspaceAt(folder), experiment, 'command-line'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const broken: MetricsPoint = {
    epoch: 3,
    step: 3,
    seconds: 0.25,
    duringEpoch: { loss: Infinity, articleLoss: Infinity },
    train: { loss: NaN, articleLoss: NaN, rmse: [NaN, 1, -Infinity] },
    validation: null,
    test: { loss: 0.5, articleLoss: 0.25, rmse: [1, 2, 3] },
  };

  async function readJson(...path: string[]): Promise<unknown> {
    return JSON.parse(await readFile(join(folder, ...path), 'utf8'));
  }

  it('accept a run as it is first written', async () => {
    expect(problems('run', await readJson('run', 'run.json'))).toBeNull();
  });

  it('accept a run that diverged, with its numbers that are none', async () => {
    const failure = { code: 'DISK_FULL', message: 'The disk is full.' } as const;
    await writeRun(join(folder, 'run'), {
      ...record,
      status: 'diverged',
      last: broken,
      best: broken,
      failure,
    });
    expect(problems('run', await readJson('run', 'run.json'))).toBeNull();
  });

  it('describe a line of metrics.jsonl', () => {
    compile('run');
    const validate = ajv.compile({ $ref: 'urn:ninestep:run:1#/$defs/metricsPoint' });
    const { crc: _, ...point } = JSON.parse(encodePoint(broken)) as { crc: string };
    expect(validate(point)).toBe(true);
    expect(validate({ ...broken, train: { ...broken.train, loss: 'nan' } })).toBe(false);
  });

  it('accept the project of a first start', async () => {
    await openProject(workspaceAt(folder));
    expect(problems('project', await readJson('project.json'))).toBeNull();
  });
});
