import { javascriptModule } from '@shared/export/code/javascript.ts';
import { pythonScript } from '@shared/export/code/python.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { smallExperiment } from '../../helpers/experiments.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { trainedModel } from '../../helpers/trained-model.ts';

const model = trainedModel(smallExperiment());

function run(path: string, cwd: string): string {
  return execFileSync(process.execPath, [path], { cwd, encoding: 'utf8' });
}

describe('the JavaScript module run by itself', () => {
  const said = /^\d+ cases, largest difference \S+\n$/;

  it.each(['plain', 'a#b', 'with space', '50%', 'ä?'])('tests itself in a folder called %j', (name) => {
    const folder = join(tempFolder(), name);
    mkdirSync(folder);
    writeFileSync(join(folder, 'model.mjs'), javascriptModule(model));
    expect(run('model.mjs', folder)).toMatch(said);
    expect(run(join(folder, 'model.mjs'), tempFolder())).toMatch(said);
  });

  it.skipIf(process.platform === 'win32')('tests itself through links to the file and to its folder', () => {
    const [folder, other] = [tempFolder(), tempFolder()];
    writeFileSync(join(folder, 'model.mjs'), javascriptModule(model));
    symlinkSync(join(folder, 'model.mjs'), join(other, 'link.mjs'));
    symlinkSync(folder, join(other, 'folder'));
    expect(run('link.mjs', other)).toMatch(said);
    expect(run('folder/model.mjs', other)).toMatch(said);
  });

  it('says nothing where another program imports it, whatever that one was given', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'model.mjs'), javascriptModule(model));
    writeFileSync(
      join(folder, 'user.mjs'),
      "import { predictValues } from './model.mjs';\npredictValues([1, 2]);\n",
    );
    expect(run('user.mjs', folder)).toBe('');
    const inline = ['--input-type=module', '-e', "import './model.mjs'", 'no such file'];
    expect(execFileSync(process.execPath, inline, { cwd: folder, encoding: 'utf8' })).toBe('');
  });
});

const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

describe.skipIf(!hasNumpy)('the Python script', () => {
  it('takes for numbers what the app takes for plain numbers, and nothing else', () => {
    const texts = [
      '5',
      ' 5 ',
      '+.5',
      '-5.',
      '1e1',
      '1_000',
      '１２',
      '٣',
      '0x10',
      'nan',
      'inf',
      '1e999',
      '',
      'five',
      '5 5',
    ];
    const folder = tempFolder();
    writeFileSync(join(folder, 'model.py'), pythonScript(model));
    const program = `
import json, sys
from model import predict

def answer(text):
    try:
        return predict([[text, "0.5"]]).tolist()[0]
    except ValueError:
        return None

json.dump([answer(text) for text in json.load(sys.stdin)], sys.stdout)
`;
    writeFileSync(join(folder, 'ask.py'), program);
    const told = execFileSync('python3', ['-B', 'ask.py'], {
      cwd: folder,
      input: JSON.stringify(texts),
      encoding: 'utf8',
    });
    const answers = JSON.parse(told) as (number[] | null)[];
    const predict = createPredictor(model);
    texts.forEach((text, k) => {
      const expected = answerOf(() => predict([text, 0.5]));
      expect({ text, isNumber: answers[k] !== null }).toEqual({ text, isNumber: expected !== null });
      expected?.forEach((value, i) => {
        expect(answers[k]![i]).toBeCloseTo(value, 9);
      });
    });
  });
});

function answerOf(predict: () => number[]): number[] | null {
  try {
    return predict();
  } catch {
    return null;
  }
}
