import { formatJson } from '@shared/core/json-text.ts';
import { makeJsonSchema } from '@shared/schema/json-schema.ts';
import { sweepSchema } from '@shared/schema/sweep.ts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readSweepFile } from '../../../src-main/groups/sweep-file.ts';
import { sweepJson } from '../../helpers/sweeps.ts';

const examples = resolve(import.meta.dirname, '../../../resources/examples/sweeps');
const validate = new Ajv2020({ validateFormats: false, allowUnionTypes: true }).compile(
  makeJsonSchema('sweep'),
);

it.each(readdirSync(examples))(
  'sweep.schema.json accepts resources/examples/sweeps/%s, as it is kept',
  async (name) => {
    const spec = await readSweepFile(join(examples, name), { opensNetworkPaths: false });
    expect(validate(JSON.parse(formatJson(spec)))).toBe(true);
  },
);

it('sweep.schema.json needs nothing but the experiment, as Ninestep itself', () => {
  const { format, version, experiment } = sweepJson() as {
    format: string;
    version: number;
    experiment: unknown;
  };
  const bare = { format, version, experiment };
  expect(validate(bare)).toBe(true);
  expect(sweepSchema.safeParse(bare).success).toBe(true);
});

it.each([
  ['an unknown field', { color: 'blue' }],
  ['a setting without values', { settings: [{ path: 'network.seed' }] }],
  ['a setting with both', { settings: [{ path: 'network.seed', values: [1], range: { from: 1, to: 2 } }] }],
  ['another scale', { settings: [{ path: 'network.seed', range: { from: 1, to: 2, scale: 'odd' } }] }],
  ['another search', { search: { kind: 'bayes' } }],
  ['more trials than runs', { search: { kind: 'random', trials: 1001 } }],
  ['a seed that is none', { replicates: { count: 2, vary: ['data.source.seed'] } }],
  ['a single fold', { crossValidation: { folds: 1 } }],
  ['a factor of 1', { halving: { factor: 1 } }],
])('sweep.schema.json refuses %s, as Ninestep itself', (_what, changes) => {
  expect(validate(sweepJson(changes))).toBe(false);
  expect(sweepSchema.safeParse(sweepJson(changes)).success).toBe(false);
});
