import { Random } from '@shared/core/random.ts';
import type { BackendName } from '@shared/model/backends.ts';
import type { InsightPoint } from '@shared/model/insight.ts';
import type { MetricsPoint } from '@shared/model/run.ts';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { loadModel } from '../../src-main/service/operations.ts';
import { isTemporaryName } from '../../src-main/storage/atomic-file.ts';
import { readCheckpoint } from '../../src-main/storage/checkpoint-file.ts';
import { checkpointPaths } from '../../src-main/storage/checkpoints.ts';
import { readInsight } from '../../src-main/storage/insight-file.ts';
import { RUN_FILES, type Workspace } from '../../src-main/storage/paths.ts';
import { listRuns, readMetrics, readPoints, readRun, recoverRuns } from '../../src-main/storage/run-store.ts';
import type { Snapshot } from '../../src-main/storage/snapshot-record.ts';
import { readMoments, readSnapshot } from '../../src-main/storage/snapshots-file.ts';
import { BACKENDS } from '../helpers/backends.ts';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { ninestep, startNinestep } from '../helpers/cli.ts';
import { smallExperimentJson } from '../helpers/experiments.ts';
import { tempWorkspace, withoutSeconds } from '../helpers/runs.ts';

interface Campaign {
  readonly backend: 'auto' | 'native';
  readonly kills: number;
  /** How many of the killed runs at least must have been gone on with: a long campaign that kills too early proves nothing. */
  readonly resumedAtLeast: number;
  readonly experiment: Readonly<typeof smallExperimentJson> | Readonly<typeof manyStates>;
}

/** Of those that go on, so many are killed again on their way. */
const KILLED_AGAIN = 0.3;
/** So many are killed while Node starts and the run's folder is made. */
const KILLED_EARLY = 0.15;
/** From the start of Node to a good way into training, where nobody waits for the run to begin. */
const EARLY_MS = 1_500;

/** What a native run has beside its parameters: running statistics, masks, batches of two sizes. */
const manyStates = {
  ...smallExperimentJson,
  data: { ...smallExperimentJson.data, source: { ...smallExperimentJson.data.source, rows: 2_000 } },
  network: {
    ...smallExperimentJson.network,
    layers: [
      { type: 'dense', units: 64, activation: 'linear' },
      { type: 'batch-normalization', activation: 'relu' },
      { type: 'dropout', rate: 0.2 },
      { type: 'dense', units: 64, activation: 'relu' },
    ],
  },
};

/** Each long enough to be killed while it trains, short enough to be killed while it ends. */
const CAMPAIGNS: readonly Campaign[] = [
  {
    backend: 'auto',
    kills: campaignSize(12, 200),
    resumedAtLeast: campaignSize(1, 50),
    experiment: {
      ...smallExperimentJson,
      training: { ...smallExperimentJson.training, epochs: 30_000 },
    },
  },
  {
    backend: 'native',
    kills: campaignSize(2, 30),
    resumedAtLeast: campaignSize(0, 8),
    experiment: { ...manyStates, training: { ...manyStates.training, epochs: 400, batchSize: 96 } },
  },
];
const isNativeHere = BACKENDS.some(({ name }) => name === 'native');

const FILES: readonly string[] = [
  RUN_FILES.record,
  RUN_FILES.points,
  RUN_FILES.insight,
  RUN_FILES.snapshots,
  RUN_FILES.model,
  RUN_FILES.checkpoints,
];

type Started = ReturnType<typeof startNinestep>;

/** What was measured inside of the network, and the weights that were kept. */
interface Inside {
  insight: readonly InsightPoint[];
  snapshots: readonly Snapshot[];
}

/** What a run comes to that nobody kills. */
interface Whole {
  points: readonly Omit<MetricsPoint, 'seconds'>[];
  model: string;
  inside: Inside;
  epochs: number;
  backend: BackendName;
  /** Milliseconds from its record to its end. */
  tookMs: number;
}

