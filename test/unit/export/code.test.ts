import { readDate } from '@shared/data/read-date.ts';
import { cHeader } from '@shared/export/code/c-header.ts';
import { javascriptModule } from '@shared/export/code/javascript.ts';
import { pythonScript } from '@shared/export/code/python.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { ModelDense, ModelFile, ModelInput, ModelLayer } from '@shared/model/model-file.ts';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ACTIVATION_NAMES,
  EXPORT_TASKS,
  mixedModel,
  modelOfAllLayers,
  numberRows,
  rawCases,
} from '../../helpers/exported-models.ts';
import { flatten, largestRelativeError } from '../../helpers/numbers.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { thrownBy } from '../../helpers/thrown.ts';

/** The same operations in nearly the same order; sums and exponentials may be rounded otherwise. */
const FLOAT64 = 1e-12;
const FLOAT32 = 1e-5;
const hasCompiler = spawnSync('cc', ['--version']).status === 0;
const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

/** What a program that reads rows as JSON answers. */
function answersOf(command: string, args: string[], folder: string, rows: readonly RawValue[][]): number[][] {
  const output = execFileSync(command, args, {
    cwd: folder,
    input: JSON.stringify(rows),
    maxBuffer: 2 ** 28,
    encoding: 'utf8',
  });
  return JSON.parse(output) as number[][];
}

/** A cell as a field of C: numbers and days as such, texts of levels in quotes. */
function cCell(input: ModelInput, cell: RawValue): string {
  if ('levels' in input) return cell === null ? 'NULL' : JSON.stringify(cell);
  if (cell === null) return 'NAN';
  return String(
    input.type === 'date' && typeof cell === 'string' ? readDate(cell, input.format) : Number(cell),
  );
}

/** A program that prints the answers of the header to these rows. */
function cProgram({ inputs }: ModelFile, rows: readonly RawValue[][]): string {
  const initial = rows.map((row) => `{${inputs.map((input, k) => cCell(input, row[k]!)).join(', ')}}`);
  return `#include "model.h"
#include <stdio.h>
static const ninestep_row rows[] = {${initial.join(',\n')}};
int main(void) {
  for (int r = 0; r < ${String(rows.length)}; r++) {
    float answers[NINESTEP_OUTPUTS];
    if (ninestep_predict(&rows[r], answers) != 0) return 1;
    for (int k = 0; k < NINESTEP_OUTPUTS; k++) printf("%s%.9g", r + k > 0 ? "," : "[", answers[k]);
  }
  printf("]");
  return 0;
}`;
}

const C_FLAGS = ['-std=c99', '-O1', '-Wall', '-Wextra', '-Werror'];

interface Consumer {
  name: string;
  tolerance: number;
  isThere: boolean;
  fileName: string;
  write: (model: ModelFile) => string;
  answer: (folder: string, rows: readonly RawValue[][], model: ModelFile) => unknown;
  selfTest: (folder: string) => string;
}

describe('cHeader', () => {
  it.each([1e60, -1e39, 1e-60])('refuses answers of size %d, for which float32 has no room', (size) => {
    const model = modelOfAllLayers([]);
    const range = { min: Math.min(0, size), max: Math.max(0, size), mean: size / 2 };
    const outputs = model.outputs.map((output, t) => (t === 1 ? { ...output, range } : output));
    expect(thrownBy(() => cHeader({ ...model, outputs }))).toMatchObject({
      code: 'INVALID_VALUE',
      at: 'outputs[1]',
    });
  });
});

const CONSUMERS: Consumer[] = [
  {
    name: 'a JavaScript module in Node',
    tolerance: FLOAT64,
    isThere: true,
    fileName: 'model.mjs',
    write: javascriptModule,
    answer: (folder, rows) =>
      answersOf(
        process.execPath,
        [
          '--input-type=module',
          '-e',
          `import { readFileSync } from 'node:fs'; import { predictValues } from './model.mjs';
           console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(predictValues)));`,
        ],
        folder,
        rows,
      ),
    selfTest: (folder) => execFileSync(process.execPath, ['model.mjs'], { cwd: folder, encoding: 'utf8' }),
  },
  {
    name: 'a Python script with NumPy',
    tolerance: FLOAT64,
    isThere: hasNumpy,
    fileName: 'model.py',
    write: pythonScript,
    answer: (folder, rows) =>
      answersOf(
        'python3',
        [
          '-B',
          '-c',
          'import json, sys; from model import predict; print(json.dumps(predict(json.load(sys.stdin)).tolist()))',
        ],
        folder,
        rows,
      ),
    selfTest: (folder) => execFileSync('python3', ['-B', 'model.py'], { cwd: folder, encoding: 'utf8' }),
  },
  {
    name: 'a C header',
    tolerance: FLOAT32,
    isThere: hasCompiler,
    fileName: 'model.h',
    write: cHeader,
    answer: (folder, rows, model) => {
      writeFileSync(join(folder, 'main.c'), cProgram(model, rows));
      execFileSync('cc', [...C_FLAGS, '-o', 'main', 'main.c', '-lm'], { cwd: folder });
      return JSON.parse(execFileSync('./main', { cwd: folder, encoding: 'utf8' })) as number[];
    },
    selfTest: (folder) => {
      // Once more as the file says, in the compiler's own dialect.
      for (const flags of [[], C_FLAGS]) {
        execFileSync('cc', [...flags, '-DNINESTEP_SELF_TEST', '-x', 'c', '-o', 'test', 'model.h', '-lm'], {
          cwd: folder,
        });
      }
      return execFileSync('./test', { cwd: folder, encoding: 'utf8' });
    },
  },
];

