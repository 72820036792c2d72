import { Random } from '@shared/core/random.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { type MetricsPoint, NO_MARKS, type RunEntry, type RunGroup } from '@shared/model/run.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { sketchExperiment } from './experiments.ts';

/** What a run of a planted comparison is given, and what it came to. */
export interface Planted {
  learningRate?: number;
  units?: readonly number[];
  activation?: 'relu' | 'tanh';
  seed?: number;
  /** Validation loss; null: the run ended without one. */
  loss: number | null;
}

/** An experiment with these settings and seeds, otherwise the article's. */
function plantedExperiment({
  learningRate = 0.01,
  units = [4, 4],
  activation = 'relu',
  seed = 1,
}: Planted): Experiment {
  const base = parseExperiment(sketchExperiment);
  return {
    ...base,
    data: { ...base.data, split: { ...base.data.split, train: 0.6, validation: 0.1 } },
    network: {
      ...base.network,
      seed,
      layers: units.map((count) => ({ type: 'dense', units: count, activation, l1: 0, l2: 0 })),
    },
    training: {
      ...base.training,
      seed,
      optimizer: { ...base.training.optimizer, learningRate } as Experiment['training']['optimizer'],
    },
  };
}

/** The `n`th run of a history. */
export function plantedRun(n: number, planted: Planted, change: Partial<RunEntry> = {}): RunEntry {
  const point = planted.loss === null ? null : pointWith(planted.loss);
  const minute = String(n % 60).padStart(2, '0');
  const hour = String(Math.floor(n / 60) % 24).padStart(2, '0');
  return {
    format: 'ninestep-run',
    version: 1,
    id: `run_${n.toString(36).padStart(12, '0')}`,
    name: `Run ${String(n + 1)}`,
    origin: 'window',
    status: planted.loss === null || Number.isFinite(planted.loss) ? 'finished' : 'diverged',
    createdAt: `2025-03-01T${hour}:${minute}:00.000Z`,
    endedAt: `2025-03-01T${hour}:${minute}:30.000Z`,
    experiment: plantedExperiment(planted),
    engine: { name: 'ninestep', version: '0.1.0', backend: 'reference' },
    dataHash: null,
    rows: { train: 6000, validation: 1000, test: 3000 },
    parameters: 47,
    epochsDone: 200,
    seconds: 10,
    last: point,
    best: point,
    reason: null,
    failure: null,
    marks: NO_MARKS,
    spark: [1, 0.5, 0.25],
    isElsewhere: false,
    ...change,
  };
}

function pointWith(loss: number): MetricsPoint {
  const part = (own: number) => ({ loss: own, articleLoss: own / 2, rmse: [own, own, own] });
  return {
    epoch: 200,
    step: 2000,
    seconds: 25,
    duringEpoch: { loss, articleLoss: loss / 2 },
    train: part(loss * 0.9),
    validation: part(loss),
    test: part(loss * 1.1),
  };
}

/** A random sweep over learning rate, width and activation, two seeds each; the rate matters most, the activation not at all. */
export function sweepRuns(configurations: number): RunEntry[] {
  const random = new Random(3, 'a planted sweep');
  return Array.from({ length: configurations }, (_, configuration) => {
    const learningRate = Number((10 ** (-4 + 3 * random.uniform())).toPrecision(3));
    const width = 4 * (1 + (configuration % 4));
    const activation = random.uniform() < 0.5 ? ('tanh' as const) : ('relu' as const);
    return [0, 1].map((replicate) => {
      const index = 2 * configuration + replicate;
      const loss = 0.05 + 0.1 * (Math.log10(learningRate) + 2) ** 2 + 0.2 / width + 0.005 * random.normal();
      const values = { 'training.optimizer.learningRate': learningRate, 'network.layers[0].units': width };
      const group: RunGroup = { ...SWEEP, index, configuration, replicate, values };
      const diverges = learningRate > 0.09;
      const planted = {
        learningRate,
        units: [width, 4],
        activation,
        seed: replicate + 1,
        loss: diverges ? NaN : loss,
      };
      return plantedRun(index, planted, { group, name: `Rates and widths ${String(index + 1)}` });
    });
  }).flat();
}

const SWEEP = { id: 'grp_000000000001', kind: 'sweep', name: 'Rates and widths' } as const;

/** Two configurations with so many seeds each; B is lower by `effect`, and by `lucky` more in its third seed. */
export function rivalRuns(seeds: number, effect: number, lucky = 0): RunEntry[] {
  const random = new Random(5, 'planted rivals');
  const shared = Array.from({ length: seeds }, () => 0.3 + 0.05 * random.normal());
  return [0.01, 0.02].flatMap((learningRate, side) =>
    shared.map((luck, k) =>
      plantedRun(side * seeds + k, {
        learningRate,
        seed: k + 1,
        loss: luck + 0.005 * random.normal() - side * effect - (side === 1 && k === 2 ? lucky : 0),
      }),
    ),
  );
}
