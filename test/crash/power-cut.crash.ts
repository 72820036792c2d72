import { isActive, type MetricsPoint } from '@shared/model/run.ts';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { expect, it } from 'vitest';
import { loadModel } from '../../src-main/service/operations.ts';
import { isTemporaryName } from '../../src-main/storage/atomic-file.ts';
import { hasCheckpoint, openNewestCheckpoint } from '../../src-main/storage/checkpoints.ts';
import { readInsight } from '../../src-main/storage/insight-file.ts';
import { RUN_FILES, type Workspace, workspaceAt } from '../../src-main/storage/paths.ts';
import {
  listRuns,
  readPoints,
  readRun,
  recoverRuns,
  runDirectory,
} from '../../src-main/storage/run-store.ts';
import { readMoments, readSnapshot } from '../../src-main/storage/snapshots-file.ts';
import { campaignSize } from '../helpers/campaign.ts';
import { type DiskOperation, type Found, ModelDisk } from '../helpers/disk/model-disk.ts';
import { recordDisk } from '../helpers/disk/record.ts';
import { type Content, workspaceContent } from '../helpers/disk/workspace-content.ts';
import { EPOCHS, STEPS, type Story, trainOn } from '../helpers/disk/workspace-steps.ts';
import { tempWorkspace, withoutSeconds } from '../helpers/runs.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** What was done to the disk, and what a person was told meanwhile. */
interface History {
  story: Story;
  operations: DiskOperation[];
  /** How many operations had been done when each step was, and what the workspace held then; first of all, nothing. */
  done: { operations: number; content: Content }[];
  /** Epochs of the trained run when it had been saved, and after how many operations. */
  saved: { operations: number; epochs: number }[];
}

async function recordHistory(): Promise<History> {
  const workspace = tempWorkspace();
  const { operations, stop } = await recordDisk(workspace.root);
  const done: History['done'] = [{ operations: 0, content: new Map() }];
  const saved: History['saved'] = [];
  const onSaved = (epochs: number) => saved.push({ operations: operations.length, epochs });
  const story: Story = { workspace, trained: '', deleted: '', onSaved };
  try {
    for (const { act } of STEPS) {
      await act(story);
      done.push({ operations: operations.length, content: await workspaceContent(workspace) });
    }
  } finally {
    stop();
  }
  return { story, operations, done, saved };
}

/** Of the states, and of the runs in them that can go on, every so many-th is tried. */
const EVERY = campaignSize(3, 1);
const EVERY_RUN = campaignSize(9, 1);

