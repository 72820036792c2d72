import { modelChecksum, modelJson } from '@shared/export/model-json.ts';
import { NO_MARKS } from '@shared/model/run.ts';
import { decodeModel } from '@shared/onnx/decode-model.ts';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeMarks } from '../../src-main/storage/run-marks.ts';
import { ninestep } from '../helpers/cli.ts';
import { smallExperiment, smallExperimentJson } from '../helpers/experiments.ts';
import { withValue } from '../helpers/json-path.ts';
import { finishedRun } from '../helpers/runs.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { trainedModel } from '../helpers/trained-model.ts';

const model = trainedModel(smallExperiment());

function folderWithModel(text = modelJson(model)): string {
  const cwd = tempFolder();
  writeFileSync(join(cwd, 'model.json'), text);
  return cwd;
}

describe('ninestep export', () => {
  const args = ['export', 'model.json', '--format', 'json', '--out', 'out.json'];

  it('writes the same model, byte for byte, and says that its golden cases hold', async () => {
    const cwd = folderWithModel();
    const { code, stdout, stderr } = await ninestep(args, { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readFileSync(join(cwd, 'out.json'), 'utf8')).toBe(modelJson(model));
    expect(JSON.parse(stdout)).toEqual({
      fileName: 'out.json',
      files: [{ name: 'out.json', bytes: Buffer.byteLength(modelJson(model)) }],
      goldenCases: 17,
      largestDifference: 0,
      notRun: null,
    });
  });

  it.skipIf(process.platform === 'win32')('leaves nothing behind where it is stopped', async () => {
    const cwd = folderWithModel();
    mkdirSync(join(cwd, 'bin'));
    // It takes its time, as a compiler does with large weights.
    const compiler = '#!/bin/sh\n[ -e "$0.called" ] || kill -INT $PPID\n: > "$0.called"\nsleep 1\n';
    writeFileSync(join(cwd, 'bin', 'cc'), compiler, { mode: 0o755 });
    const { PATH = '' } = process.env;
    process.env.PATH = `${join(cwd, 'bin')}${delimiter}${PATH}`;
    const exported = ninestep(['export', 'model.json', '--format', 'c', '--out', 'out.h'], { cwd });
    process.env.PATH = PATH;
    const { code, stdout, stderr } = await exported;
    expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: '', stderr: '' });
    expect(readdirSync(cwd).toSorted()).toEqual(['bin', 'model.json']);
  });

  it.each([
    ['javascript', 'out.mjs', 1e-12],
    ['python', 'out.py', 1e-12],
    ['c', 'out.h', 1e-4],
  ])(
    'writes a %s program, runs it on its golden cases, and says how far it is off',
    async (format, name, most) => {
      const cwd = folderWithModel();
      const { code, stdout } = await ninestep(['export', 'model.json', '--format', format, '--out', name], {
        cwd,
      });
      expect(code).toBe(0);
      const said = JSON.parse(stdout) as { largestDifference: number | null; notRun: string | null };
      expect(said).toMatchObject({ fileName: name, goldenCases: 8 });
      if (said.notRun === null) expect(said.largestDifference).toBeLessThan(most);
      else expect(said.notRun).toMatch(/not found on this machine/);
      expect(readFileSync(join(cwd, name), 'utf8')).toContain('Ninestep');
    },
  );

  it('writes an ONNX model, runs it on all golden cases, and says how far it is off', async () => {
    const cwd = folderWithModel();
    const { code, stdout, stderr } = await ninestep(
      ['export', 'model.json', '--format', 'onnx', '--out', 'out.onnx'],
      { cwd },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const said = JSON.parse(stdout) as { largestDifference: number };
    expect(said).toMatchObject({ fileName: 'out.onnx', goldenCases: 17, notRun: null });
    expect(said.largestDifference).toBeLessThan(1e-3);
    const [input] = decodeModel(readFileSync(join(cwd, 'out.onnx'))).graph.input;
    expect(input?.name).toBe(model.inputs[0]?.name);
  });

  it.each([
    ['a file', /^ninestep: out\.json exists already\..+--force.+\[TARGET_EXISTS\]\n$/],
    ['a folder', /^ninestep: Cannot write out\.json: it is a folder.+\[FILE_UNWRITABLE\]\n$/],
  ])('refuses to replace %s, and leaves it as it is', async (what, said) => {
    const cwd = folderWithModel();
    const path = join(cwd, 'out.json');
    if (what === 'a file') writeFileSync(path, 'mine');
    else mkdirSync(path);
    const before = readdirSync(cwd);
    const { code, stderr, stdout } = await ninestep(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(said);
    expect(readdirSync(cwd)).toEqual(before);
    if (what === 'a file') expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it('writes a single file to standard output, and nothing else', async () => {
    const cwd = folderWithModel();
    const { code, stdout, stderr } = await ninestep([...args.slice(0, -1), '-'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(modelJson(model));
    expect(readdirSync(cwd)).toEqual(['model.json']);
  });

  it('refuses standard output where a format is several files', async () => {
    const several = ['export', 'model.json', '--format', 'tfjs', '--out', '-'];
    const { code, stderr } = await ninestep(several, { cwd: folderWithModel() });
    expect(code).toBe(2);
    expect(stderr).toMatch(/several files: name one with --out FILE/);
  });

  it('replaces a file when told to, but never a folder', async () => {
    const cwd = folderWithModel();
    writeFileSync(join(cwd, 'out.json'), 'mine');
    mkdirSync(join(cwd, 'folder'));
    expect((await ninestep([...args, '--force'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'out.json'), 'utf8')).toBe(modelJson(model));
    const folder = ['export', 'model.json', '--format', 'json', '--out', 'folder', '--force'];
    const { code, stderr } = await ninestep(folder, { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/\[FILE_UNWRITABLE\]\n$/);
  });

  it('exports no model that is not true to itself', async () => {
    const cwd = folderWithModel(modelJson({ ...model, name: 'other' }));
    const { code, stderr } = await ninestep(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^ninestep: model\.json: checksum: .+\[CHECKSUM_MISMATCH\]\n$/);
    expect(readdirSync(cwd)).toEqual(['model.json']);
  });
});

describe('ninestep verify', () => {
  const forged = (place: string, value: unknown) => {
    const changed = withValue(model, place, value);
    return JSON.stringify({ ...changed, checksum: modelChecksum(changed) });
  };

  it('finds nothing wrong with a model as it was written', async () => {
    const { code, stdout } = await ninestep(['verify', 'model.json'], { cwd: folderWithModel() });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      file: 'model.json',
      format: 'ninestep-model',
      goldenCases: 17,
      largestDifference: 0,
    });
  });

  it.each([
    ['a changed weight', JSON.stringify(withValue(model, 'layers[0].W[0][0]', 0.5)), 'CHECKSUM_MISMATCH'],
    [
      'a changed scaler',
      JSON.stringify(withValue(model, 'inputs[0].transform.shift', 0)),
      'CHECKSUM_MISMATCH',
    ],
    ['a forged weight', forged('layers[0].W[0][0]', 0.5), 'GOLDEN_CASE_MISMATCH'],
    ['a forged scaler', forged('outputs[0].transform.scale', 2), 'GOLDEN_CASE_MISMATCH'],
    ['a forged golden case', forged('goldenCases[0].outputs[0]', 1e6), 'GOLDEN_CASE_MISMATCH'],
    ['wrong shapes', forged('layers[0].b', [1]), 'INVALID_VALUE'],
    ['a cut file', modelJson(model).slice(0, -100), 'FILE_NOT_JSON'],
    ['an empty file', '', 'FILE_NOT_JSON'],
    ['a NaN weight', modelJson(model).replace(/-?\d\.\d+, /, 'NaN, '), 'FILE_NOT_JSON'],
    ['a newer version', JSON.stringify({ ...model, version: 7 }), 'FILE_TOO_NEW'],
    ['a missing field', JSON.stringify({ ...model, layers: undefined }), 'MISSING_FIELD'],
    ['another format', '{"format": "onnx"}', 'INVALID_VALUE'],
    ['null', 'null', 'INVALID_VALUE'],
    ['a list', '[]', 'INVALID_VALUE'],
  ])('finds %s', async (_what, text, errorCode) => {
    const { code, stdout, stderr } = await ninestep(['verify', 'model.json'], { cwd: folderWithModel(text) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^ninestep: model\\.json.+\\[${errorCode}\\]\\n$`));
  });

  it('checks an experiment', async () => {
    const cwd = folderWithModel(JSON.stringify(smallExperimentJson));
    const { code, stdout } = await ninestep(['verify', 'model.json'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ file: 'model.json', format: 'ninestep-experiment' });
  });

  describe('of a run', () => {
    it('takes its folder or its record, and checks its points and its model', async () => {
      const { directory } = await finishedRun();
      for (const path of [directory, join(directory, 'run.json')]) {
        const { code, stdout } = await ninestep(['verify', path]);
        expect(code).toBe(0);
        expect(JSON.parse(stdout)).toMatchObject({
          status: 'finished',
          points: 5,
          checkpoints: 2,
          model: { goldenCases: 17 },
        });
      }
    });

    it.each([
      ['its model was changed', 'model.json', (text: string) => text.replace('small', 'other')],
      ['its record was changed', 'run.json', (text: string) => text.replace('"finished"', '"won"')],
      ['points are missing', 'metrics.jsonl', (text: string) => text.slice(0, text.indexOf('\n') + 1)],
      ['a point was changed', 'metrics.jsonl', (text: string) => text.replace('"step":3', '"step":2')],
      [
        'an older checkpoint is damaged',
        'checkpoints/checkpoint-000000000000.bin',
        (text: string) => `${text}x`,
      ],
      ['its marks make no sense', 'marks.json', (text: string) => text.replace('Mine', '')],
    ])('finds that %s', async (_what, name, change) => {
      const { directory } = await finishedRun();
      await writeMarks(directory, { ...NO_MARKS, name: 'Mine' });
      writeFileSync(join(directory, name), change(readFileSync(join(directory, name), 'latin1')), 'latin1');
      const { code, stdout, stderr } = await ninestep(['verify', directory]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^ninestep: .+\n$/);
    });

    it('tells all that is wrong at once', async () => {
      const { directory } = await finishedRun();
      appendFileSync(join(directory, 'metrics.jsonl'), '{"ep\n');
      appendFileSync(join(directory, 'checkpoints/checkpoint-000000000000.bin'), 'x');
      const { code, stderr } = await ninestep(['verify', directory]);
      expect(code).toBe(2);
      expect(stderr).toContain('metrics.jsonl: A line is damaged');
      expect(stderr).toContain('checkpoint-000000000000.bin was damaged');
    });
  });
});
