import { type BenchLine, benchLine, type BenchSetting } from './bench-line.ts';
import { benchSideBySide } from './side-by-side.ts';
import { type Rates, summarize } from './timing.ts';
import { TrainingLoop } from './training-loop.ts';
import { operationsPerSample, type TrainingWorkload, workloadSetup } from './training-workloads.ts';

/** Training throughput, of several backends side by side: the whole loop that a run goes through, evaluations left out. */
export function benchTraining(workload: TrainingWorkload, settings: readonly BenchSetting[]): BenchLine[] {
  const setup = workloadSetup(workload, settings[0]!.precision);
  // The article counts in epochs; each of its steps takes all rows.
  const [unit, rowsOfUnit] =
    workload === 'article' ? (['epochs/s', setup.parts.train.rows] as const) : (['samples/s', 1] as const);
  const lineOf = (setting: BenchSetting, { rates, cpu }: Rates) => {
    const gflops = (summarize(rates).median * operationsPerSample(setup.shapes)) / 1e9;
    const summary = summarize(rates.map((rate) => rate / rowsOfUnit));
    return benchLine(workload, setting, unit, summary, { gflops, cpu });
  };
  const begin = ({ backend }: BenchSetting) => {
    const loop = new TrainingLoop(setup, backend);
    return {
      reset: () => loop.reset(),
      run: (ms: number) => loop.runFor(ms),
      close: () => loop.close(),
    };
  };
  return benchSideBySide(settings, begin, lineOf);
}
