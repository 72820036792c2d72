import { makeId } from '@shared/core/ids.ts';
import { formatJson } from '@shared/core/json-text.ts';
import { Random } from '@shared/core/random.ts';
import { partSizes } from '@shared/data/split.ts';
import { monitoredLoss } from '@shared/model/monitored-loss.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { parameterCount } from '@shared/model/network.ts';
import {
  type MetricsPoint,
  NO_MARKS,
  type RunGroup,
  type RunMarks,
  type RunRecord,
  type RunStatus,
} from '@shared/model/run.ts';
import { encodeMeasured } from '@shared/schema/measured-json.ts';
import { sweepSchema } from '@shared/schema/sweep.ts';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE } from '../../../src-main/storage/engine-identity.ts';
import { groupDirectory } from '../../../src-main/storage/group-store.ts';
import { encodePoint } from '../../../src-main/storage/metrics-line.ts';
import { GROUP_FILES, RUN_FILES, type Workspace, workspaceAt } from '../../../src-main/storage/paths.ts';
import { baseExperiments, pick, variedExperiment, withRateAndSeed } from './experiments.ts';
import { madePoints } from './points.ts';

export interface MadeRuns {
  /** The folder of the workspace. */
  out: string;
  runs: number;
  /** Evaluations of each run. */
  points: number;
  seed: number;
}

/** What is made of a run before it is written. */
interface Plan {
  experiment: Experiment;
  group: RunGroup | undefined;
}
/** The points of a run and their lines; many runs share one where there would be millions. */
interface History {
  points: MetricsPoint[];
  text: string;
  best: MetricsPoint;
}

const FIRST_DAY = Date.UTC(2026, 0, 1);
const RUN_EVERY_MS = 20 * 60_000;
/** Points that are drawn afresh for every run; beyond, runs share them. */
const MOST_POINTS = 400_000;
const SHARED_HISTORIES = 40;
const RATES = [0.001, 0.01, 0.1] as const;
const SEEDS = [1, 2, 3, 4] as const;
const TAGS = ['baseline', 'paper', 'try again', 'wide', 'for the talk'] as const;

/** How many of a hundred runs end how. */
const ENDINGS: readonly (readonly [RunStatus, number])[] = [
  ['stopped', 6],
  ['diverged', 4],
  ['failed', 3],
  ['interrupted', 4],
  ['finished', 100],
];

/**
 * Fills a workspace with runs that were never trained: folders and files as Ninestep writes them, the same ones for the same
 * seed. Experiments on several tables, sweeps over learning rates and seeds, every way to end, marks. No models.
 */
export async function makeRuns({ out, runs, points, seed }: MadeRuns): Promise<string[]> {
  const workspace = workspaceAt(out);
  const random = new Random(seed, 'made runs');
  const bases = await baseExperiments();
  const histories = new Map<string, History>();
  const isShared = runs * points > MOST_POINTS;
  const ids: string[] = [];
  mkdirSync(workspace.runs, { recursive: true });
  for (const plan of plans(workspace, bases, runs, random)) {
    const status = ending(random);
    const slot = `${plan.experiment.data.source.rows} ${status} ${String(random.below(SHARED_HISTORIES))}`;
    const history = (isShared ? histories.get(slot) : undefined) ?? makeHistory(plan, points, status, random);
    if (isShared) histories.set(slot, history);
    ids.push(writeRun(workspace, plan, history, { status, order: ids.length, random }));
  }
  return ids;
}

/** Single runs and, in between, sweeps of a dozen. */
function* plans(
  workspace: Workspace,
  bases: readonly Experiment[],
  runs: number,
  random: Random,
): Generator<Plan> {
  for (let made = 0; made < runs;) {
    const experiment = variedExperiment(pick(bases, random), random);
    const isSweep = runs - made >= RATES.length * SEEDS.length && random.below(30) === 0;
    const plan = isSweep ? sweep(workspace, experiment, random) : [{ experiment, group: undefined }];
    yield* plan;
    made += plan.length;
  }
}

function sweep(workspace: Workspace, experiment: Experiment, random: Random): Plan[] {
  const id = makeId('group', bytesOf(random));
  const path = 'training.optimizer.learningRate';
  const name = `Learning rates, ${experiment.name}`.slice(0, 200);
  const spec = sweepSchema.parse({
    format: 'ninestep-sweep',
    version: 1,
    name,
    experiment,
    settings: [{ path, values: RATES }],
    replicates: { count: SEEDS.length },
  });
  const folder = groupDirectory(workspace, id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, GROUP_FILES.spec), formatJson(spec), { mode: 0o600 });
  return RATES.flatMap((rate, configuration) =>
    SEEDS.map((seed, replicate): Plan => {
      const index = configuration * SEEDS.length + replicate;
      const values = { [path]: rate };
      return {
        experiment: withRateAndSeed(experiment, rate, seed),
        group: { id, kind: 'sweep', name, index, configuration, replicate, values },
      };
    }),
  );
}

