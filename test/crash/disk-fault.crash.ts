import { AppError } from '@shared/core/errors.ts';
import { cpSync, rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { hasCheckpoint } from '../../src-main/storage/checkpoints.ts';
import { workspaceAt } from '../../src-main/storage/paths.ts';
import { readRun, runDirectory } from '../../src-main/storage/run-store.ts';
import { campaignSize } from '../helpers/campaign.ts';
import { countFileCalls, FAULTS, type Fault, withFault } from '../helpers/disk/faults.ts';
import { type Content, workspaceContent } from '../helpers/disk/workspace-content.ts';
import { EPOCHS, type Step, STEPS, type Story, trainOn } from '../helpers/disk/workspace-steps.ts';
import { tempWorkspace } from '../helpers/runs.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** Of the cases, which are each call of each step with each fault, every so many-th is tried. */
const EVERY = campaignSize(37, 1);

/** A step, and a workspace as it is just before it. */
interface Scene {
  step: Step;
  before: Story;
  /** What the step changes, as it is before and after. */
  contents: { before: Content; after: Content };
  calls: number;
}

it('whichever call on the disk fails once, nothing is lost, the error has a code, and the next try works', async () => {
  let cases = 0;
  let tried = 0;
  const hit: Record<string, number> = {};
  for (const scene of await makeScenes()) {
    for (let place = 0; place < scene.calls; place++) {
      for (const fault of FAULTS) {
        cases += 1;
        if (cases % EVERY !== 0) continue;
        tried += 1;
        const ending = await tryFault(scene, place, fault).catch((error: unknown) => {
          throw new Error(`${fault} of call ${String(place)} when it is to ${scene.step.title}`, {
            cause: error,
          });
        });
        hit[ending] = (hit[ending] ?? 0) + 1;
      }
    }
  }
  console.log(`${String(tried)} of ${String(cases)} faults: ${JSON.stringify(hit)}`);
  expect(hit['succeeded all the same']).toBeGreaterThan(0);
});

async function makeScenes(): Promise<Scene[]> {
  const story: Story = { workspace: tempWorkspace(), trained: '', deleted: '', onSaved: () => undefined };
  const scenes: Scene[] = [];
  for (const step of STEPS) {
    const before = copyOf(story);
    const contentBefore = await workspaceContent(story.workspace);
    const calls = await countFileCalls(story.workspace.root, () => step.act(story));
    const contents = { before: contentBefore, after: await workspaceContent(story.workspace) };
    scenes.push({ step, before, contents, calls });
  }
  return scenes;
}

function copyOf(story: Story): Story {
  const workspace = workspaceAt(tempFolder());
  cpSync(story.workspace.root, workspace.root, { recursive: true });
  return { ...story, workspace };
}

/** How the step ended whose one call failed. */
async function tryFault({ step, before, contents }: Scene, place: number, fault: Fault): Promise<string> {
  const story = copyOf(before);
  try {
    let thrown: unknown = null;
    const { root } = story.workspace;
    await withFault(root, place, fault, () => step.act(story).catch((error: unknown) => (thrown = error)));
    if (thrown !== null) expect(thrown).toBeInstanceOf(AppError);
    const content = await workspaceContent(story.workspace);
    for (const [name, value] of contents.before) {
      if (step.isTraining === true && name.endsWith(before.trained)) continue;
      expect([value, contents.after.get(name)], name).toContain(content.get(name));
    }
    if (step.isTraining === true) return await checkItGoesOn(story, thrown);
    if (thrown !== null) await step.act(story);
    const settled = await workspaceContent(story.workspace);
    // Ids of runs differ from one try to the next.
    for (const [name, value] of contents.after) {
      if (contents.before.has(name) || !name.includes('run_')) expect(settled.get(name), name).toBe(value);
    }
    return codeOf(thrown);
  } finally {
    rmSync(story.workspace.root, { recursive: true, force: true });
  }
}

function codeOf(thrown: unknown): string {
  return thrown instanceof AppError ? thrown.code : 'succeeded all the same';
}

/** The run was refused, ended as failed, or has done what it was to; from there it comes to its end. */
async function checkItGoesOn(story: Story, thrown: unknown): Promise<string> {
  const directory = runDirectory(story.workspace, story.trained);
  if (story.trained === '' || !(await hasCheckpoint(directory))) {
    // Nothing had been trained yet: there is nothing to go on from, and nothing lost.
    await STEPS.find((step) => step.isTraining)?.act(story);
    return codeOf(thrown);
  }
  const { status, failure, epochsDone } = await readRun(directory);
  if (status === 'failed') expect(failure?.code).not.toBe('INTERNAL');
  if (status !== 'finished' || epochsDone < EPOCHS) await trainOn(directory, EPOCHS);
  expect(await readRun(directory)).toMatchObject({ status: 'finished', epochsDone: EPOCHS });
  return failure?.code ?? codeOf(thrown);
}