/** The same with a column of each of these names, which all have a part in the answers. */
function withColumns(model: ModelFile, names: readonly string[]): ModelFile {
  const asked = <T>(cells: readonly T[]): T[] => names.map((_, i) => cells[i % cells.length]!);
  const [first, ...others] = model.layers as [ModelDense, ...ModelLayer[]];
  const W = first.W.map((row) => asked(row).map((weight, i) => weight / (i + 1)));
  const wide = {
    ...model,
    inputs: asked(model.inputs).map((input, i) => ({ ...input, name: names[i]! })),
    layers: [{ ...first, shape: [first.shape[0], names.length] as [number, number], W }, ...others],
  };
  const predict = createPredictor(wide);
  const goldenCases = model.goldenCases.map((golden) => {
    const inputs = asked(golden.inputs);
    return { inputs, outputs: predict(inputs) };
  });
  return { ...wide, goldenCases };
}

describe.each(CONSUMERS)('$name', ({ isThere, tolerance, fileName, write, answer, selfTest }) => {
  function made(model: ModelFile): string {
    const folder = tempFolder();
    writeFileSync(join(folder, fileName), write(model));
    return folder;
  }

  it.skipIf(!isThere).each(EXPORT_TASKS)(
    'answers raw rows as the app does, with all types of columns: %s',
    (_what, changes) => {
      const model = mixedModel(changes);
      const { rows, expected } = rawCases(model);
      const folder = made(model);
      expect(
        largestRelativeError(flatten(answer(folder, rows, model)), flatten(expected)),
      ).toBeLessThanOrEqual(tolerance);
      expect(selfTest(folder)).toMatch(/^8 cases, largest difference \d/);
    },
  );

  it.skipIf(!isThere)('knows every kind of layer and every activation', () => {
    const model = modelOfAllLayers(ACTIVATION_NAMES);
    const rows = numberRows();
    const expected = rows.map(createPredictor(model));
    expect(
      largestRelativeError(flatten(answer(made(model), rows, model)), flatten(expected)),
    ).toBeLessThanOrEqual(tolerance);
  });

  it.skipIf(!isThere)('finds a weight that was changed', () => {
    const model = modelOfAllLayers([]);
    const [first] = model.layers;
    if (first?.type !== 'dense') throw new Error('The first layer is dense.');
    const spoilt = {
      ...model,
      layers: [{ ...first, W: first.W.map((row) => row.map((w) => w * 1.01)) }, ...model.layers.slice(1)],
    };
    const folder = made(spoilt);
    expect(() => selfTest(folder)).toThrow();
  });

  it.skipIf(!isThere)('stays whole whatever the names hold', () => {
    const model = modelOfAllLayers([]);
    const odd = '*/ """ \\ `${x}` </script> \n\u2028 ü \u202E';
    const renamed = {
      ...model,
      name: odd,
      inputs: model.inputs.map((input, k) => ({ ...input, name: `${odd}${String(k)}` })),
    };
    expect(selfTest(made(renamed))).toMatch(/cases/);
    if (fileName === 'model.mjs') expect(write(renamed)).not.toMatch(/<[/!]/);
  });

  it.skipIf(!isThere)('takes columns whose names mean something to its language', () => {
    const names = [
      'NAN',
      'unix',
      'errno',
      'asm',
      'nullptr',
      '__proto__',
      'constructor',
      'None',
      'int',
      'int_2',
    ];
    expect(selfTest(made(withColumns(modelOfAllLayers([]), names)))).toMatch(/cases/);
  });

  it.skipIf(!isThere)('carries cases that only the app can read as they stand', () => {
    const written: Record<string, RawValue> = { amount: '$1,234.50', day: '3 May 2020, 2:30 pm', open: null };
    const model = mixedModel({});
    const inputs = model.inputs.map(({ name }, k) => written[name] ?? model.goldenCases[0]!.inputs[k]!);
    const outputs = createPredictor(model)(inputs);
    expect(selfTest(made({ ...model, goldenCases: [{ inputs, outputs }] }))).toMatch(/^1 cases/);
  });

  it.skipIf(!isThere)('takes days at the ends of the calendar and beyond as the app does', () => {
    const model = mixedModel({ columns: { shop: { indicator: false } } });
    const known = model.goldenCases[0]!.inputs;
    const days = ['01.01.0001', '31.12.9999', '01.01.69', -1, -719_163, 1e7, 10_000_001, -2e9, 1e300];
    const rows = days.map((day) => known.map((cell, k) => (model.inputs[k]!.type === 'date' ? day : cell)));
    const expected = rows.map(createPredictor(model));
    expect(
      largestRelativeError(flatten(answer(made(model), rows, model)), flatten(expected)),
    ).toBeLessThanOrEqual(tolerance);
  });

  it.skipIf(!isThere)('scales numbers that no integer can be', () => {
    const model = modelOfAllLayers([]);
    const size = 1e20;
    const larger = <T extends { transform: { shift: number; scale: number } }>(column: T): T => {
      const { shift, scale } = column.transform;
      const transform = {
        ...column.transform,
        shift: Math.round(shift) * size,
        scale: Math.ceil(scale) * size,
      };
      return { ...column, transform };
    };
    const large = { ...model, inputs: model.inputs.map(larger), outputs: model.outputs.map(larger) };
    const predict = createPredictor(large);
    const goldenCases = [1, 2, 3].map((k) => ({
      inputs: [k * size, -k * size],
      outputs: predict([k * size, -k * size]),
    }));
    expect(selfTest(made({ ...large, goldenCases }))).toMatch(/^3 cases/);
  });
});
