import { createPredictor } from '@shared/export/predictor.ts';
import { importedModel } from '@shared/import/import-model.ts';
import { readSklearn } from '@shared/import/sklearn.ts';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Debian's own Python has scikit-learn where another one stands first in the path. */
const PYTHONS = ['python3', '/usr/bin/python3'];
const python = PYTHONS.find((name) => spawnSync(name, ['-c', 'import sklearn']).status === 0);
const folder = resolve(import.meta.dirname, '../../../docs/formats/examples');

const PROGRAM = `
import sys, json, warnings
sys.dont_write_bytecode = True
warnings.filterwarnings("ignore")
sys.path.insert(0, sys.argv[1])
from sklearn_to_json import mlp_to_dict
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
X = [[k % 7 * 10, k % 5, k * 0.1] for k in range(60)]
y = ["low" if row[0] < 30 else "high" for row in X]
model = make_pipeline(MinMaxScaler(), StandardScaler(), MLPClassifier((5,), max_iter=30, random_state=1)).fit(X, y)
print(json.dumps({"file": mlp_to_dict(model), "rows": X[:9], "answers": model.predict_proba(X[:9])[:, 1].tolist()}))
`;

describe.skipIf(python === undefined)(
  'docs/formats/examples/sklearn_to_json.py (needs Python 3 with scikit-learn)',
  () => {
    it('writes a pipeline that Ninestep imports with the same answers', () => {
      const { status, stdout, stderr } = spawnSync(python!, ['-c', PROGRAM, folder], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const { file, rows, answers } = JSON.parse(stdout) as {
        file: unknown;
        rows: number[][];
        answers: number[];
      };
      const predict = createPredictor(importedModel(readSklearn(file), 'net'));
      rows.forEach((row, n) => {
        expect(predict(row)[0]).toBeCloseTo(answers[n]!, 12);
      });
    });
  },
);

it('is told of by the document of its format', () => {
  const document = resolve(import.meta.dirname, '../../../docs/formats/sklearn-mlp.md');
  expect(readFileSync(document, 'utf8')).toContain('(examples/sklearn_to_json.py)');
});