it.each(CAMPAIGNS.filter(({ backend }) => backend !== 'native' || isNativeHere))(
  `$kills kills of ninestep train --backend $backend at random moments lose nothing before the last checkpoint, tear no file, and every run goes on to the same bits (seed ${SEED})`,
  async ({ backend, kills, resumedAtLeast, experiment }) => {
    const workspace = tempWorkspace();
    const file = join(workspace.root, 'experiment.json');
    writeFileSync(file, JSON.stringify(experiment));
    const args = ['train', file, '--quiet', '--backend', backend];
    const whole = await trainWhole(args);
    expect(whole.backend === 'native').toBe(backend === 'native');
    const random = new Random(SEED, 'kill moments');

    const endings: Record<string, number> = {};
    for (let kill = 0; kill < kills; kill++) {
      const before = readRunFolders(workspace);
      const started = startNinestep(args, { workspace: workspace.root });
      const newFolders = () => readRunFolders(workspace).filter((folder) => !before.includes(folder));
      if (random.uniform() < KILLED_EARLY) await killAfter(started, EARLY_MS * random.uniform());
      else await killAtRandom(started, () => newFolders().length > 0, whole, random);
      const [name] = newFolders();
      const ending = name === undefined ? 'not begun' : await checkKilledRun(workspace, name, whole, random);
      endings[ending] = (endings[ending] ?? 0) + 1;
    }

    console.log(`killed, and found: ${JSON.stringify(endings)}`);
    const resumed = (endings['gone on with'] ?? 0) + (endings['gone on with, killed again'] ?? 0);
    expect(resumed).toBeGreaterThanOrEqual(resumedAtLeast);
    const next = await ninestep(args, { workspace: workspace.root });
    expect(next.code).toBe(0);
    const { runs } = await listRuns(workspace);
    expect(runs.filter((run) => run.status === 'finished')).toHaveLength(
      (endings.finished ?? 0) + resumed + 1,
    );
  },
);

async function trainWhole(args: readonly string[]): Promise<Whole> {
  const workspace = tempWorkspace();
  const { child, result } = startNinestep(args, { workspace: workspace.root });
  await whenTrue(child, () => readRunFolders(workspace).length > 0);
  const startedAt = performance.now();
  await result;
  const tookMs = performance.now() - startedAt;
  const directory = join(workspace.runs, readRunFolders(workspace)[0]!);
  const [model, inside] = [await modelIn(directory), await insideOf(directory)];
  const { epochsDone: epochs, engine } = await readRun(directory);
  const points = withoutSeconds(await readPoints(directory));
  return { points, model, inside, epochs, backend: engine.backend, tookMs };
}

/** Somewhere between the moment at which the run has begun and a little after its end. */
async function killAtRandom(
  started: Started,
  hasBegun: () => boolean,
  { tookMs }: Whole,
  random: Random,
): Promise<void> {
  const delayMs = 1.1 * tookMs * random.uniform();
  await whenTrue(started.child, hasBegun);
  await killAfter(started, delayMs);
}

/** Kills a process after so many milliseconds, unless it has ended by then; fulfilled when it is gone. */
async function killAfter({ child, result }: Started, delayMs: number): Promise<void> {
  await Promise.race([result, setTimeout(delayMs, undefined, { ref: false })]);
  child.kill('SIGKILL');
  await result;
}

/** Looks every few milliseconds, until it is true or the process has ended. */
async function whenTrue(child: ChildProcess, isTrue: () => boolean): Promise<void> {
  while (child.exitCode === null && !isTrue()) await setTimeout(5);
}

async function insideOf(directory: string): Promise<Inside> {
  const { moments } = await readMoments(directory);
  const snapshots = await Promise.all(moments.map(({ epoch }) => readSnapshot(directory, epoch)));
  return { insight: await readInsight(directory), snapshots };
}

