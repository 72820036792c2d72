import { modelJson, exportedModelJson } from '@shared/export/model-json.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { loadModel } from '@shared/library/ninestep-predictor.ts';
import type * as Declared from '@shared/library/ninestep-predictor.d.mts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { smallExperiment } from '../../helpers/experiments.ts';
import {
  ACTIVATION_NAMES,
  EXPORT_TASKS,
  mixedModel,
  modelOfAllLayers,
  numberRows,
  rawCases,
} from '../../helpers/exported-models.ts';
import { withValue } from '../../helpers/json-path.ts';
import { thrownBy } from '../../helpers/thrown.ts';
import { trainedModel } from '../../helpers/trained-model.ts';

const small = trainedModel(smallExperiment());
const allLayers = modelOfAllLayers(ACTIVATION_NAMES);
const mixed = mixedModel({});

describe('the library', () => {
  it('is what its declarations say', () => {
    expectTypeOf(loadModel).toExtend<typeof Declared.loadModel>();
  });

  it.each([null, undefined, 3, 'a'])('says what a row is where it is given %j', (row) => {
    const model = loadModel(modelJson(small));
    const error = thrownBy(() => model.predict(row as never));
    expect(error.message).toMatch(/^A row is an object by the names of its columns/);
  });

  describe.each(EXPORT_TASKS)('answers %s', (_task, changes) => {
    const model = mixedModel(changes);
    const { rows, expected } = rawCases(model);

    it.each(['readable', 'base64'] as const)(
      'of a file with %s numbers to the same bits as the app',
      (numbers) => {
        const loaded = loadModel(exportedModelJson(model, numbers));
        expect(rows.map(loaded.predictValues)).toEqual(expected);
      },
    );

    it('asked by name, with the class that is found', () => {
      const loaded = loadModel(modelJson(model));
      const named = Object.fromEntries(model.inputs.map(({ name }, i) => [name, rows[0]![i]!]));
      const answers = loaded.predict(named);
      expect(answers).toEqual(loaded.predict(rows[0]!));
      model.outputs.forEach(({ name, class: level }, t) => {
        expect(answers[name]).toBe(expected[0]![t]);
        if (level !== undefined) expect([...levelsOf(model, level.column)]).toContain(answers[level.column]);
      });
    });
  });

  describe('loaded strictly', () => {
    const fine = { customer: 3, day: '03.05.2020', open: 'yes', amount: null };
    const strict = loadModel(modelJson(mixed), { strict: true });
    const usual = loadModel(modelJson(mixed));

    it('answers what it knows as always, also of what is left out', () => {
      const { amount: _, ...without } = fine;
      for (const row of [fine, without, mixed.goldenCases[0]!.inputs]) {
        expect(strict.predict(row)).toEqual(usual.predict(row));
      }
    });

    it.each<[string, object, string, RegExp]>([
      [
        'a name that is misspelt',
        { amuont: 3 },
        'amuont',
        /^The model has no input "amuont"\. Its inputs are "/,
      ],
      ['a name that every object has', { constructor: 1 }, 'constructor', /no input "constructor"/],
      ['a text for a number', { amount: 'much' }, 'amount', /^amount: "much" is not a number\.$/],
      ['a number that is none', { amount: NaN }, 'amount', /^amount: NaN is not a number\.$/],
      ['a date that is none', { day: new Date(NaN) }, 'day', /^day: "Invalid Date" is no date/],
    ])('refuses %s, which would count for nothing', (_what, more, at, message) => {
      const error = thrownBy(() => strict.predict({ ...fine, ...more }));
      expect(error).toMatchObject({ code: 'INVALID_VALUE', at });
      expect(error.message).toMatch(message);
    });

    it('refuses a list of another length', () => {
      const error = thrownBy(() => strict.predict([...Object.values(fine), 1]));
      expect(error.message).toMatch(/^The row has \d+ values, the model \d+ inputs\.$/);
    });
  });

  it('knows every kind of layer and every activation', () => {
    const predict = createPredictor(allLayers);
    const loaded = loadModel(JSON.parse(modelJson(allLayers)) as object);
    for (const row of numberRows()) expect(loaded.predictValues(row)).toEqual(predict(row));
  });

  it('tells what the model is and how it was proved', () => {
    const { name, task, inputs, outputs, verified } = loadModel(modelJson(small));
    expect({ name, task, inputs, outputs }).toEqual({
      name: small.name,
      task: small.task,
      inputs: small.inputs,
      outputs: small.outputs,
    });
    expect(verified).toEqual({ goldenCases: small.goldenCases.length, largestDifference: 0 });
  });

  it('takes what programs have: dates, booleans, nothing', () => {
    const loaded = loadModel(modelJson(mixed));
    const row = { customer: 3, day: '03.05.2020', open: 'yes', amount: null };
    const day = new Date(Date.UTC(2020, 4, 3));
    expect(loaded.predictValues({ ...row, day, amount: '' })).toEqual(loaded.predictValues(row));
    expect(loaded.predictValues({ ...row, amount: undefined })).toEqual(loaded.predictValues(row));
    // No number is no level, not even where no level is a number; and no date has no text.
    for (const shop of [NaN, new Date(NaN)])
      expect(loaded.predictValues({ ...row, shop })).toEqual(loaded.predictValues(row));
    const inputs = mixed.inputs.map((input) =>
      input.name === 'open'
        ? { ...input, levels: ['false', 'true'], missing: { fill: 'true', indicator: true } }
        : input,
    );
    const answered = { ...row, open: 'true' } as Record<string, RawValue>;
    const golden = {
      inputs: inputs.map(({ name }) => answered[name] ?? null),
      outputs: loaded.predictValues(row),
    };
    const renamed = loadModel({ ...mixed, inputs, goldenCases: [golden] });
    expect(renamed.predictValues({ ...row, open: true })).toEqual(loaded.predictValues(row));
  });

  it('takes no field that every object has for a value', () => {
    const model = withValue(mixed, 'inputs[0].name', 'constructor');
    const loaded = loadModel(modelJson(model));
    expect(loaded.predictValues({ customer: 1 })).toEqual(
      loaded.predictValues({ customer: 1, constructor: null as never }),
    );
  });

  it('refuses a value that the model cannot take, by the name of its column', () => {
    const error = thrownBy(() => loadModel(modelJson(small)).predict({ a: 1, b: 'high' }));
    expect(error).toMatchObject({ code: 'INVALID_VALUE', at: 'b', message: 'b: "high" is not a number.' });
  });
});

