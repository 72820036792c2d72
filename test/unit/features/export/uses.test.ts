import { cHeader } from '@shared/export/code/c-header.ts';
import { javascriptModule } from '@shared/export/code/javascript.ts';
import { pythonScript } from '@shared/export/code/python.ts';
import { onnxModel } from '@shared/export/onnx/write-onnx.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { modelJson } from '@shared/export/model-json.ts';
import { tfjsFiles } from '@shared/export/tfjs/tfjs-files.ts';
import { EXPORT_FORMAT_NAMES } from '@shared/model/export-formats.ts';
import { encodeModel } from '@shared/onnx/encode-model.ts';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { describeModel } from '../../../../src-main/service/operations.ts';
import { exampleRow } from '../../../../src-renderer/features/export/uses/example-row.ts';
import {
  cUses,
  javascriptUses,
  pythonUses,
} from '../../../../src-renderer/features/export/uses/source-uses.ts';
import { shellWord, type Use } from '../../../../src-renderer/features/export/uses/use.ts';
import { usesOf } from '../../../../src-renderer/features/export/uses/uses-of.ts';
import type { ModelDescription } from '../../../../src-renderer/state/model.svelte.ts';
import { largestRelativeError } from '../../../helpers/numbers.ts';
import { mixedModel } from '../../../helpers/exported-models.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { writeTfjs } from '../../../helpers/tfjs.ts';

/** Printed by NumPy and by C with few digits. */
const PRINTED = 1e-4;
const hasCompiler = spawnSync('cc', ['--version']).status === 0;
const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;
const runtime = packagePlace('onnxruntime-node');
const tensorflow = packagePlace('@tensorflow/tfjs');
/** What a person may call a file. */
const STEMS = ['model', "50 % of it's #1 (v1.2)"];

const model = mixedModel({});

/** The columns as the window knows them, and what the app answers to the row that the code asks. */
async function subject(): Promise<{ inputs: ModelDescription['inputs']; expected: number[] }> {
  const folder = tempFolder();
  writeFileSync(join(folder, 'model.json'), modelJson(model));
  const { inputs } = await describeModel(folder);
  const cells = exampleRow(inputs)!.map(({ value }) => value);
  return { inputs, expected: createPredictor(model)(cells) };
}

function written(
  stem: string,
  extension: string,
  text: string | Uint8Array,
): { folder: string; fileName: string } {
  const folder = tempFolder();
  const fileName = `${stem}.${extension}`;
  writeFileSync(join(folder, fileName), text);
  return { folder, fileName };
}

/** Null where it is not installed: it is optional. */
function packagePlace(name: string): URL | null {
  try {
    return pathToFileURL(createRequire(import.meta.url).resolve(name));
  } catch {
    return null;
  }
}

function run(command: string, args: readonly string[], folder: string): string {
  return execFileSync(command, args, { cwd: folder, encoding: 'utf8' });
}

function only(uses: readonly Use[], label: string): string {
  return uses.find((use) => use.label === label)!.code;
}

function numbersIn(text: string): number[] {
  return [...text.matchAll(/-?\d+(?:\.\d*)?(?:e[+-]?\d+)?/gi)].map(([number]) => Number(number));
}

describe.each(STEMS)('the code to use “%s” with', (stem) => {
  it('runs in Node and gives what the app answers', async () => {
    const { inputs, expected } = await subject();
    const { folder, fileName } = written(stem, 'mjs', javascriptModule(model));
    const uses = javascriptUses({ fileName, inputs });
    writeFileSync(join(folder, 'use.mjs'), only(uses, 'Node'));
    const answer = runInNewContext(`(${run('node', ['use.mjs'], folder)})`) as Record<string, number>;
    expect(largestRelativeError(Object.values(answer), expected)).toBeLessThan(1e-12);
    expect(run('sh', ['-c', only(uses, 'Test it')], folder)).toContain('largest difference');
  });

  it.skipIf(!hasNumpy)('runs in Python', async () => {
    const { inputs, expected } = await subject();
    const { folder, fileName } = written(stem, 'py', pythonScript(model));
    const uses = pythonUses({ fileName, inputs });
    writeFileSync(join(folder, 'use.py'), only(uses, 'Python'));
    const answer = numbersIn(run('python3', ['-B', 'use.py'], folder));
    expect(largestRelativeError(answer, expected)).toBeLessThan(PRINTED);
    expect(run('sh', ['-c', only(uses, 'Test it')], folder)).toContain('largest difference');
  });

  it.skipIf(!hasCompiler)('runs in C', async () => {
    const { inputs, expected } = await subject();
    const { folder, fileName } = written(stem, 'h', cHeader(model));
    const uses = cUses({ fileName, inputs });
    writeFileSync(join(folder, 'main.c'), only(uses, 'C'));
    run('cc', ['-std=c99', '-Wall', '-Werror', 'main.c', '-o', 'main', '-lm'], folder);
    const answer = run('./main', [], folder)
      .trim()
      .split('\n')
      .map((line) => Number(line.split(': ').at(-1)));
    expect(largestRelativeError(answer, expected)).toBeLessThan(PRINTED);
    expect(run('sh', ['-c', only(uses, 'Test it')], folder)).toContain('largest difference');
  });
});

it.skipIf(runtime === null)('the code to use an ONNX file with runs in Node', async () => {
  const { inputs, expected } = await subject();
  const { folder, fileName } = written('model', 'onnx', encodeModel(onnxModel(model, '1.2.3')));
  const code = only(usesOf('onnx', { fileName, inputs }), 'Node');
  // From a folder without packages they are named by their places.
  writeFileSync(join(folder, 'use.mjs'), code.replace('onnxruntime-node', String(runtime)));
  const printed = run('node', ['use.mjs'], folder);
  const answer = [...printed.matchAll(/\[ (\S+) \]/g)].map(([, number]) => Number(number));
  expect(largestRelativeError(answer, expected)).toBeLessThan(PRINTED);
});

it.skipIf(tensorflow === null)('the code to use a TensorFlow.js model with runs in Node', async () => {
  const { inputs, expected } = await subject();
  const path = writeTfjs(tfjsFiles({ model, base: 'model' }));
  const code = only(usesOf('tfjs', { fileName: 'model.json', inputs }), 'Node');
  writeFileSync(join(dirname(path), 'use.mjs'), code.replace('@tensorflow/tfjs', String(tensorflow)));
  const printed = run('node', ['use.mjs'], dirname(path));
  const answers = runInNewContext(printed.slice(printed.indexOf('[ {'))) as Record<string, number>[];
  expect(largestRelativeError(Object.values(answers[0]!), expected)).toBeLessThan(PRINTED);
});

describe('a network with many columns', () => {
  const many = Array.from({ length: 40 }, (_, k) => ({
    type: 'number' as const,
    name: `column ${String(k)}`,
    min: 0,
    max: 1,
    mean: 0.5,
    optional: false,
  }));

  it.each(EXPORT_FORMAT_NAMES)('does not have them written out, as %s', (format) => {
    for (const { code } of usesOf(format, { fileName: 'model.x', inputs: many })) {
      expect(code).not.toContain('column 1');
      expect(code.split('\n').length).toBeLessThan(12);
    }
  });
});

describe('a file name as a word of a command', () => {
  it.each([
    ['model.json', 'model.json'],
    ['two words.json', "'two words.json'"],
    ["it's.json", String.raw`'it'\''s.json'`],
    ['-x.json', './-x.json'],
    ['$(rm).json', "'$(rm).json'"],
  ])('%s → %s', (name, word) => {
    expect(shellWord(name)).toBe(word);
  });
});
