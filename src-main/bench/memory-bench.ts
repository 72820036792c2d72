import type { BackendName } from '@shared/model/backends.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { trainingBytes } from '@shared/model/training-memory.ts';
import { parameterCount } from '@shared/model/network.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceAt } from '../storage/paths.ts';
import { createRun } from '../storage/run-store.ts';
import { RunThread } from '../trainer/run-thread.ts';
import { trainingWork } from '../trainer/training-work.ts';
import { type BenchLine, benchLine, type BenchSetting } from './bench-line.ts';
import { drawnExperiment } from './drawn-experiment.ts';
import { summarize } from './timing.ts';

/** 49.3 million parameters, on so few rows that they hardly count. */
const NETWORK = { inputs: 784, units: [6_640, 6_640], rows: 1_000, batchSize: 128, epochs: 1 };

/**
 * The most memory that a process takes which trains a large network as the window's runs do and saves it, beside what is
 * forecast. A process has one peak, so it is measured once, whatever the number of repeats.
 */
export async function benchMemory(setting: BenchSetting): Promise<BenchLine> {
  const { request, threads, precision } = setting;
  const experiment = drawnExperiment({ name: 'Large', ...NETWORK, precision });
  const root = await mkdtemp(join(tmpdir(), 'ninestep-bench-'));
  try {
    const { directory, record } = await createRun(null, workspaceAt(root), experiment, 'command-line');
    const thread = new RunThread({
      script: join(__dirname, 'run-thread.cjs'),
      task: { type: 'train', directory, record, backend: request, threads, untilEpoch: null },
      onReport: () => undefined,
      onNews: () => undefined,
    });
    const last = await thread.gone;
    if (last.type === 'refused') throw new Error(last.error.message);
    const { engine } = last.record;
    // In kilobytes of 1,024 bytes, of the whole process since its start.
    const peak = (process.resourceUsage().maxRSS * 1_024) / 1e6;
    return {
      ...benchLine('memory', setting, 'MB', summarize([peak]), {
        parameters: parameterCount(shapesOf(experiment)),
        forecastMegabytes: forecast(experiment, engine.backend) / 1e6,
      }),
      backend: engine.backend,
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Bytes, as the totals of the network have them. */
function forecast(experiment: Experiment, backend: BackendName): number {
  const { shapes, rows } = trainingWork(experiment);
  const engine = backend === 'reference' || backend === 'native' ? backend : 'wasm';
  return trainingBytes(experiment, shapes, rows, engine);
}