function makeHistory({ experiment }: Plan, points: number, status: RunStatus, random: Random): History {
  const { epochs, optimizer } = experiment.training;
  const rate = 'learningRate' in optimizer ? optimizer.learningRate : 0.01;
  const made = madePoints(
    {
      experiment,
      rows: rowsOf(experiment),
      points,
      epochs: status === 'finished' ? epochs : Math.ceil(epochs / 2),
      start: 1,
      // Best near a rate of 0.005, so that settings matter.
      floor: 0.05 + 0.04 * (Math.log10(rate) + 2.3) ** 2 + 0.02 * random.uniform(),
      diverges: status === 'diverged',
    },
    random,
  );
  const measured = made.filter((point) => Number.isFinite(monitoredLoss(point)));
  return {
    points: made,
    text: made.map((point) => `${encodePoint(point)}\n`).join(''),
    best: measured.reduce(
      (best, point) => (monitoredLoss(point) < monitoredLoss(best) ? point : best),
      made[0]!,
    ),
  };
}

function writeRun(
  workspace: Workspace,
  { experiment, group }: Plan,
  { points, text, best }: History,
  { status, order, random }: { status: RunStatus; order: number; random: Random },
): string {
  const id = makeId('run', bytesOf(random));
  const last = points.at(-1)!;
  const createdAt = FIRST_DAY + order * RUN_EVERY_MS;
  const record: RunRecord = {
    format: 'ninestep-run',
    version: 1,
    id,
    name: experiment.name,
    origin: random.below(3) === 0 ? 'command-line' : 'window',
    status,
    createdAt: new Date(createdAt).toISOString(),
    endedAt: new Date(createdAt + 1000 * Math.ceil(last.seconds)).toISOString(),
    experiment,
    ...(group === undefined ? {} : { group }),
    engine: { ...ENGINE, backend: 'wasm-simd', threads: 1 },
    dataHash: `sha256:${createHash('sha256').update(JSON.stringify(experiment.data)).digest('hex')}`,
    rows: rowsOf(experiment),
    parameters: parameterCount(shapesOf(experiment)),
    epochsDone: last.epoch,
    seconds: last.seconds,
    last,
    best,
    ...whyOf(status),
  };
  const folder = join(workspace.runs, id);
  mkdirSync(folder);
  const json = formatJson({ ...record, last: encodeMeasured(last), best: encodeMeasured(best) });
  writeFileSync(join(folder, RUN_FILES.record), json, { mode: 0o600 });
  writeFileSync(join(folder, RUN_FILES.points), text, { mode: 0o600 });
  const marks = madeMarks(random);
  if (marks !== NO_MARKS) {
    const file = { format: 'ninestep-marks', version: 1, ...marks };
    writeFileSync(join(folder, RUN_FILES.marks), formatJson(file), { mode: 0o600 });
  }
  return id;
}

function whyOf(status: RunStatus): Pick<RunRecord, 'reason' | 'failure'> {
  switch (status) {
    case 'diverged':
      return { reason: 'Layer 1 (Dense) gave a value that is no finite number.', failure: null };
    case 'failed': {
      const message = 'Cannot write metrics.jsonl: the disk is full.';
      return { reason: message, failure: { code: 'DISK_FULL', message } };
    }
    case 'interrupted':
      return { reason: 'The process that trained it ended unexpectedly.', failure: null };
    default:
      return { reason: null, failure: null };
  }
}

function madeMarks(random: Random): RunMarks {
  if (random.below(4) !== 0) return NO_MARKS;
  return {
    name: random.below(10) === 0 ? `Renamed ${String(random.below(1_000))}` : null,
    tags: random.below(2) === 0 ? [] : [pick(TAGS, random)],
    note: random.below(5) === 0 ? 'Looked good at first; compare with the wide one.' : '',
    isStarred: random.below(4) === 0,
    color: random.below(8) === 0 ? random.below(10) : null,
  };
}

function ending(random: Random): RunStatus {
  let place = random.below(100);
  for (const [status, share] of ENDINGS) {
    if (place < share) return status;
    place -= share;
  }
  return 'finished';
}

function rowsOf({ data }: Experiment): { train: number; validation: number; test: number } {
  return partSizes(data.split, data.source.rows);
}

function bytesOf(random: Random): (count: number) => Uint8Array {
  return (count) => Uint8Array.from({ length: count }, () => random.below(256));
}
