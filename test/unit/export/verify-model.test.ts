import type { ErrorCode } from '@shared/core/errors.ts';
import { modelChecksum, modelJson, sealModel } from '@shared/export/model-json.ts';
import { verifyModel } from '@shared/export/verify-model.ts';
import type { ModelDense, ModelFile } from '@shared/model/model-file.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { parseJson } from '@shared/schema/safe-json.ts';
import { describe, expect, it } from 'vitest';
import { classificationJson, smallExperiment } from '../../helpers/experiments.ts';
import { withValue, without } from '../../helpers/json-path.ts';
import { mixedExperiment, mixedTable } from '../../helpers/mixed-table.ts';
import { thrownBy } from '../../helpers/thrown.ts';
import { trainedModel } from '../../helpers/trained-model.ts';

const model = trainedModel(smallExperiment());
const output = model.layers.at(-1) as ModelDense;

/** The model with one place changed and a checksum that fits: only the content itself can give it away. */
function forged(place: string, value: unknown): ModelFile {
  const changed = withValue(model, place, value);
  return { ...changed, checksum: modelChecksum(changed) };
}

const load = (value: unknown) => verifyModel(parseModelFile(value), value);

describe('verifyModel', () => {
  it('finds nothing wrong with a model as it was written', () => {
    expect(load(parseJson(modelJson(model), 'x'))).toEqual({ goldenCases: 17, largestDifference: 0 });
  });

  it('does not mind the order of fields or the spaces in the file', () => {
    const shuffled = Object.fromEntries(Object.entries(JSON.parse(modelJson(model)) as object).reverse());
    expect(load(JSON.parse(JSON.stringify(shuffled))).goldenCases).toBe(17);
  });

  it.each<[string, unknown, string, RegExp]>([
    [
      'layers[0].W[0][0]',
      0.123,
      'layers[0]',
      /This layer \(dense\), with its weights, does not match its sum/,
    ],
    ['layers[1].b[0]', output.b[0]! + 1e-15, 'layers[1]', /This layer \(dense\)/],
    ['layers[0].activation', 'relu', 'layers[0]', /This layer \(dense\)/],
    ['inputs[0].transform.shift', 0, 'inputs[0]', /The column "a", with its scaling, does not match its sum/],
    ['inputs[0].range.max', 99, 'inputs[0]', /The column "a"/],
    ['outputs[1].transform.scale', 3, 'outputs[1]', /The answer "product", with its scaling,/],
    ['outputs[0].name', 'x', 'outputs[0]', /The answer "x"/],
    ['goldenCases[3].outputs[0]', 0, 'goldenCases[3]', /This golden case does not match its sum/],
    ['goldenCases', model.goldenCases.slice(1), 'goldenCases', /The length of this list does not match/],
    ['name', 'another name', 'checksum', /columns, layers and golden cases match theirs: something else/],
    ['testCases[0].expected', null, 'checksum', /does not change its answers/],
    ['training.experiment.network.seed', 1, 'checksum', /does not change its answers/],
    ['training.dataHash', 'sha256:0', 'checksum', /does not change its answers/],
    ['metrics.train.loss', 0, 'checksum', /does not change its answers/],
    ['equation[0]', '', 'checksum', /does not change its answers/],
  ])('notices by the checksum that %s is now %j, and tells where', (place, value, at, message) => {
    const error = thrownBy(() => load(withValue(model, place, value)));
    expect(error).toMatchObject({ code: 'CHECKSUM_MISMATCH', at });
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/was changed or damaged after it was written\. Export it again\./);
  });

  it.each<[string, unknown, RegExp]>([
    ['layers[0].W[0][0]', 0.123, /Export it again\. goldenCases\[\d+\]\.outputs\[0\]: .+ weights or scaling/],
    ['goldenCases[3].outputs[0]', 0, /All other golden cases hold: most likely this one was changed/],
    ['name', 'another name', /Its golden cases still hold/],
  ])('tells by its answers what became of a file without sums: %s is now %j', (place, value, message) => {
    const { sums: _, ...content } = model;
    const older = { ...content, checksum: modelChecksum(content) };
    expect(load(older)).toEqual({ goldenCases: 17, largestDifference: 0 });
    const error = thrownBy(() => load(withValue(older, place, value)));
    expect(error).toMatchObject({ code: 'CHECKSUM_MISMATCH', at: 'checksum' });
    expect(error.message).toMatch(message);
  });

  it.each<[string, unknown, RegExp, RegExp]>([
    ['layers[0].W[0][0]', 0.123, /1[67] of 17 .+ weights or scaling/, /layers\[0\]: This layer/],
    ['layers[1].b[0]', output.b[0]! + 1e-6, /all of them in "sum" alone/, /layers\[1\]: This layer/],
    ['layers[0].activation', 'relu', /weights or scaling/, /layers\[0\]: This layer/],
    ['inputs[0].transform.shift', 0, /weights or scaling/, /inputs\[0\]: The column "a"/],
    ['inputs[1].transform.scale', 2, /weights or scaling/, /inputs\[1\]: The column "b"/],
    ['outputs[1].transform.scale', 3, /in "product" alone: how it is/, /outputs\[1\]: The answer/],
    ['outputs[0].transform.shift', 3, /in "sum" alone: how it is/, /outputs\[0\]: The answer/],
    ['goldenCases[0].outputs[0]', 1e6, /this one was changed/, /goldenCases\[0\]: This golden case/],
    ['goldenCases[0].inputs[0]', 1e6, /this one was changed/, /goldenCases\[0\]: This golden case/],
  ])(
    'notices by the golden cases that %s is now %j, although the checksum fits, and tells where',
    (place, value, suspicion, culprit) => {
      const error = thrownBy(() => load(forged(place, value)));
      expect(error.code).toBe('GOLDEN_CASE_MISMATCH');
      expect(error.at).toMatch(/^goldenCases\[\d+\]\.outputs\[\d\]$/);
      expect(error.message).toMatch(suspicion);
      expect(error.message).toMatch(culprit);
      // Whoever takes the sums anew, too, is told by the answers alone.
      const { at, message } = thrownBy(() => load(sealModel(withValue(model, place, value))));
      expect(at).toBe(error.at);
      expect(message).toMatch(suspicion);
      expect(message).not.toContain('its sum');
    },
  );

  it('names the golden case that the model cannot take', () => {
    const error = thrownBy(() => load(forged('goldenCases[2].inputs[0]', 'many')));
    expect(error).toMatchObject({ code: 'INVALID_VALUE', at: 'goldenCases[2].inputs' });
    expect(error.message).toContain('"many" is not a number');
  });

  it.each<[string, unknown, string]>([
    ['layers', model.layers.slice(0, 1), 'layers'],
    ['layers[0].shape', [2, 2], 'layers[0]'],
    ['layers[1].shape', [2, 2], 'layers[1]'],
    ['layers[0].W', [[1, 2]], 'layers[0]'],
    ['layers[0].W[1]', [1], 'layers[0]'],
    ['layers[0].b', [1], 'layers[0]'],
    ['outputs', model.outputs.slice(0, 1), 'outputs'],
    ['goldenCases[2].inputs', [1], 'goldenCases[2]'],
    ['goldenCases[2].outputs', [1, 2, 3], 'goldenCases[2]'],
    ['testCases[0].inputs', [1], 'testCases[0]'],
    ['testCases[0].expected', [1, 2, 3], 'testCases[0]'],
  ])('refuses parts that do not fit together: %s = %j', (place, value, at) => {
    const error = thrownBy(() => load(forged(place, value)));
    expect({ code: error.code, at: error.at }).toEqual({ code: 'INVALID_VALUE', at });
  });
});

