import { Random } from '@shared/core/random.ts';
import type { ModelFile, ModelLayer } from '@shared/model/model-file.ts';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerTable } from '../cli/predict/answer-table.ts';
import { writeFileAtomic } from '../storage/atomic-file.ts';
import { type BenchLine, benchLine, type BenchSetting } from './bench-line.ts';
import { columnName, type TableSize, writeGroup, writeTable } from './drawn-table.ts';
import { summarize } from './timing.ts';

/** The tables that are answered, all of numbers: speed shall be that of reading, predicting and writing. */
const FILES = {
  'predict-file': { rows: 100_000, columns: 30, isMixed: false, form: 'csv' },
  'predict-file-1m': { rows: 1_000_000, columns: 30, isMixed: false, form: 'csv' },
  'predict-parquet': { rows: 100_000, columns: 30, isMixed: false, form: 'parquet' },
} as const satisfies Record<string, TableSize & { form: 'csv' | 'parquet' }>;

/** The network of `predict-many`. */
const UNITS = [64, 32, 1];

/**
 * Rows a second of `ninestep predict`, from a file to a CSV file of answers: both readings of the table, the network in
 * float64 by what its size calls for, and writing.
 */
export async function benchPredictFile(name: keyof typeof FILES, setting: BenchSetting): Promise<BenchLine> {
  const size = FILES[name];
  const folder = await mkdtemp(join(tmpdir(), 'ninestep-bench-'));
  try {
    const path = join(folder, `table.${size.form}`);
    await (size.form === 'csv' ? writeTable(path, size) : writeGroup(path, size));
    const model = drawnModel(size.columns);
    const rates: number[] = [];
    for (let repeat = 0; repeat < setting.effort.repeats; repeat++) {
      const startedAt = performance.now();
      await answerTable(model, path, { form: size.form, format: 'csv' }, (pieces) =>
        writeFileAtomic(join(folder, 'answers.csv'), pieces),
      );
      rates.push((1000 * size.rows) / (performance.now() - startedAt));
    }
    const summary = summarize(rates);
    const fileMegabytes = (await stat(path)).size / 1e6;
    return benchLine(name, setting, 'rows/s', summary, {
      rows: size.rows,
      columns: size.columns,
      fileMegabytes,
      megabytesPerSecond: (fileMegabytes * summary.median) / size.rows,
      // In kilobytes of 1,024 bytes, of the whole process since its start; Parquet is made whole in it.
      ...(size.form === 'csv' ? { peakMegabytes: (process.resourceUsage().maxRSS * 1_024) / 1e6 } : {}),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Weights from a seed: how fast they are does not depend on what they are. */
function drawnModel(columns: number): ModelFile {
  const random = new Random(1, 'predict file bench');
  const numbers = (count: number) => Array.from({ length: count }, () => 0.1 * random.normal());
  const transform = { kind: 'standard', shift: 0, scale: 50 } as const;
  const range = { min: -100, max: 100, mean: 0 };
  const layers = UNITS.map((units, k): ModelLayer => {
    const inputs = UNITS[k - 1] ?? columns;
    return {
      type: 'dense',
      activation: k === UNITS.length - 1 ? 'linear' : 'relu',
      dtype: 'float64',
      shape: [units, inputs],
      W: Array.from({ length: units }, () => numbers(inputs)),
      b: numbers(units),
    };
  });
  return {
    format: 'ninestep-model',
    version: 1,
    name: 'bench',
    task: 'regression',
    inputs: Array.from({ length: columns }, (_, c) => ({ name: columnName(c), transform, range })),
    outputs: [{ name: 'answer', transform, range }],
    equation: [],
    layers,
    parameters: UNITS.reduce((sum, units, k) => sum + units * ((UNITS[k - 1] ?? columns) + 1), 0),
    training: null,
    metrics: { train: null, validation: null, test: null },
    testCases: [],
    goldenCases: [],
    checksum: '',
  };
}
