import { Random } from '@shared/core/random.ts';
import type { MetricsPoint } from '@shared/model/run.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadModel } from '../../src-main/service/operations.ts';
import { isTemporaryName } from '../../src-main/storage/atomic-file.ts';
import { RUN_FILES, type Workspace } from '../../src-main/storage/paths.ts';
import { listRuns, readPoints, readRun, recoverRuns } from '../../src-main/storage/run-store.ts';
import { ANY_ENGINE, chooseEngine } from '../../src-main/trainer/engine.ts';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { ninestep, startNinestep } from '../helpers/cli.ts';
import { smallExperimentJson } from '../helpers/experiments.ts';
import { killAfter } from '../helpers/kill.ts';
import { finishedRun, tempWorkspace, withoutSeconds } from '../helpers/runs.ts';

const KILLS = campaignSize(15, 200);

/** Long enough to be killed while it trains, short enough to be killed while it ends. */
const experiment = { ...smallExperimentJson, training: { ...smallExperimentJson.training, epochs: 30_000 } };

it(`${String(KILLS)} kills of ninestep train at random moments lose no point that was written, and the runs go on to their end (seed ${SEED})`, async () => {
  const workspace = tempWorkspace();
  const file = join(workspace.root, 'experiment.json');
  writeFileSync(file, JSON.stringify(experiment));
  const engine = chooseEngine(ANY_ENGINE);
  const { directory } = await finishedRun(parseExperiment(experiment), tempWorkspace(), engine);
  const whole = withoutSeconds(await readPoints(directory));
  const startedAt = performance.now();
  await ninestep(['train', file, '--quiet'], { workspace: tempWorkspace().root });
  const wholeMs = performance.now() - startedAt;
  const random = new Random(SEED, 'kill moments');

  const endings: Record<string, number> = {};
  for (let kill = 0; kill < KILLS; kill++) {
    const before = readRunFolders(workspace);
    const { child } = startNinestep(['train', file, '--quiet'], { workspace: workspace.root });
    // Its first quarter is the start of Node, where there is nothing to lose yet.
    await killAfter(child, wholeMs * (0.25 + 0.85 * random.uniform()));
    const [name] = readRunFolders(workspace).filter((folder) => !before.includes(folder));
    const ending = name === undefined ? 'not begun' : await checkKilledRun(workspace, name, whole);
    endings[ending] = (endings[ending] ?? 0) + 1;
  }

  console.log(`killed, and found: ${JSON.stringify(endings)}`);
  expect(endings.interrupted).toBeGreaterThan(0);
  const next = await ninestep(['train', file, '--quiet'], { workspace: workspace.root });
  expect(next.code).toBe(0);
  const { runs } = await listRuns(workspace);
  expect(runs.filter((run) => run.status === 'finished')).toHaveLength(
    (endings.finished ?? 0) + (endings.interrupted ?? 0) + 1,
  );
});

function readRunFolders(workspace: Workspace): string[] {
  return existsSync(workspace.runs) ? readdirSync(workspace.runs) : [];
}

/** Recovers, and checks that everything that is there is whole. Gives how the run was found. */
async function checkKilledRun(
  workspace: Workspace,
  name: string,
  whole: readonly Omit<MetricsPoint, 'seconds'>[],
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
  const points = await readPoints(directory);
  expect(['interrupted', 'finished']).toContain(record.status);
  expect(points).toEqual(written);
  expect(withoutSeconds(points)).toEqual(whole.slice(0, points.length));
  expect(record.last).toEqual(points.at(-1) ?? null);
  if (record.status === 'finished') expect(points).toHaveLength(whole.length);
  if (existsSync(join(directory, RUN_FILES.model))) {
    const model = await loadModel(join(directory, RUN_FILES.model));
    expect(points.map((point) => point.epoch)).toContain(model.training.epoch);
  }
  const files: string[] = [RUN_FILES.record, RUN_FILES.points, RUN_FILES.model, RUN_FILES.checkpoint];
  const leftovers = readdirSync(directory).filter((file) => !files.includes(file));
  // A run that had ended may have been killed before it gave its lock back; nobody asks for that any more.
  expect(leftovers).toEqual(record.status === 'finished' && leftovers.length > 0 ? [RUN_FILES.lock] : []);
  return record.status === 'interrupted' ? checkItGoesOn(directory, whole) : record.status;
}

/** A killed run goes on from its last checkpoint, and comes to what it would have come to. */
async function checkItGoesOn(
  directory: string,
  whole: readonly Omit<MetricsPoint, 'seconds'>[],
): Promise<string> {
  // Killed before its first checkpoint it can only be started again.
  if (!existsSync(join(directory, RUN_FILES.checkpoint))) return 'interrupted at once';
  const { code, stderr } = await ninestep(['train', '--resume', directory, '--quiet']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(withoutSeconds(await readPoints(directory))).toEqual(whole);
  return 'interrupted';
}
