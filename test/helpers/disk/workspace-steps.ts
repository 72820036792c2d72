import type { Experiment } from '@shared/model/experiment.ts';
import type { Project } from '@shared/model/project.ts';
import { NO_MARKS } from '@shared/model/run.ts';
import { NO_VIEWS } from '@shared/model/run-views.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { sweepSchema } from '@shared/schema/sweep.ts';
import { moveToBin, purgeFromBin, restoreFromBin } from '../../../src-main/storage/bin.ts';
import { saveGroup } from '../../../src-main/storage/group-store.ts';
import type { Workspace } from '../../../src-main/storage/paths.ts';
import { saveProject } from '../../../src-main/storage/project-store.ts';
import { writeQueue } from '../../../src-main/storage/queue-store.ts';
import { writeMarks } from '../../../src-main/storage/run-marks.ts';
import { createRun, runDirectory } from '../../../src-main/storage/run-store.ts';
import { TestOpenings } from '../../../src-main/storage/test-openings.ts';
import { saveViews } from '../../../src-main/storage/views-store.ts';
import { chooseEngine } from '../../../src-main/trainer/engine.ts';
import { JobControl } from '../../../src-main/trainer/job-control.ts';
import { resumeJob, runJob } from '../../../src-main/trainer/run-job.ts';
import { referenceEngine } from '../engines.ts';
import { smallExperiment, smallExperimentJson } from '../experiments.ts';
import { withValue } from '../json-path.ts';

const GROUP = 'grp_000000000001';
const NOW = new Date('2026-11-23T12:00:00.000Z');

/** Epochs after which the run that is trained ends, and is then gone on with to the next. */
const LEGS = [2, 4, 6, 8, 10] as const;
export const EPOCHS = 10;

function experimentOf(epochs: number): Experiment {
  return parseExperiment(withValue(smallExperimentJson, 'training.epochs', epochs));
}

/** What the steps pass on to each other. */
export interface Story {
  workspace: Workspace;
  /** The run that is trained, and the one that is deleted for good. */
  trained: string;
  deleted: string;
  /** Told when the run that is trained has been saved, with the epochs that it has done. */
  onSaved: (epochs: number) => void;
}

/** One thing that Ninestep does to the workspace, and that a person may take for done when it is. */
export interface Step {
  title: string;
  /** Files of the run that is trained change many times while it lasts. */
  isTraining?: boolean;
  act: (story: Story) => Promise<unknown>;
}

function project(name: string): Project {
  return {
    format: 'ninestep-project',
    version: 1,
    name,
    experiments: [{ id: 'exp_000000000001', experiment: smallExperiment() }],
  };
}

const queue = (isHeld: boolean) => ({ waiting: ['run_000000000001'], isHeld, isOpen: true });
const views = (name: string) => ({
  ...NO_VIEWS,
  current: { name, query: '', columns: ['name'], sort: [], groupBy: null, baseline: null },
});
const spec = sweepSchema.parse({
  format: 'ninestep-sweep',
  version: 1,
  experiment: smallExperimentJson,
});

/** Trains the run on from where it stands to this epoch, with checkpoints at the beginning and the end. */
export async function trainOn(directory: string, epochs: number): Promise<void> {
  await resumeJob({
    directory,
    wanted: { backend: null, threads: null, epochs },
    choose: chooseEngine,
    control: new JobControl(),
    onProgress: () => undefined,
  });
}

async function trainNewRun(story: Story): Promise<void> {
  const { directory, record } = await createRun(null, story.workspace, experimentOf(LEGS[0]), 'command-line');
  story.trained = record.id;
  const control = new JobControl();
  await runJob({ directory, record, engine: referenceEngine(), control, onProgress: () => undefined });
  story.onSaved(LEGS[0]);
}

const trainedFolder = ({ workspace, trained }: Story) => runDirectory(workspace, trained);

export const STEPS: readonly Step[] = [
  { title: 'save the project', act: ({ workspace }) => saveProject(workspace, project('First')) },
  { title: 'save the project again', act: ({ workspace }) => saveProject(workspace, project('Second')) },
  { title: 'save the views', act: ({ workspace }) => saveViews(workspace, views('First')) },
  { title: 'save the views again', act: ({ workspace }) => saveViews(workspace, views('Second')) },
  { title: 'write the queue', act: ({ workspace }) => writeQueue(workspace, queue(false)) },
  { title: 'write the queue again', act: ({ workspace }) => writeQueue(workspace, queue(true)) },
  { title: 'save a group', act: ({ workspace }) => saveGroup(workspace, GROUP, spec) },
  { title: 'train a run', isTraining: true, act: trainNewRun },
  ...LEGS.slice(1).map((epochs) => ({
    title: `train it to epoch ${String(epochs)}`,
    isTraining: true,
    act: async (story: Story) => {
      await trainOn(trainedFolder(story), epochs);
      story.onSaved(epochs);
    },
  })),
  { title: 'mark it', act: (story) => writeMarks(trainedFolder(story), { ...NO_MARKS, note: 'First' }) },
  {
    title: 'mark it again',
    act: (story) => writeMarks(trainedFolder(story), { ...NO_MARKS, note: 'Second' }),
  },
  {
    title: 'open its test results',
    act: (story) => new TestOpenings().add(trainedFolder(story), NOW),
  },
  { title: 'delete it', act: ({ workspace, trained }) => moveToBin(workspace, trained, NOW) },
  { title: 'restore it', act: ({ workspace, trained }) => restoreFromBin(workspace, trained) },
  {
    title: 'launch another run',
    act: async (story) => {
      const experiment = smallExperiment();
      const made = await createRun(null, story.workspace, experiment, 'window', { status: 'queued' });
      story.deleted = made.record.id;
    },
  },
  { title: 'delete that one', act: ({ workspace, deleted }) => moveToBin(workspace, deleted, NOW) },
  { title: 'purge it', act: ({ workspace, deleted }) => purgeFromBin(workspace, [deleted]) },
];
