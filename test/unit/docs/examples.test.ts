import { formatJson } from '@shared/core/json-text.ts';
import { exportedModelJson, modelChecksum, modelJson } from '@shared/export/model-json.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { classificationJson } from '../../helpers/experiments.ts';
import { mixedExperiment, mixedTable } from '../../helpers/mixed-table.ts';
import { trainedModel } from '../../helpers/trained-model.ts';
import { smallModel } from './small-model.ts';

const examples = resolve(import.meta.dirname, '../../../docs/formats/examples');
/** Another library may round a tanh differently in its last digits. */
const TOLERANCE = 1e-9;

const folder = mkdtempSync(join(tmpdir(), 'ninestep-examples-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const model = smallModel();
const modelPath = join(folder, 'model.json');
writeFileSync(modelPath, modelJson(model));

const classes = trainedModel(parseExperiment(classificationJson));
const classesPath = join(folder, 'classes.json');
writeFileSync(classesPath, modelJson(classes));

const mixed = trainedModel(
  mixedExperiment({
    testCases: [
      {
        inputs: {
          amount: null,
          pieces: 12,
          weight: 1.25,
          shop: 'south',
          grade: 'high',
          open: 'no',
          day: '24.12.2025 18:30',
          customer: 4,
        },
      },
    ],
  }),
  mixedTable(120, 1),
);
const mixedPath = join(folder, 'mixed.json');
writeFileSync(mixedPath, modelJson(mixed));

/** The same models with their numbers in base64. */
const packedPaths = [model, classes, mixed].map((own, k) => {
  const path = join(folder, `packed-${String(k)}.json`);
  writeFileSync(path, exportedModelJson(own, 'base64'));
  return path;
});

function run(program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(status)}: ${stderr}`);
  return stdout.trim();
}

function hasPython(code: string): boolean {
  return spawnSync('python3', ['-c', code]).status === 0;
}

/** What both readers print of the golden cases; the largest difference is that of the output with the largest numbers. */
function expectProof(text: string, model: ModelFile): void {
  const proof = JSON.parse(text) as { goldenCases: number; largestDifference: number };
  const largestScale = Math.max(...model.outputs.map((column) => column.transform.scale));
  expect(proof.goldenCases).toBe(model.goldenCases.length);
  expect(proof.largestDifference).toBeLessThan(TOLERANCE * largestScale);
}

function expectAnswers(text: string): void {
  const answers = JSON.parse(text) as number[];
  const golden = model.goldenCases[0]!;
  golden.outputs.forEach((expected, t) => {
    expect(Math.abs(answers[t]! - expected)).toBeLessThan(TOLERANCE * model.outputs[t]!.transform.scale);
  });
}

const firstInputs = model.goldenCases[0]!.inputs.map(String);

describe('docs/formats/examples/predict.mjs', () => {
  const path = join(examples, 'predict.mjs');

  it('agrees with every golden case', () => {
    expectProof(run(process.execPath, path, modelPath), model);
    expectProof(run(process.execPath, path, classesPath), classes);
    expectProof(run(process.execPath, path, mixedPath), mixed);
  });

  it('reads numbers in base64 to the same answers', () => {
    const readable = [modelPath, classesPath, mixedPath].map((own) => run(process.execPath, path, own));
    expect(packedPaths.map((own) => run(process.execPath, path, own))).toEqual(readable);
  });

  it('answers a question', () => {
    expectAnswers(run(process.execPath, path, modelPath, ...firstInputs));
  });
});

describe.skipIf(!hasPython('import numpy'))(
  'docs/formats/examples/predict.py (needs Python 3 and NumPy)',
  () => {
    const path = join(examples, 'predict.py');

    it('agrees with every golden case', () => {
      expectProof(run('python3', path, modelPath), model);
      expectProof(run('python3', path, classesPath), classes);
      expectProof(run('python3', path, mixedPath), mixed);
    });

    it('reads numbers in base64 to the same answers', () => {
      const readable = [modelPath, classesPath, mixedPath].map((own) => run('python3', path, own));
      expect(packedPaths.map((own) => run('python3', path, own))).toEqual(readable);
    });

    it('answers a question', () => {
      expectAnswers(run('python3', path, modelPath, ...firstInputs));
    });
  },
);

describe.skipIf(!hasPython(''))('docs/formats/examples/checksum.py (needs Python 3)', () => {
  const path = join(examples, 'checksum.py');

  it('finds the checksum of a model', () => {
    expect(run('python3', path, modelPath)).toBe(model.checksum);
    const { checksum } = JSON.parse(readFileSync(packedPaths[0]!, 'utf8')) as ModelFile;
    expect(run('python3', path, packedPaths[0]!)).toBe(checksum);
  });

  it('writes numbers and texts as Ninestep does, also the odd ones', () => {
    const odd = {
      b: [
        0,
        -0,
        1,
        -1,
        0.1,
        1 / 3,
        -1e-7,
        1.5e-7,
        1e-6,
        1.25e-6,
        123456.789,
        2 ** 53,
        1e20,
        1e21,
        1.5e21,
        5e-324,
      ],
      B: [Number.MAX_VALUE, -Number.MIN_VALUE, 1e100, 0.1 + 0.2, 100, 1e16, 4.35, 2 ** 31, true, false, null],
      a: { z: 'Größe "x"\\ \n\t\u0001\u007f\u2028 θ 𝛼', A: '', _: [], '0': {}, Größe: 1, '𝛼': 2, '～': 3 },
    };
    const text = formatJson({ ...odd, checksum: '' });
    const oddPath = join(folder, 'odd.json');
    writeFileSync(oddPath, text);
    expect(run('python3', path, oddPath)).toBe(modelChecksum(odd as unknown as ModelFile));
  });
});
