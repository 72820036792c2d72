import type { ExportedFiles } from '@shared/export/exported-files.ts';
import { predictedClasses } from '@shared/export/predicted-classes.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { describeTfjs } from '@shared/export/tfjs/describe-weights.ts';
import { tfjsFiles } from '@shared/export/tfjs/tfjs-files.ts';
import type { TfjsModelJson } from '@shared/export/tfjs/topology.ts';
import { type Activation, OUTPUT_ACTIVATIONS } from '@shared/model/activations.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import type { Tensor } from '@tensorflow/tfjs';
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { smallExperimentJson } from '../../../helpers/experiments.ts';
import {
  ACTIVATION_NAMES,
  EXPORT_TASKS,
  mixedModel,
  modelOfAllLayers,
  numberRows,
  rawCases,
} from '../../../helpers/exported-models.ts';
import { flatten, largestRelativeError } from '../../../helpers/numbers.ts';
import { importColumns, loadTfjs, writeTfjs } from '../../../helpers/tfjs.ts';
import { trainedModel } from '../../../helpers/trained-model.ts';

const FLOAT32 = 1e-5;
const ROOT = resolve(import.meta.dirname, '../../../..');
const run = promisify(execFile);
const hasKeras = spawnSync('python3', ['-c', 'import keras']).status === 0;

function filesOf(model: ModelFile, base = 'model'): ExportedFiles {
  return tfjsFiles({ model, base });
}

/** What TensorFlow.js answers to raw rows, by way of the module of columns. */
async function answersOf(model: ModelFile, rows: readonly RawValue[][]): Promise<number[][]> {
  const files = filesOf(model);
  const { tf, model: loaded } = await loadTfjs(files);
  return (await importColumns(writeTfjs(files))).predictValues(tf, loaded, rows);
}

/** What it answers to the raw numbers themselves, without that module. */
async function answersAlone(model: ModelFile, rows: number[][]): Promise<number[][]> {
  const { tf, model: loaded } = await loadTfjs(filesOf(model));
  return (await (loaded.predict(tf.tensor2d(rows)) as Tensor).array()) as number[][];
}

function expectSame(answers: unknown, model: ModelFile, rows: readonly RawValue[][]): void {
  const expected = rows.map(createPredictor(model));
  expect(largestRelativeError(flatten(answers), flatten(expected))).toBeLessThanOrEqual(FLOAT32);
}

/** The same model with other transforms, and ranges of two scales to both sides. */
function rescaled(model: ModelFile, shift: number, scale: number, type?: 'integer'): ModelFile {
  const transform = { kind: 'standard', shift, scale } as const;
  const range = { min: shift - 2 * scale, max: shift + 2 * scale, mean: shift };
  return {
    ...model,
    inputs: model.inputs.map(({ name }) => ({ name, transform, range, type })),
    outputs: model.outputs.map((output) => ({ ...output, transform, range })),
  };
}

function insideOf(model: ModelFile): boolean[] {
  const { userDefinedMetadata } = JSON.parse(String(filesOf(model).main)) as TfjsModelJson;
  const { inputs, outputs } = userDefinedMetadata.ninestep;
  return [...inputs.map((input) => input.scaledInside), ...outputs.map((output) => output.unscaledInside)];
}

