import { expect, type Page } from '@playwright/test';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runInNewContext } from 'node:vm';
import { test, type TestApp } from './helpers/app.ts';
import { textOfBlankPage } from './helpers/blank-page.ts';
import { LOOKS, pageOverflows, seriousFindings } from './helpers/looks.ts';
import { answerOpenDialog, answerSaveDialog, openStage, setWindowSize } from './helpers/window.ts';
import { call, startRun, waitForStatus } from './helpers/workbench.ts';

const LIBRARY = resolve(import.meta.dirname, '../../out/library/ninestep-predictor.mjs');
const TENSORFLOW = resolve(import.meta.dirname, '../../node_modules/@tensorflow/tfjs/dist/tf.es2017.min.js');
/** Where the code of the window takes the same file from. */
const TENSORFLOW_ADDRESS = 'https://cdn.jsdelivr.net/npm/@tensorflow/tfjs@4.22.0/dist/tf.es2017.min.js';
/** TensorFlow.js warns of it, and computes on the processor then. */
const NO_WEBGL = /backend webgl failed|WebGL is not supported/;
/** JavaScript rounds a sum otherwise where it is added in another order. */
const ROUNDING = 1e-9;
/** The layers of ONNX and TensorFlow.js compute in float32, on answers of about 100. */
const FLOAT32 = 1e-3;

interface Trained {
  readonly runId: string;
  /** An empty folder that is gone after the test. */
  readonly folder: string;
}

/** The article's network, trained a little, on the stage where it is taken away. */
const taken = test.extend<{ trained: Trained }>({
  trained: async ({ workbench }, use) => {
    const { page } = workbench;
    const { id } = await startRun(page, 30);
    await waitForStatus(page, id, 'finished');
    await page.reload();
    await openStage(page, 'Export');
    const folder = mkdtempSync(join(tmpdir(), 'ninestep-taken-'));
    await use({ runId: id, folder });
    rmSync(folder, { recursive: true, force: true });
  },
});

/** Exports as a person does, and waits for the proof. */
async function exportAs({ page, electron }: TestApp, format: RegExp, path: string): Promise<void> {
  await page.getByRole('radio', { name: format }).check();
  await answerSaveDialog(electron, path);
  await page.getByRole('button', { name: /^Export…/ }).click();
  await expect(page.getByRole('status').filter({ hasText: 'verified: largest difference' })).toBeVisible();
}

async function codeToUseIt(page: Page, where: string): Promise<string> {
  await page.getByRole('radiogroup', { name: 'Where it is used' }).getByText(where, { exact: true }).click();
  return (await page.getByLabel('Code to use the file with').textContent()) ?? '';
}

/** What the app answers to the row that such code asks about. */
async function appAnswers(page: Page, runId: string, code: string): Promise<number[]> {
  const row = runInNewContext(`(${/predict\((?:tf, model, \[)?(\{.*?\})\]?\)/.exec(code)![1]!})`) as Record<
    string,
    number
  >;
  const { outputs } = await call(page, 'modelPredict', { runId, rows: [Object.values(row)] });
  return outputs[0]!;
}

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, k) => {
    expect(Math.abs(actual[k]! - value)).toBeLessThanOrEqual(tolerance);
  });
}

taken('a JavaScript module answers in a blank page as the app does', async ({ workbench, trained }) => {
  const { page, electron } = workbench;
  const { runId, folder } = trained;
  await exportAs(workbench, /^JavaScript module/, join(folder, 'taken away.mjs'));
  const code = await codeToUseIt(page, 'A page');
  writeFileSync(join(folder, 'index.html'), code);
  const answers = JSON.parse(await textOfBlankPage(electron, folder)) as Record<string, number>;
  expectClose(Object.values(answers), await appAnswers(page, runId, code), ROUNDING);
  await workbench.expectClean();
});

taken('a model file in base64 answers the same bits in a blank page', async ({ workbench, trained }) => {
  const { page, electron } = workbench;
  const { runId, folder } = trained;
  await page.getByRole('radiogroup', { name: 'Weights' }).getByText('Base64').click();
  await exportAs(workbench, /^Ninestep JSON/, join(folder, 'model.json'));
  expect(readFileSync(join(folder, 'model.json'), 'utf8')).toContain('"base64"');
  const code = await codeToUseIt(page, 'A page');
  copyFileSync(LIBRARY, join(folder, 'ninestep-predictor.mjs'));
  writeFileSync(join(folder, 'index.html'), code);
  const answers = JSON.parse(await textOfBlankPage(electron, folder)) as Record<string, number>;
  expect(Object.values(answers)).toEqual(await appAnswers(page, runId, code));
  await workbench.expectClean();
});

