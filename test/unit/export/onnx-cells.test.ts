import { createGraphCells } from '@shared/export/onnx/golden-cases.ts';
import { onnxModel } from '@shared/export/onnx/write-onnx.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { ModelFile, ModelInput, ModelLayer, Transform } from '@shared/model/model-file.ts';
import { describe, expect, it } from 'vitest';
import { smallExperiment } from '../../helpers/experiments.ts';
import { flatten, largestRelativeError } from '../../helpers/numbers.ts';
import { answersToCells, graphAnswers, ONNX_RUNNERS } from '../../helpers/onnx.ts';
import { trainedModel } from '../../helpers/trained-model.ts';

const FLOAT64 = 1e-12;
const small = trainedModel(smallExperiment());
const plain: Transform = { kind: 'none', shift: 0, scale: 1 };
const range = { min: 0, max: 1, mean: 0.5 };

/** A model that gives what its inputs give to the network, value by value. */
function seenBy(...inputs: ModelInput[]): ModelFile {
  const features = inputs.reduce((sum, input) => sum + featuresOf(input), 0);
  const units = Array.from({ length: features }, (_, u) => u);
  const identity: ModelLayer = {
    type: 'dense',
    activation: 'linear',
    dtype: 'float64',
    shape: [features, features],
    W: units.map((o) => units.map((i) => Number(o === i))),
    b: units.map(() => 0),
  };
  const outputs = units.map((u) => ({ name: `value ${String(u)}`, transform: plain, range }));
  return { ...small, inputs, outputs, layers: [identity], goldenCases: [] };
}

function featuresOf(input: ModelInput): number {
  const indicator = Number(input.missing?.indicator ?? false);
  if ('levels' in input) return (input.encoding === 'one-hot' ? input.levels.length : 1) + indicator;
  const cycles = { time: 0, 'time-and-cycles': 2, 'time-and-day-cycles': 3 };
  return 1 + (input.type === 'date' ? 2 * cycles[input.parts] : 0) + indicator;
}

function number(changes: Partial<Extract<ModelInput, { type?: 'number' | 'integer' | undefined }>> = {}) {
  return { type: 'number' as const, name: 'n', transform: plain, range, ...changes };
}

const oneHot = {
  type: 'category' as const,
  encoding: 'one-hot' as const,
  name: 'c',
  levels: ['', 'ü "quoted"', 'never', '1.0'],
  counts: [3, 2, 0, 1],
  transform: { kind: 'standard' as const, shift: 1.5, scale: 0.5 },
};
const ordinal = { ...oneHot, encoding: 'ordinal' as const };
const date = {
  type: 'date' as const,
  name: 'd',
  format: 'year-month-day' as const,
  parts: 'time-and-day-cycles' as const,
  transform: { kind: 'standard' as const, shift: 15_000, scale: 3_000 },
  range,
};

/** Days around the turns of ordinary, leap and century years, before and after 1970, and the ends of the calendar. */
const DAYS = [-2, -1, 0, 1, 100, 400, 1900, 1970, 2000, 2024, 9999]
  .flatMap((year) =>
    [0, 0.5, 1, 59, 60, 364, 365, 366].map((day) => Math.floor((year - 1970) * 365.2425) + day),
  )
  .concat(-719_528, -1e7, 1e7, 11_016.999_999, -0.25);
const TINY_AND_HUGE = [0, 1e-300, -1e-17, 1e-12, 3e-9, -0.001, 1, -2.5, 1e6, -1e15, 1e300, -1.7e308];

const COLUMNS: [string, ModelInput, RawValue[]][] = [
  ['numbers as they are', number(), TINY_AND_HUGE],
  [
    'scaled numbers',
    number({ transform: { kind: 'robust', shift: 1e9, scale: 1e-3 } }),
    TINY_AND_HUGE.slice(0, -1),
  ],
  [
    'logarithms, also of tiny numbers',
    number({ transform: { kind: 'log', shift: 0, scale: 1e-9 } }),
    TINY_AND_HUGE,
  ],
  [
    'numbers that may be missing',
    number({ missing: { fill: -7, indicator: true } }),
    [1, null, '', 'text', '2.5', Infinity, -Infinity],
  ],
  ['levels, one of them empty', oneHot, oneHot.levels],
  [
    'levels that may be missing',
    { ...oneHot, missing: { fill: null, indicator: true } },
    [...oneHot.levels, null, 'unknown', 1],
  ],
  [
    'levels with one that stands in',
    { ...oneHot, missing: { fill: 'ü "quoted"', indicator: false } },
    [...oneHot.levels, null, 'unknown'],
  ],
  ['levels in their order', ordinal, oneHot.levels],
  [
    'levels in their order, 0 where none is known',
    { ...ordinal, missing: { fill: null, indicator: true } },
    [...oneHot.levels, null, 'unknown'],
  ],
  ['dates with all their cycles', date, DAYS],
  [
    'dates that may be missing',
    { ...date, missing: { fill: 3.5, indicator: true } },
    [0, null, '2020-02-29', 1e8],
  ],
];