describe('verifyModel of a model with every kind of layer', () => {
  const deep = trainedModel(parseExperiment(classificationJson));
  const forgedDeep = (place: string, value: unknown): ModelFile => {
    const changed = withValue(deep, place, value);
    return { ...changed, checksum: modelChecksum(changed) };
  };

  it.each<[string, unknown]>([
    ['layers[1].mean[0]', 99],
    ['layers[1].variance[2]', 99],
    ['layers[1].gamma[1]', 99],
    ['layers[5].beta[3]', 99],
    ['layers[5].epsilon', 0.5],
    ['layers[4].over', 3],
  ])('notices by the golden cases that %s is now %j', (place, value) => {
    expect(thrownBy(() => load(forgedDeep(place, value))).code).toBe('GOLDEN_CASE_MISMATCH');
  });

  it.each<[string, unknown, string]>([
    ['layers[1].gamma', [1], 'layers[1]'],
    ['layers[1].mean', [1, 2, 3, 4, 5], 'layers[1]'],
    ['layers[5].beta', [], 'layers[5]'],
    ['layers[4].over', 5, 'layers[4]'],
    ['layers[4].over', 4, 'layers[4]'],
    ['layers[2]', { type: 'residual', over: 1 }, 'layers[2]'],
  ])('refuses parts that do not fit together: %s = %j', (place, value, at) => {
    const error = thrownBy(() => load(forgedDeep(place, value)));
    expect({ code: error.code, at: error.at }).toEqual({ code: 'INVALID_VALUE', at });
  });

  it('refuses a variance below 0', () => {
    expect(thrownBy(() => load(forgedDeep('layers[1].variance[0]', -1))).at).toBe('layers[1].variance[0]');
  });
});