/** The parameters, and all that is needed to use them. */
async function modelIn(directory: string): Promise<string> {
  const { layers, inputs, outputs } = await loadModel(join(directory, RUN_FILES.model));
  return JSON.stringify({ layers, inputs, outputs });
}

function readRunFolders(workspace: Workspace): string[] {
  return existsSync(workspace.runs) ? readdirSync(workspace.runs) : [];
}

/** Recovers, and checks that everything that is there is whole. Gives how the run was found. */
async function checkKilledRun(
  workspace: Workspace,
  name: string,
  whole: Whole,
  random: Random,
): Promise<string> {
  const directory = join(workspace.runs, name);
  if (!existsSync(join(directory, RUN_FILES.record))) {
    // Killed before the record was there: nothing else may be, either.
    expect(readdirSync(directory).filter((file) => !isTemporaryName(file))).toEqual([]);
    return 'without a record';
  }
  const written = await readPoints(directory);
  await recoverRuns(workspace);
  const record = await readRun(directory);
  expect(['interrupted', 'finished']).toContain(record.status);
  expect(await readPoints(directory)).toEqual(written);
  expect(record.last).toEqual(written.at(-1) ?? null);
  await checkFiles(directory, whole);
  if (record.status === 'finished') {
    expect(written).toHaveLength(whole.points.length);
    return 'finished';
  }
  return checkItGoesOn(workspace, directory, whole, random);
}

/** Whatever is in the folder of a run is whole, and says the same as of a run that nobody killed. */
async function checkFiles(directory: string, whole: Whole): Promise<void> {
  const { points, damaged } = await readMetrics(directory);
  expect(withoutSeconds(points)).toEqual(whole.points.slice(0, points.length));
  // Of the last line a kill may leave a part, which is no damage.
  expect(damaged).toBe(0);
  for (const path of await checkpointPaths(directory)) {
    const { last } = await readCheckpoint(path);
    // Nothing is lost of what was done before it.
    if (last !== null) expect(points.map((point) => point.step)).toContain(last.step);
  }
  if (existsSync(join(directory, RUN_FILES.model))) {
    const model = await loadModel(join(directory, RUN_FILES.model));
    expect(points.map((point) => point.epoch)).toContain(model.training!.epoch);
  }
  const { insight, snapshots } = await insideOf(directory);
  expect(insight).toEqual(whole.inside.insight.slice(0, insight.length));
  expect(snapshots).toEqual(whole.inside.snapshots.slice(0, snapshots.length));
  const others = readdirSync(directory).filter((file) => !FILES.includes(file));
  // A run that had ended may have been killed before it gave its lock back; nobody asks for that any more.
  expect(others.filter((file) => file !== RUN_FILES.lock)).toEqual([]);
}

/** A killed run goes on from its last checkpoint, and comes to what it would have come to; also if it is killed again. */
async function checkItGoesOn(
  workspace: Workspace,
  directory: string,
  whole: Whole,
  random: Random,
): Promise<string> {
  const again = ['train', '--resume', directory, '--quiet'];
  const isKilledAgain = random.uniform() < KILLED_AGAIN;
  if (isKilledAgain) {
    const isLocked = () => existsSync(join(directory, RUN_FILES.lock));
    await killAtRandom(startNinestep(again), isLocked, whole, random);
    // It may have left a temporary file, which whoever opens the workspace next sweeps up.
    await recoverRuns(workspace);
    await checkFiles(directory, whole);
  }
  // The second kill may have come too late.
  if ((await readRun(directory)).status !== 'finished') {
    const { code, stderr } = await ninestep(again);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  }
  expect(await readRun(directory)).toMatchObject({ status: 'finished', epochsDone: whole.epochs });
  expect(withoutSeconds(await readPoints(directory))).toEqual(whole.points);
  expect(await modelIn(directory)).toBe(whole.model);
  expect(await insideOf(directory)).toEqual(whole.inside);
  return isKilledAgain ? 'gone on with, killed again' : 'gone on with';
}