const field = (path: string, value: unknown, of: ModelFile = small) => withValue(of, path, value);

describe('the library refuses', () => {
  it.each<[string, unknown, string, string | undefined]>([
    ['text that is no JSON', '{"format":', 'FILE_NOT_JSON', undefined],
    ['another kind of file', { ...small, format: 'ninestep-run' }, 'INVALID_VALUE', 'format'],
    ['a number', 7, 'INVALID_VALUE', 'format'],
    ['a newer version', { ...small, version: 2 }, 'FILE_TOO_NEW', 'version'],
    ['a model without layers', { ...small, layers: undefined }, 'MISSING_FIELD', 'layers'],
    ['a model without golden cases', field('goldenCases', []), 'INVALID_VALUE', 'goldenCases'],
    ['an unknown layer', field('layers[0].type', 'attention'), 'INVALID_VALUE', 'layers[0].type'],
    ['an unknown activation', field('layers[0].activation', 'sine'), 'INVALID_VALUE', 'layers[0].activation'],
    ['a row of weights too short', field('layers[0].W[1]', [1]), 'INVALID_VALUE', 'layers[0].W[1]'],
    ['a weight that is text', field('layers[0].W[1][0]', '1'), 'INVALID_VALUE', 'layers[0].W[1][0]'],
    ['a bias too long', field('layers[0].b', [1, 2, 3, 4, 5, 6, 7, 8, 9]), 'INVALID_VALUE', 'layers[0].b'],
    [
      'base64 that is cut',
      field('layers[0].b', { base64: 'AAAA', dtype: 'float64', shape: [4] }),
      'INVALID_VALUE',
      'layers[0].b.base64',
    ],
    ['a scale of 0', field('inputs[0].transform.scale', 0), 'INVALID_VALUE', 'inputs[0].transform.scale'],
    ['an unknown type of column', field('inputs[0].type', 'picture'), 'INVALID_VALUE', 'inputs[0].type'],
    ['a column more', field('inputs', [...small.inputs, small.inputs[0]]), 'INVALID_VALUE', 'layers[0].W[0]'],
    ['an output less', field('outputs', small.outputs.slice(1)), 'INVALID_VALUE', 'layers'],
    [
      'levels without counts',
      field('inputs[3].counts', undefined, mixed),
      'MISSING_FIELD',
      'inputs[3].counts',
    ],
    ['a count less than levels', field('inputs[3].counts', [1], mixed), 'INVALID_VALUE', 'inputs[3].counts'],
    [
      'a fill that is no level',
      field('inputs[4].missing.fill', 'x', mixed),
      'INVALID_VALUE',
      'inputs[4].missing.fill',
    ],
    [
      'an unknown order of dates',
      field('inputs[6].format', 'julian', mixed),
      'INVALID_VALUE',
      'inputs[6].format',
    ],
    [
      'a residual from before the first layer',
      field('layers[15].over', 99, allLayers),
      'INVALID_VALUE',
      'layers[15].over',
    ],
    [
      'a golden case without inputs',
      field('goldenCases[0].inputs', []),
      'INVALID_VALUE',
      'goldenCases[0].inputs',
    ],
    [
      'a changed weight',
      field('layers[0].W[0][0]', 0.75),
      'GOLDEN_CASE_MISMATCH',
      'goldenCases[1].outputs[0]',
    ],
  ])('%s, and says where', (_what, model, code, at) => {
    expect(thrownBy(() => loadModel(model))).toMatchObject({ code, at });
  });
});

function levelsOf(model: ModelFile, column: string): Set<string> {
  const levels = model.outputs.flatMap(({ class: own }) =>
    own?.column === column ? [own.level, ...(own.otherwise === undefined ? [] : [own.otherwise])] : [],
  );
  return new Set(levels);
}