taken('an ONNX file answers in ONNX Runtime as the app does', async ({ workbench, trained }) => {
  const runtime = await import('onnxruntime-node').catch(() => null);
  taken.skip(runtime === null, 'onnxruntime-node is not installed: ONNX files are not run');
  const { page } = workbench;
  const { runId, folder } = trained;
  const path = join(folder, 'model.onnx');
  await exportAs(workbench, /^ONNX model/, path);
  const { InferenceSession, Tensor } = runtime!;
  const session = await InferenceSession.create(path);
  const row = { a: 30, b: 70 };
  const fed = Object.entries(row).map(
    ([name, value]) => [name, new Tensor('float64', [value], [1, 1])] as const,
  );
  const told = await session.run(Object.fromEntries(fed));
  const answers = session.outputNames.map((name) => (told[name]!.data as Float64Array)[0]!);
  const { outputs } = await call(page, 'modelPredict', { runId, rows: [Object.values(row)] });
  expectClose(answers, outputs[0]!, FLOAT32);
  await workbench.expectClean();
});

taken('a TensorFlow.js model answers in a blank page as the app does', async ({ workbench, trained }) => {
  const { page, electron } = workbench;
  const { runId, folder } = trained;
  await exportAs(workbench, /^TensorFlow\.js model/, join(folder, 'model.json'));
  const code = await codeToUseIt(page, 'A page');
  // Nothing of it is changed but where TensorFlow.js comes from: tests ask nothing of the network.
  expect(code.split(TENSORFLOW_ADDRESS)).toHaveLength(2);
  copyFileSync(TENSORFLOW, join(folder, 'tf.es2017.min.js'));
  writeFileSync(join(folder, 'index.html'), code.replace(TENSORFLOW_ADDRESS, 'tf.es2017.min.js'));
  const [answers] = JSON.parse(await textOfBlankPage(electron, folder)) as Record<string, number>[];
  expectClose(Object.values(answers!), await appAnswers(page, runId, code), FLOAT32);
  await workbench.expectClean(NO_WEBGL);
});

/** Of scikit-learn's form: area = 2·max(0, width) + 3·max(0, width/2 − height + 20) + 1. */
const PLANE = {
  format: 'sklearn-mlp',
  version: 1,
  name: 'plane',
  estimator: 'MLPRegressor',
  activation: 'relu',
  outActivation: 'identity',
  coefs: [
    [
      [1, 0.5],
      [0, -1],
    ],
    [[2], [3]],
  ],
  intercepts: [[0, 20], [1]],
  featureNames: ['width', 'height'],
  targetNames: ['area'],
};

for (const { theme, width, height, name } of LOOKS) {
  test(`a model of another program is imported and asked: ${name}`, async ({ workbench }, testInfo) => {
    const { page, electron, folders } = workbench;
    await setWindowSize(electron, width, height);
    await call(page, 'settingsChange', { theme });
    await page.reload();
    await page.getByRole('heading').first().waitFor();
    const path = join(folders.workspace, 'plane.json');
    writeFileSync(path, JSON.stringify(PLANE));
    await answerOpenDialog(electron, path);
    await page.getByRole('button', { name: 'Experiment menu' }).click();
    await page.getByRole('menuitem', { name: 'Import a model…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import a model' });
    await expect(dialog.getByRole('cell', { name: 'Dense, 2 → 2, ReLU' })).toBeVisible();
    await page.screenshot({ path: testInfo.outputPath('import.png') });
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByLabel('width', { exact: true }).first().fill('4');
    await page.getByLabel('height', { exact: true }).first().fill('10');
    // 2·4 + 3·(2 − 10 + 20) + 1
    await expect(page.getByText('45', { exact: true })).toBeVisible();
    await openStage(page, 'Export');
    await expect(page.getByRole('heading', { name: 'Preview' })).toBeVisible();
    await page.screenshot({ path: testInfo.outputPath('export.png') });
    expect(await seriousFindings(page)).toEqual([]);
    expect(await pageOverflows(page)).toBe(false);
    await workbench.expectClean();
  });
}