describe('verifyModel of the model of a table', () => {
  const table = trainedModel(mixedExperiment(), mixedTable(120, 1));
  const forgedTable = (place: string, value: unknown): ModelFile => {
    const changed = withValue(table, place, value);
    return { ...changed, checksum: modelChecksum(changed) };
  };

  it.each<[string, unknown]>([
    ['inputs[0].missing.fill', 1e6],
    ['inputs[1].transform.kind', 'standard'],
    ['inputs[3].levels', ['south', 'north', 'west', 'closed']],
    ['inputs[3].counts', [0, 5, 5, 0]],
    ['inputs[4].transform.shift', 7],
    ['inputs[5].missing.fill', 'no'],
    ['inputs[6].transform.scale', 1],
    ['outputs[0].transform.kind', 'none'],
  ])('notices by the golden cases that %s is now %j', (place, value) => {
    expect(table).not.toEqual(withValue(table, place, value));
    expect(thrownBy(() => load(forgedTable(place, value))).code).toBe('GOLDEN_CASE_MISMATCH');
  });

  it.each<[string, unknown]>([
    ['inputs[3].counts', [1, 2]],
    ['inputs[3].levels', ['south', 'north', 'north', 'closed']],
    ['inputs[3].missing', { fill: 'east', indicator: false }],
    ['inputs[0].type', 'image'],
    ['inputs[0].missing', { fill: '7', indicator: true }],
    ['inputs[6].parts', 'seasons'],
    ['goldenCases[0].inputs[0]', true],
  ])('refuses %s = %j', (place, value) => {
    const error = thrownBy(() => load(forgedTable(place, value)));
    expect(error.code).toBe('INVALID_VALUE');
    expect(error.at?.startsWith(place.replace(/\.\w+$/, ''))).toBe(true);
  });

  it('refuses two inputs of one name', () => {
    const twice = forgedTable('inputs[3].name', table.inputs[0]!.name);
    expect(thrownBy(() => load(twice))).toMatchObject({ code: 'INVALID_VALUE', at: 'inputs' });
  });
});

describe('parseModelFile', () => {
  it.each<[string, unknown, ErrorCode]>([
    ['layers', undefined, 'MISSING_FIELD'],
    ['checksum', undefined, 'MISSING_FIELD'],
    ['checksum', 'sha256:xyz', 'INVALID_VALUE'],
    ['checksum', 'md5:0', 'INVALID_VALUE'],
    ['layers[0].W[0][0]', 'NaN', 'INVALID_VALUE'],
    ['layers[0].W[0][0]', Infinity, 'INVALID_VALUE'],
    ['layers[0].W[0][0]', null, 'INVALID_VALUE'],
    ['layers[0].type', 'conv', 'INVALID_VALUE'],
    ['layers[0].activation', 'toString', 'INVALID_VALUE'],
    ['layers[0].shape', [3], 'INVALID_VALUE'],
    ['inputs', [], 'INVALID_VALUE'],
    ['inputs[0].transform.scale', 0, 'INVALID_VALUE'],
    ['goldenCases', [], 'INVALID_VALUE'],
    ['training.experiment.training.epochs', -1, 'INVALID_VALUE'],
    ['task', 'clustering', 'INVALID_VALUE'],
    ['training.engine.backend', 'gpu', 'INVALID_VALUE'],
    ['training.experiment.colour', 'blue', 'UNKNOWN_FIELD'],
    ['sums.layers[0]', '12', 'INVALID_VALUE'],
  ])('refuses %s = %j with %s there', (place, value, code) => {
    const changed = value === undefined ? without(model, place) : withValue(model, place, value);
    const error = thrownBy(() => parseModelFile(changed));
    expect(error.code).toBe(code);
    expect(error.at?.startsWith(place)).toBe(true);
  });

  it('refuses a newer version before it looks at anything else', () => {
    const newer = { ...model, version: 2, layers: 'in another way' };
    expect(thrownBy(() => parseModelFile(newer))).toMatchObject({ code: 'FILE_TOO_NEW', at: 'version' });
  });

  it('refuses a file that was cut off, wherever', () => {
    const text = modelJson(model);
    for (let length = 0; length < text.length - 1; length += 97) {
      expect(thrownBy(() => parseJson(text.slice(0, length), 'x')).code).toBe('FILE_NOT_JSON');
    }
  });
});