it('a power cut after any operation on the disk, whatever of it gets lost, leaves old or new: never neither, never torn', async () => {
  const history = await recordHistory();
  const judge = await Judge.of(history);
  const disk = new ModelDisk(history.story.workspace.root);
  const seen = new Set<string>();
  for (let count = 0; count <= history.operations.length; count++) {
    if (count > 0) disk.apply(history.operations[count - 1]!);
    for (const found of disk.afterPowerCut()) {
      const state = digest(found);
      // The same files may be right after one operation and wrong after the next, which was told to be done.
      const key = `${String(history.done.findLastIndex((each) => each.operations <= count))} ${state}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (seen.size % EVERY !== 0) continue;
      await judge.check(found, count).catch((error: unknown) => {
        const last = JSON.stringify({ ...history.operations[count - 1], bytes: undefined });
        throw new Error(
          `After ${String(count)} operations, the last ${last}: ${[...found.keys()].join(' ')}`,
          {
            cause: error,
          },
        );
      });
    }
  }
  console.log(
    `${String(history.operations.length)} operations, ${String(seen.size)} states, ${String(judge.states)} of them looked at, ${String(judge.resumed)} runs gone on with.`,
  );
  expect(judge.states).toBeGreaterThanOrEqual(500);
});

/** Holds what is found after a power cut against what was promised before it. */
class Judge {
  states = 0;
  /** How many runs were found that could go on, each different from the others. */
  resumed = 0;
  private readonly history: History;
  private readonly points: readonly Omit<MetricsPoint, 'seconds'>[];
  private readonly model: string;
  private readonly inside: string;
  private readonly known = new Set<string>();

  private constructor(
    history: History,
    { points, model, inside }: { points: Judge['points']; model: string; inside: string },
  ) {
    this.history = history;
    this.points = points;
    this.model = model;
    this.inside = inside;
  }

  static async of(history: History): Promise<Judge> {
    const directory = runDirectory(history.story.workspace, history.story.trained);
    const points = withoutSeconds(await readPoints(directory));
    return new Judge(history, { points, model: await modelIn(directory), inside: await insideOf(directory) });
  }

  async check(found: Found, operations: number): Promise<void> {
    this.states += 1;
    const folder = tempFolder();
    try {
      const workspace = workspaceAt(folder);
      layOut(found, folder);
      const step = this.history.done.findLastIndex((each) => each.operations <= operations);
      const isTraining = STEPS[step]?.isTraining === true;
      this.compare(await workspaceContent(workspace), step, isTraining);
      await recoverRuns(workspace);
      const { runs } = await listRuns(workspace);
      expect(runs.filter((run) => isActive(run.status))).toEqual([]);
      expect(temporaryFiles(workspace)).toEqual([]);
      if (isTraining) await this.checkRun(workspace, found, operations);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Everything is as before the step that was under way, or as after it. */
  private compare(content: Content, step: number, isTraining: boolean): void {
    const { done, story } = this.history;
    const [before, after] = [done[step]!.content, (done[step + 1] ?? done[step]!).content];
    for (const name of new Set([...before.keys(), ...after.keys(), ...content.keys()])) {
      // Written many times while it is trained.
      if (isTraining && name.endsWith(story.trained)) continue;
      expect([before.get(name), after.get(name)], name).toContain(content.get(name));
    }
  }

  private async checkRun(workspace: Workspace, found: Found, operations: number): Promise<void> {
    const saved = this.history.saved.findLast((each) => each.operations <= operations);
    const directory = runDirectory(workspace, this.history.story.trained);
    const points = withoutSeconds(await readPoints(directory));
    expect(points).toEqual(this.points.slice(0, points.length));
    if (saved === undefined && !(await hasCheckpoint(directory))) return;
    const { checkpoint } = await openNewestCheckpoint(directory);
    expect(checkpoint.trainer.epoch).toBeGreaterThanOrEqual(saved?.epochs ?? 0);
    const state = digest(new Map([...found].filter(([path]) => path.includes(basename(directory)))));
    if (this.known.has(state)) return;
    this.known.add(state);
    if (this.known.size % EVERY_RUN !== 0) return;
    await this.checkItGoesOn(directory);
  }

  private async checkItGoesOn(directory: string): Promise<void> {
    const { status, epochsDone } = await readRun(directory);
    if (status !== 'finished' || epochsDone < EPOCHS) await trainOn(directory, EPOCHS);
    expect(await readRun(directory)).toMatchObject({ status: 'finished', epochsDone: EPOCHS });
    expect(withoutSeconds(await readPoints(directory))).toEqual(this.points);
    expect(await modelIn(directory)).toBe(this.model);
    expect(await insideOf(directory)).toBe(this.inside);
    this.resumed += 1;
  }
}

async function modelIn(directory: string): Promise<string> {
  return JSON.stringify((await loadModel(join(directory, RUN_FILES.model))).layers);
}

/** What was measured inside of the network, and the weights that were kept. */
async function insideOf(directory: string): Promise<string> {
  const { moments } = await readMoments(directory);
  const kept = await Promise.all(moments.map(({ epoch }) => readSnapshot(directory, epoch)));
  return JSON.stringify({ insight: await readInsight(directory), kept });
}

function layOut(found: Found, folder: string): void {
  for (const [path, bytes] of found) {
    if (bytes === null) mkdirSync(join(folder, path), { recursive: true });
    else writeFileSync(join(folder, path), basename(path) === RUN_FILES.lock ? ofTheDead(bytes) : bytes);
  }
}

/** After a power cut no process lives that held a lock; this one, which made them all, does. */
function ofTheDead(lock: Buffer): string {
  return lock.toString().replace(String(process.pid), String(2 ** 22));
}

/** But for runs in the bin, which are swept once they are restored, and those that another process may be making. */
function temporaryFiles({ root }: Workspace): string[] {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => {
    const [place, run] = path.split(sep) as [string, string];
    if (place === 'bin' || !isTemporaryName(basename(path))) return false;
    return place !== 'runs' || existsSync(join(root, place, run, RUN_FILES.record));
  });
}

function digest(found: Found): string {
  const hash = createHash('sha256');
  for (const [path, bytes] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${path} ${String(bytes?.length ?? 'folder')}\n`);
    if (bytes !== null) hash.update(bytes);
  }
  return hash.digest('hex');
}