describe.each(ONNX_RUNNERS)('what a column gives to the network, in $name', (runner) => {
  const { isThere } = runner;

  it.skipIf(!isThere).each(COLUMNS)('%s', async (_, input, cells) => {
    const model = seenBy(input);
    const rows = cells.map((cell) => [cell]);
    const { values } = await graphAnswers(model, runner, rows);
    const expected = rows.map(createPredictor(model));
    expect(largestRelativeError(flatten(values), flatten(expected))).toBeLessThanOrEqual(FLOAT64);
  });

  it.skipIf(!isThere)('keeps the order of columns and of their values', async () => {
    const inputs = COLUMNS.map(([, input], k) => ({ ...input, name: `column ${String(k)}` }));
    const model = seenBy(...inputs);
    const rows = [0, 1, 2, 3].map((row) => COLUMNS.map(([, , cells]) => cells[row]!));
    const { values } = await graphAnswers(model, runner, rows);
    const expected = rows.map(createPredictor(model));
    expect(largestRelativeError(flatten(values), flatten(expected))).toBeLessThanOrEqual(FLOAT64);
  });

  it.skipIf(!isThere)('answers NaN and no class where a value is missing that must be there', async () => {
    const needed = seenBy(number(), oneHot, date);
    const output = { ...small.outputs[0]!, name: 'c = a', transform: plain };
    const yes = { ...output, class: { column: 'c?', level: 'a', otherwise: 'b' } };
    const model = { ...needed, outputs: [yes, ...needed.outputs.slice(1)] };
    const rows = [
      [1, '', 5],
      [NaN, '', 5],
      [Infinity, '', 5],
      [1, 'unknown', 5],
      [1, '', NaN],
      [1, '', 2e7],
    ] as const;
    const { values, classes } = await answersToCells(model, runner, rows);
    expect(values.map((row) => row.every(Number.isNaN))).toEqual([false, true, true, true, true, true]);
    expect(values[0]!.some(Number.isNaN)).toBe(false);
    expect(classes).toEqual([['a'], [''], [''], [''], [''], ['']]);
  });

  it.skipIf(!isThere)('takes columns and outputs of any name, also of its own constants', async () => {
    const names = ['__proto__', 'raw', '1', 'NaN', 'ü/ö: "x"\n', 'filled', 'features', 'constructor'];
    const model = seenBy(...names.map((name) => number({ name })));
    const outputs = model.outputs.map((output, k) => ({ ...output, name: `${names[7 - k]!} ` }));
    const renamed = { ...model, outputs: outputs.map((own, k) => (k === 3 ? { ...own, name: 'z1' } : own)) };
    const onnx = onnxModel(renamed, 'test');
    expect(onnx.graph.input.map(({ name }) => name)).toEqual(names);
    expect(onnx.graph.output.map(({ name }) => name)).toEqual(renamed.outputs.map(({ name }) => name));
    const row = names.map((_, k) => k + 0.5);
    expect((await graphAnswers(renamed, runner, [row])).values).toEqual([row]);
  });
});

describe('cells of a graph', () => {
  it('are texts of levels, or one that is none', () => {
    const model = seenBy({ ...oneHot, missing: { fill: null, indicator: false } });
    const read = createGraphCells(model);
    expect(['never', 1, null, 'other'].map((cell) => read([cell]))).toEqual([
      ['never'],
      ['1.0'],
      ['?'],
      ['?'],
    ]);
  });

  it('lie in the file as golden cases, for whoever wants to test it', () => {
    const { metadataProps } = onnxModel(small, 'test');
    const metadata = new Map(metadataProps.map(({ key, value }) => [key, value]));
    expect(metadata.get('model_checksum')).toBe(small.checksum);
    expect(metadata.get('task')).toBe('regression');
    expect(JSON.parse(metadata.get('golden_cases')!)).toEqual(small.goldenCases.slice(0, 8));
  });
});
