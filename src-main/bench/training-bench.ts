import { type BenchLine, benchLine, type BenchSetting } from './bench-line.ts';
import { measureRates, summarize } from './timing.ts';
import { TrainingLoop } from './training-loop.ts';
import { operationsPerSample, type TrainingWorkload, workloadSetup } from './training-workloads.ts';

/** Training throughput: the whole loop that a run goes through, evaluations left out. */
export function benchTraining(workload: TrainingWorkload, setting: BenchSetting): BenchLine {
  const setup = workloadSetup(workload, setting.precision);
  const loop = new TrainingLoop(setup, setting.backend);
  const { rates, cpu } = measureRates(setting.effort, {
    reset: () => loop.reset(),
    run: (ms) => loop.runFor(ms),
  });
  loop.close();
  const gflops = (summarize(rates).median * operationsPerSample(setup.shapes)) / 1e9;
  // The article counts in epochs; each of its steps takes all rows.
  const [unit, rowsOfUnit] =
    workload === 'article' ? (['epochs/s', setup.parts.train.rows] as const) : (['samples/s', 1] as const);
  const summary = summarize(rates.map((rate) => rate / rowsOfUnit));
  return benchLine(workload, setting, unit, summary, { gflops, cpu });
}
