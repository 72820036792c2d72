import type { BenchLine, BenchSetting } from './bench-line.ts';
import { benchImport } from './import-bench.ts';
import { benchInsight } from './insight-bench.ts';
import { benchLive } from './live-bench.ts';
import { benchLiveMetrics } from './live-metrics-bench.ts';
import { benchMemory } from './memory-bench.ts';
import { benchPredictFile } from './predict-file-bench.ts';
import { benchPredictMany, benchPredictOne } from './predict-bench.ts';
import { benchResponsiveness } from './responsiveness-bench.ts';
import { benchLbfgs, benchLevenbergMarquardt } from './second-order-bench.ts';
import { benchTraining } from './training-bench.ts';
import { TRAINING_WORKLOADS } from './training-workloads.ts';

export interface Workload {
  /** Whether threads share its steps; else it is measured on one, whatever is asked for. */
  readonly isThreaded: boolean;
  /** Second-order methods need double precision, and files are answered in it, whatever is asked for. */
  readonly needsFloat64: boolean;
  /** Takes long, or much memory: it is measured only when it is asked for by its name. */
  readonly isOnRequest: boolean;
  /** Whether backends are measured in turn and set against each other; else one after the other, if they are asked for. */
  readonly isSideBySide: boolean;
  /** The settings differ in their backends alone. */
  readonly run: (settings: readonly BenchSetting[]) => BenchLine[] | Promise<BenchLine[]>;
}

/** Everything that `ninestep bench` can measure, by name, in the order in which it does. */
export const WORKLOADS: ReadonlyMap<string, Workload> = new Map([
  ...TRAINING_WORKLOADS.map((name): [string, Workload] => [
    name,
    {
      isThreaded: true,
      needsFloat64: false,
      isOnRequest: false,
      isSideBySide: true,
      run: (settings) => benchTraining(name, settings),
    },
  ]),
  ['predict-one', sideBySide(benchPredictOne)],
  ['predict-many', sideBySide(benchPredictMany)],
  ['predict-file', inFloat64(async (setting) => [await benchPredictFile('predict-file', setting)])],
  [
    'predict-file-1m',
    {
      ...inFloat64(async (setting) => [await benchPredictFile('predict-file-1m', setting)]),
      isOnRequest: true,
    },
  ],
  ['predict-parquet', inFloat64(async (setting) => [await benchPredictFile('predict-parquet', setting)])],
  ['lm-article', inFloat64(benchLevenbergMarquardt)],
  ['lbfgs-article', inFloat64(benchLbfgs)],
  ['insight', single(async (setting) => [await benchInsight(setting)])],
  ['live', single(async (setting) => [await benchLive(setting)])],
  ['live-metrics', single(async (setting) => [await benchLiveMetrics(setting)])],
  ['responsiveness', single(benchResponsiveness)],
  ['memory', { ...single(async (setting) => [await benchMemory(setting)]), isOnRequest: true }],
  ['import-100k', single(async (setting) => [await benchImport('import-100k', setting)])],
  [
    'import-1m',
    { ...single(async (setting) => [await benchImport('import-1m', setting)]), isOnRequest: true },
  ],
]);

type RunOne = (setting: BenchSetting) => BenchLine[] | Promise<BenchLine[]>;

function inFloat64(run: RunOne): Workload {
  return { ...single(run), needsFloat64: true };
}

function single(run: RunOne): Workload {
  return {
    isThreaded: false,
    needsFloat64: false,
    isOnRequest: false,
    isSideBySide: false,
    run: async (settings) => {
      const lines: BenchLine[] = [];
      for (const setting of settings) lines.push(...(await run(setting)));
      return lines;
    },
  };
}

function sideBySide(run: Workload['run']): Workload {
  return { isThreaded: false, needsFloat64: false, isOnRequest: false, isSideBySide: true, run };
}
