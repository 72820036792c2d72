import type { ErrorCode } from '@shared/core/errors.ts';
import { columnNames } from '@shared/model/features.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { minimalExperiment, sketchExperiment, smallExperimentJson } from '../../helpers/experiments.ts';
import { withValue, without } from '../../helpers/json-path.ts';
import { thrownBy } from '../../helpers/thrown.ts';

describe('parseExperiment', () => {
  it('gives a minimal experiment the default of everything that it leaves out', () => {
    expect(parseExperiment(minimalExperiment)).toEqual({
      format: 'ninestep-experiment',
      version: 1,
      name: 'Untitled',
      description: '',
      data: {
        source: {
          kind: 'formula',
          rows: 1_000,
          seed: 1,
          noise: 0,
          generator: 'ninestep',
          inputs: { a: [0, 1] },
          targets: { y: '2 * a' },
        },
        columns: [],
        split: { train: 0.7, validation: 0, test: 0.3, order: 'shuffled', seed: 1 },
        scaling: { inputs: 'standard', targets: 'standard' },
      },
      network: {
        layers: [
          { type: 'dense', units: 16, activation: 'relu', l1: 0, l2: 0 },
          { type: 'dense', units: 16, activation: 'relu', l1: 0, l2: 0 },
        ],
        output: { activation: 'linear', l1: 0, l2: 0 },
        initializer: 'he-normal',
        initialConstant: 0.1,
        seed: 1,
      },
      training: {
        loss: 'mse',
        huberDelta: 1,
        classWeights: 'none',
        schedule: { type: 'constant' },
        warmUpEpochs: 0,
        optimizer: { type: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
        epochs: 200,
        batchSize: 32,
        shuffle: true,
        precision: 'float32',
        seed: 1,
      },
      testCases: [],
    });
  });

  it('does not share its default layers between experiments', () => {
    const [first, second] = [parseExperiment(minimalExperiment), parseExperiment(minimalExperiment)];
    expect(first.network.layers[0]).not.toBe(second.network.layers[0]);
  });

  it('loads the example of the product description', () => {
    const experiment = parseExperiment(sketchExperiment);
    expect(experiment).toMatchObject(sketchExperiment);
    expect(experiment.data.split.seed).toBe(1);
  });

  it('leaves a complete experiment as it is', () => {
    expect(parseExperiment(smallExperimentJson)).toEqual(smallExperimentJson);
  });

  it('keeps the order of columns', () => {
    const source = {
      kind: 'formula',
      inputs: { z: [0, 1], a: [0, 1], m: [0, 1] },
      targets: { y: 'z', b: 'a' },
    };
    const { data } = parseExperiment(withValue(minimalExperiment, 'data.source', source));
    expect(columnNames(data, 'input')).toEqual(['z', 'a', 'm']);
    expect(columnNames(data, 'target')).toEqual(['y', 'b']);
  });

  it.each<[string, unknown]>([
    ['training.batchSize', 'full'],
    ['training.earlyStopping', { patience: 3 }],
    ['network.layers', []],
    ['data.source.inputs.toString', [0, 1]],
    ['name', 'x'.repeat(200)],
    ['training.epochs', 0],
    ['training.optimizer', { type: 'sgd' }],
    ['training.schedule', { type: 'warm-restarts', period: 3 }],
    ['training.clipping', { by: 'value', limit: 0.5 }],
    ['training.clipping', {}],
    ['network.layers', [{ type: 'dropout' }]],
    ['network.initializer', 'orthogonal'],
    ['network.output', { activation: 'softmax', l2: 0.01 }],
    ['training.loss', 'huber'],
    ['training.optimizer.beta1', 0],
    ['data.source.inputs.a', [-1e38, 1e38]],
  ])('takes %s = %j', (place, value) => {
    const json = withValue(withValue(smallExperimentJson, 'testCases', []), place, value);
    expect(parseExperiment(json)).toBeTypeOf('object');
  });
});

const tooManyColumns = Object.fromEntries(Array.from({ length: 4_096 }, (_, k) => [`c${String(k)}`, [0, 1]]));
const layer = { type: 'dense', units: 4, activation: 'relu' };
const manyWideLayers = Array.from({ length: 5 }, () => ({ ...layer, units: 16_384 }));
const longText = 'x'.repeat(100_000);

/** place, value (undefined: taken away), code, place in the error, part of the message */
const refused: [string, unknown, ErrorCode, string, string][] = [
  // The kinds of bad input that the requirements name.
  [
    'training.epochs',
    '200',
    'INVALID_VALUE',
    'training.epochs',
    'a whole number from 0 to 10,000,000, but is "200"',
  ],
  ['training.speed', 3, 'UNKNOWN_FIELD', 'training.speed', 'no such field'],
  [
    'training.optimizer.learningRate',
    NaN,
    'INVALID_VALUE',
    'training.optimizer.learningRate',
    'above 0 and at most 1,000, but is NaN',
  ],
  [
    'training.optimizer.learningRate',
    -0.1,
    'INVALID_VALUE',
    'training.optimizer.learningRate',
    'above 0 and at most 1,000, but is -0.1',
  ],
  [
    'network.layers[0].units',
    0,
    'INVALID_VALUE',
    'network.layers[0].units',
    'a whole number from 1 to 16,384, but is 0',
  ],
  ['data.source.rows', 2, 'NO_ROWS', 'data.split.validation', 'leaves no row'],
  // Wrong types.
  ['name', 3, 'INVALID_VALUE', 'name', 'string'],
  ['name', null, 'INVALID_VALUE', 'name', 'string'],
  ['data', null, 'INVALID_VALUE', 'data', 'object'],
  ['data', [], 'INVALID_VALUE', 'data', 'object'],
  ['data.source', 'iris', 'INVALID_VALUE', 'data.source', 'object'],
  ['data.source.inputs', ['a'], 'INVALID_VALUE', 'data.source.inputs', 'record'],
  ['data.source.inputs.a', 3, 'INVALID_VALUE', 'data.source.inputs.a', 'tuple'],
  ['data.source.inputs.a', [0], 'INVALID_VALUE', 'data.source.inputs.a', '2'],
  ['data.source.inputs.a', [0, 1, 2], 'INVALID_VALUE', 'data.source.inputs.a', '2'],
  ['data.source.inputs.a', ['0', '1'], 'INVALID_VALUE', 'data.source.inputs.a[0]', 'number'],
  ['data.source.targets.sum', 3, 'INVALID_VALUE', 'data.source.targets.sum', 'string'],
  ['network.layers', {}, 'INVALID_VALUE', 'network.layers', 'array'],
  ['network.layers[0]', 'dense', 'INVALID_VALUE', 'network.layers[0]', 'object'],
  [
    'network.layers[0].units',
    4.5,
    'INVALID_VALUE',
    'network.layers[0].units',
    'a whole number from 1 to 16,384, but is 4.5',
  ],
  ['network.layers[0].units', true, 'INVALID_VALUE', 'network.layers[0].units', 'but is true'],
  ['training.shuffle', 'yes', 'INVALID_VALUE', 'training.shuffle', 'true or false, but is "yes"'],
  [
    'training.batchSize',
    'all',
    'INVALID_VALUE',
    'training.batchSize',
    'Must be "full" or a whole number from 1 to 65,536, but is "all"',
  ],
  ['training.earlyStopping', true, 'INVALID_VALUE', 'training.earlyStopping', 'object'],
  ['testCases', {}, 'INVALID_VALUE', 'testCases', 'array'],
  ['testCases[0].inputs.a', '3', 'INVALID_VALUE', 'testCases[0].inputs.a', 'number'],
  // Missing.
  ['data', undefined, 'MISSING_FIELD', 'data', 'missing'],
  ['data.source', undefined, 'MISSING_FIELD', 'data.source', 'missing'],
  ['data.source.kind', undefined, 'MISSING_FIELD', 'data.source.kind', 'missing'],
  ['data.source.inputs', undefined, 'MISSING_FIELD', 'data.source.inputs', 'missing'],
  ['data.source.targets', undefined, 'MISSING_FIELD', 'data.source.targets', 'missing'],
  ['network.layers[0].type', undefined, 'MISSING_FIELD', 'network.layers[0].type', 'missing'],
  ['training.optimizer.type', undefined, 'MISSING_FIELD', 'training.optimizer.type', 'missing'],
  ['testCases[0].inputs', undefined, 'MISSING_FIELD', 'testCases[0].inputs', 'missing'],
  ['testCases[0].inputs.b', undefined, 'MISSING_FIELD', 'testCases[0].inputs', '"b" is missing'],
  ['testCases[1].expected.sum', undefined, 'MISSING_FIELD', 'testCases[1].expected', '"sum" is missing'],
  ['version', undefined, 'MISSING_FIELD', 'version', 'missing'],
  // Unknown fields and names.
  ['nmae', 'x', 'UNKNOWN_FIELD', 'nmae', 'no such field'],
  ['network.layers[0].dropout', 0.5, 'UNKNOWN_FIELD', 'network.layers[0].dropout', 'no such field'],
  ['data.source.toString', 1, 'UNKNOWN_FIELD', 'data.source.toString', 'no such field'],
  ['data.split.__proto__', {}, 'UNKNOWN_FIELD', 'data.split.__proto__', 'no such field'],
  ['network.layers[0].type', 'conv', 'INVALID_VALUE', 'network.layers[0].type', 'dense'],
  ['network.layers[0].type', 'toString', 'INVALID_VALUE', 'network.layers[0].type', 'dense'],
  [
    'network.layers[0].activation',
    'softmax',
    'INVALID_VALUE',
    'network.layers[0].activation',
    'one of linear, relu, leaky-relu, elu,',
  ],
  [
    'network.layers[0].activation',
    'constructor',
    'INVALID_VALUE',
    'network.layers[0].activation',
    'one of linear',
  ],
  ['training.optimizer.type', 'lion', 'INVALID_VALUE', 'training.optimizer.type', 'adam'],
  ['training.loss', 'hinge', 'INVALID_VALUE', 'training.loss', 'one of mse, half-squared-error'],
  ['data.source.kind', 'url', 'INVALID_VALUE', 'data.source.kind', 'formula'],
  ['data.split.order', 'random', 'INVALID_VALUE', 'data.split.order', 'one of as-is, shuffled'],
  ['testCases[0].inputs.c', 1, 'UNKNOWN_FIELD', 'testCases[0].inputs', 'no column "c" here. Known: "a", "b"'],
  ['testCases[1].expected.c', 1, 'UNKNOWN_FIELD', 'testCases[1].expected', 'Known: "sum", "product"'],
  // Out of range.
  ['data.source.rows', 0, 'INVALID_VALUE', 'data.source.rows', 'from 1 to 1,000,000'],
  ['data.source.rows', 1_000_001, 'INVALID_VALUE', 'data.source.rows', 'from 1 to 1,000,000'],
  ['data.source.seed', -1, 'INVALID_VALUE', 'data.source.seed', 'from 0 to 4,294,967,295'],
  ['network.seed', 2 ** 32, 'INVALID_VALUE', 'network.seed', 'from 0 to 4,294,967,295'],
  ['training.epochs', -1, 'INVALID_VALUE', 'training.epochs', 'from 0'],
  ['training.epochs', 1e300, 'INVALID_VALUE', 'training.epochs', 'from 0'],
  ['training.batchSize', 0, 'INVALID_VALUE', 'training.batchSize', 'from 1 to 65,536'],
  ['training.optimizer.learningRate', 0, 'INVALID_VALUE', 'training.optimizer.learningRate', 'above 0'],
  [
    'training.optimizer.learningRate',
    Infinity,
    'INVALID_VALUE',
    'training.optimizer.learningRate',
    'but is Infinity',
  ],
  ['training.optimizer.beta1', 1, 'INVALID_VALUE', 'training.optimizer.beta1', 'below 1'],
  ['training.optimizer.epsilon', 1e-46, 'INVALID_VALUE', 'training.optimizer.epsilon', '1e-30'],
  ['training.schedule', { type: 'step', factor: 1 }, 'INVALID_VALUE', 'training.schedule.factor', 'below 1'],
  ['training.schedule', 'cosine', 'INVALID_VALUE', 'training.schedule', 'object'],
  ['training.clipping', { limit: 0 }, 'INVALID_VALUE', 'training.clipping.limit', 'above 0'],
  ['training.clipping', { size: 1 }, 'UNKNOWN_FIELD', 'training.clipping.size', 'no such field'],
  ['training.huberDelta', 0, 'INVALID_VALUE', 'training.huberDelta', 'above 0'],
  ['network.layers[0].l2', -1, 'INVALID_VALUE', 'network.layers[0].l2', 'at least 0'],
  ['network.layers', [{ type: 'dropout', rate: 1 }], 'INVALID_VALUE', 'network.layers[0].rate', 'below 1'],
  ['training.earlyStopping', { patience: 0 }, 'INVALID_VALUE', 'training.earlyStopping.patience', 'from 1'],
  ['data.split.train', 1.5, 'INVALID_VALUE', 'data.split.train', 'at least 0 and at most 1'],
  ['data.split.train', -0.1, 'INVALID_VALUE', 'data.split.train', 'at least 0 and at most 1'],
  ['data.split.train', 0.7, 'INVALID_VALUE', 'data.split', 'must add up to 1, but add up to 1.1'],
  ['data.source.inputs.a', [1, 1], 'INVALID_VALUE', 'data.source.inputs.a', 'must be below the highest'],
  ['data.source.inputs.a', [2, 1], 'INVALID_VALUE', 'data.source.inputs.a', 'must be below the highest'],
  ['data.source.inputs.a', [0, Infinity], 'INVALID_VALUE', 'data.source.inputs.a[1]', 'number'],
  [
    'data.source.inputs.a',
    [0, 1e39],
    'INVALID_VALUE',
    'data.source.inputs.a',
    'between −3.403e38 and 3.403e38',
  ],
  [
    'data.source.inputs.a',
    [-1e308, 1e308],
    'INVALID_VALUE',
    'data.source.inputs.a',
    'between −3.403e38 and 3.403e38',
  ],
  ['name', '', 'INVALID_VALUE', 'name', '1'],
  ['name', 'x'.repeat(201), 'INVALID_VALUE', 'name', '200'],
  ['description', 'x'.repeat(4_001), 'INVALID_VALUE', 'description', '4000'],
  ['network.layers', Array.from({ length: 257 }, () => layer), 'INVALID_VALUE', 'network.layers', '256'],
  [
    'testCases',
    Array.from({ length: 1_001 }, () => ({ inputs: { a: 1, b: 1 } })),
    'INVALID_VALUE',
    'testCases',
    '1000',
  ],
  // Columns and formulas.
  ['data.source.inputs', {}, 'INVALID_VALUE', 'data.source.inputs', 'At least one input'],
  ['data.source.targets', {}, 'INVALID_VALUE', 'data.source.targets', 'At least one target'],
  ['data.source.inputs.2x', [0, 1], 'INVALID_VALUE', 'data.source.inputs.2x', 'A column name is a letter'],
  ['data.source.targets.a', 'b', 'INVALID_VALUE', 'data.source.targets.a', 'An input has this name already'],
  ['data.source.targets.sum', '', 'INVALID_VALUE', 'data.source.targets.sum', '1'],
  [
    'data.source.targets.sum',
    'c',
    'FORMULA_INVALID',
    'data.source.targets.sum',
    'no input called "c". Known: a, b',
  ],
  [
    'data.source.targets.sum',
    'sum + 1',
    'FORMULA_INVALID',
    'data.source.targets.sum',
    'no input called "sum"',
  ],
  ['data.source.targets.sum', '('.repeat(201), 'INVALID_VALUE', 'data.source.targets.sum', '200'],
  ['data.source.inputs', tooManyColumns, 'TOO_LARGE', 'data.source', '4,096'],
  // Sizes.
  ['network.layers', manyWideLayers, 'TOO_LARGE', 'network.layers', '50,000,000 are allowed'],
  // Initial parameters.
  ['network.initial', [], 'INVALID_VALUE', 'network.initial', '0 layers, but the network has 2 dense ones'],
  [
    'network.initial',
    [
      { W: [[1]], b: [1] },
      { W: [[1]], b: [1] },
    ],
    'INVALID_VALUE',
    'network.initial[0]',
    '3 rows of 2 numbers',
  ],
  ['network.initial', [{ W: [[NaN]], b: [] }], 'INVALID_VALUE', 'network.initial[0].W[0][0]', 'number'],
  // The file as a whole.
  [
    'format',
    'ninestep-model',
    'INVALID_VALUE',
    'format',
    'must say "format": "ninestep-experiment", but says "ninestep-model"',
  ],
  ['format', undefined, 'INVALID_VALUE', 'format', 'but says nothing'],
  ['version', 2, 'FILE_TOO_NEW', 'version', 'reads up to version 1'],
  ['version', 1e9, 'FILE_TOO_NEW', 'version', 'newer'],
  ['version', 0, 'INVALID_VALUE', 'version', '1'],
  ['version', '1', 'INVALID_VALUE', 'version', '1'],
  ['version', 1.5, 'FILE_TOO_NEW', 'version', '1'],
];

describe('parseExperiment refuses', () => {
  it.each(refused)('%s = %j with %s at %s', (place, value, code, at, part) => {
    const json =
      value === undefined
        ? without(smallExperimentJson, place)
        : withValue(smallExperimentJson, place, value);
    const error = thrownBy(() => parseExperiment(json));
    expect({ code: error.code, at: error.at }).toEqual({ code, at });
    expect(error.message).toContain(part);
    expect(error.message.startsWith(at)).toBe(true);
  });

  it.each([null, 3, 'text', [], {}, true])('%j, which is no experiment at all', (value) => {
    expect(thrownBy(() => parseExperiment(value))).toMatchObject({ code: 'INVALID_VALUE', at: 'format' });
  });

  it('a network that would need more memory than allowed', () => {
    let json: unknown = withValue(smallExperimentJson, 'data.source.rows', 1_000_000);
    json = withValue(json, 'network.layers', [
      { ...layer, units: 2_000 },
      { type: 'batch-normalization' },
      { ...layer, units: 2_000 },
    ]);
    json = withValue(json, 'training.batchSize', 'full');
    const error = thrownBy(() => parseExperiment(json));
    expect(error).toMatchObject({ code: 'TOO_LARGE', at: 'training.batchSize' });
    expect(error.message).toContain('4.3 GB are allowed');
  });

  it('several things at once by naming the first and counting the others', () => {
    const json = withValue(withValue(smallExperimentJson, 'name', 3), 'training.epochs', -1);
    const error = thrownBy(() => parseExperiment(json));
    expect(error.at).toBe('name');
    expect(error.message).toContain('(And 1 more.)');
  });

  it.each<[string, unknown]>([
    [`training.${longText}`, 1],
    [`data.source.inputs.${longText}`, [0, 1]],
    [`testCases[0].inputs.${longText}`, 1],
    ['name', longText],
    ['training.loss', longText],
    ['data.source.targets.sum', `a + ${longText.slice(0, 190)}`],
    ['training.ev\u001bil\nfield', 1],
    ['data.source.inputs.ev\u001bil\nfield', [0, 1]],
    ['testCases[0].inputs.ev\u009bil\nfield', 1],
    ['training.loss', 'ev\u001bil\nvalue'],
  ])('foreign text in one short clean line: %#', (place, value) => {
    const error = thrownBy(() => parseExperiment(withValue(smallExperimentJson, place, value)));
    expect(error.message).not.toMatch(/\p{Cc}/u);
    expect(error.message.length).toBeLessThan(500);
    expect((error.at ?? '').length).toBeLessThan(200);
  });
});