describe('a TensorFlow.js model with its columns, in TensorFlow.js', () => {
  it.each(EXPORT_TASKS)(
    'answers raw rows as the app does, with all types of columns: %s',
    async (_what, changes) => {
      const model = mixedModel(changes);
      const { rows } = rawCases(model);
      expectSame(await answersOf(model, rows), model, rows);
    },
  );

  it.each(EXPORT_TASKS.slice(1))('names the classes that the app does: %s', async (_what, changes) => {
    const model = mixedModel(changes);
    const { rows, expected } = rawCases(model);
    const files = filesOf(model);
    const { tf, model: loaded } = await loadTfjs(files);
    const columns = await importColumns(writeTfjs(files));
    const classes = expected.map((values) =>
      predictedClasses(model.outputs, values).map(({ column, level }) => [column, level]),
    );
    expect((await columns.classify(tf, loaded, rows)).map(Object.entries)).toEqual(classes);
  });

  it('knows every kind of layer and every activation, one after the other', async () => {
    const model = modelOfAllLayers(ACTIVATION_NAMES);
    expectSame(await answersOf(model, numberRows()), model, numberRows());
  });

  it.each(Object.keys(OUTPUT_ACTIVATIONS) as Activation[])(
    'computes %s behind every kind of layer that has activations, and at the output',
    async (activation) => {
      const inner = activation === 'softmax' ? {} : { activation };
      const layers = [
        { type: 'dense', units: 5, ...inner },
        { type: 'batch-normalization', ...inner },
        { type: 'residual', over: 1 },
        { type: 'layer-normalization', ...inner },
      ];
      const network = { ...smallExperimentJson.network, layers, output: { activation } };
      const model = trainedModel(parseExperiment({ ...smallExperimentJson, network }));
      expectSame(await answersAlone(model, numberRows()), model, numberRows());
    },
  );

  it('runs its own self-test, which finds a weight that was changed', async () => {
    const model = modelOfAllLayers([]);
    const files = filesOf(model);
    const { tf, model: loaded } = await loadTfjs(files);
    const columns = await importColumns(writeTfjs(files));
    expect(await columns.selfTest(tf, loaded)).toBeLessThan(FLOAT32);
    const kernel = loaded.getLayer('layer_1').getWeights()[0]!;
    loaded
      .getLayer('layer_1')
      .setWeights([kernel.mul(1.01), ...loaded.getLayer('layer_1').getWeights().slice(1)]);
    await expect(columns.selfTest(tf, loaded)).rejects.toThrow(/instead of/);
  });

  it('divides by no variance of 0, which WebGL would do beside the values', () => {
    const { modelTopology } = JSON.parse(
      String(filesOf(modelOfAllLayers(['gelu-tanh'])).main),
    ) as TfjsModelJson;
    const epsilons = modelTopology.config.layers.flatMap(({ config }) => config.epsilon ?? []);
    expect(epsilons).toHaveLength(5);
    epsilons.forEach((epsilon) => {
      expect(epsilon).toBeGreaterThan(0);
    });
  });

  it('refuses a row as the app does, and takes none', async () => {
    const model = mixedModel({});
    const files = filesOf(model);
    const { tf, model: loaded } = await loadTfjs(files);
    const columns = await importColumns(writeTfjs(files));
    await expect(columns.predict(tf, loaded, [{ amount: 1 }])).rejects.toThrow(
      /^customer: A value is missing/,
    );
    expect(await columns.predict(tf, loaded, [])).toEqual([]);
  });

  it('leaves no memory behind', async () => {
    const model = modelOfAllLayers(['gelu-tanh']);
    const files = filesOf(model);
    const { tf, model: loaded } = await loadTfjs(files);
    const columns = await importColumns(writeTfjs(files));
    const before = tf.memory().numTensors;
    await columns.predict(tf, loaded, numberRows());
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a TensorFlow.js model by itself', () => {
  it('takes raw numbers and gives raw numbers', async () => {
    const model = modelOfAllLayers(['relu']);
    expect(insideOf(model)).toEqual([true, true, true, true]);
    expectSame(await answersAlone(model, numberRows()), model, numberRows());
  });

  it.each<[string, number, number, 'integer' | undefined, boolean]>([
    ['degrees', 20, 10, undefined, true],
    ['years', 2005, 9, 'integer', true],
    ['air pressures', 101_325, 700, undefined, false],
    ['seconds since 1970', 1_700_000_000, 3_600, undefined, false],
    ['whole seconds since 1970', 1_700_000_000, 3_600, 'integer', false],
    ['numbers beyond float32', 0, 1e200, undefined, false],
  ])('scales %s where no digit of them is lost', async (_what, shift, scale, type, isInside) => {
    const model = rescaled(modelOfAllLayers([]), shift, scale, type);
    expect(insideOf(model).slice(0, 2)).toEqual([isInside, isInside]);
    const rows = [-2, -0.7, 0, 1, 2].map((k) => [
      Math.round(shift + k * scale),
      Math.round(shift - k * scale),
    ]);
    const scaled = (answers: number[][]) => flatten(answers).map((answer) => (answer - shift) / scale);
    const expected = scaled(rows.map(createPredictor(model)));
    expect(largestRelativeError(scaled(await answersOf(model, rows)), expected)).toBeLessThanOrEqual(FLOAT32);
  });
});

describe('the files of a TensorFlow.js model', () => {
  it('refuse a weight that float32 cannot hold, by its place', () => {
    const model = modelOfAllLayers([]);
    const [first, ...others] = model.layers;
    if (first?.type !== 'dense') throw new Error('The first layer is dense.');
    const layers = [{ ...first, b: first.b.map(() => 1e40) }, ...others];
    expect(() => filesOf({ ...model, layers })).toThrow(
      expect.objectContaining({ code: 'INVALID_VALUE', at: 'layers[0]' }),
    );
  });

  it.each([
    ['model', 'model.weights.bin'],
    ['50% off #1?', '50_ off _1_.weights.bin'],
    ['two\tlines\n', 'two_lines_.weights.bin'],
    ['größe 2', 'größe 2.weights.bin'],
  ])('are found by a browser whatever their name: %s', async (base, weights) => {
    const files = filesOf(modelOfAllLayers([]), base);
    expect(files.beside?.map(({ name }) => name)).toContain(weights);
    await expect(loadTfjs(files)).resolves.toBeDefined();
  });

  it('stay whole whatever the names of columns hold', async () => {
    const model = modelOfAllLayers([]);
    const odd = '*/ """ \\ `${x}` </script> \n\u2028 ü';
    const inputs = model.inputs.map((input, k) => ({ ...input, name: k === 0 ? '__proto__' : odd }));
    const files = filesOf({ ...model, name: odd, inputs });
    const { tf, model: loaded } = await loadTfjs(files);
    const columns = await importColumns(writeTfjs(files));
    expect(await columns.selfTest(tf, loaded)).toBeLessThan(FLOAT32);
  });

  it('open in plain Node as the documentation says', async () => {
    const path = writeTfjs(filesOf(modelOfAllLayers([])));
    const page = readFileSync(join(ROOT, 'docs/formats/tfjs.md'), 'utf8');
    const [, program = ''] = /```js\n(.+?)```/s.exec(page) ?? [];
    const packages = pathToFileURL(join(ROOT, 'node_modules/@tensorflow/tfjs/dist/tf.node.js')).href;
    writeFileSync(path.replace('.json', '.mjs'), program.replace('@tensorflow/tfjs', packages));
    const { stdout } = await run(process.execPath, ['model.mjs'], { cwd: dirname(path) });
    expect(stdout).toMatch(/\{ sum: -?\d.*, product: -?\d/);
  });

  it.skipIf(!hasKeras)('open in Keras as the documentation says', async () => {
    const path = writeTfjs(filesOf(modelOfAllLayers(ACTIVATION_NAMES)));
    const { stdout } = await run('python3', [
      '-B',
      join(ROOT, 'docs/formats/examples/predict-keras.py'),
      path,
    ]);
    expect((JSON.parse(stdout) as { largestDifference: number }).largestDifference).toBeLessThan(1e-4);
  });

  it('are told array by array', () => {
    expect(describeTfjs(filesOf(modelOfAllLayers([])))).toContain('\nlayer_1/kernel: float32 [2, 3]\n');
  });
});
