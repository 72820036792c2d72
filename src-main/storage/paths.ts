import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder in which a person's work lies as plain files, shared by the window and the command line. */
export interface Workspace {
  root: string;
  /** One folder a run. */
  runs: string;
  /** Tables that the project keeps itself: pasted ones, and copies. Each is named by the hash of its bytes. */
  data: string;
  projectFile: string;
  /** Deleted runs, one folder each, until they are restored or purged. */
  bin: string;
  /** One folder for every group of runs that were launched together, with its spec. */
  groups: string;
  /** Runs that wait for their turn. */
  queueFile: string;
  /** How the history is looked at. */
  viewsFile: string;
  /** What all run folders say, in one file: made anew where it is missing or damaged. */
  indexFile: string;
}

export function workspaceAt(root: string): Workspace {
  return {
    root,
    runs: join(root, 'runs'),
    data: join(root, 'data'),
    projectFile: join(root, 'project.json'),
    bin: join(root, 'bin'),
    groups: join(root, 'groups'),
    queueFile: join(root, 'queue.json'),
    viewsFile: join(root, 'views.json'),
    indexFile: join(root, 'runs.index'),
  };
}

/** `NINESTEP_WORKSPACE`, else a folder called Ninestep in the person's home. */
export function defaultWorkspaceRoot(): string {
  const chosen = process.env.NINESTEP_WORKSPACE;
  return chosen === undefined || chosen === '' ? join(homedir(), 'Ninestep') : resolve(chosen);
}

/** Names inside a run's folder. */
export const RUN_FILES = {
  record: 'run.json',
  points: 'metrics.jsonl',
  /** What was measured inside of the network. */
  insight: 'insight.jsonl',
  /** Weights of some moments. */
  snapshots: 'snapshots.bin',
  /** Only of a branch: the weights it began with. */
  branch: 'branch.bin',
  model: 'model.json',
  /** Only where Ninestep suggested it for a table. */
  experiment: 'experiment.json',
  /** As runs of version 0.3 and before have it. */
  checkpoint: 'checkpoint.bin',
  /** The last three and the best. */
  checkpoints: 'checkpoints',
  /** What a person says about the run. */
  marks: 'marks.json',
  /** Only in the bin: when the run was deleted. */
  deleted: 'deleted.json',
  lock: 'run.lock',
  testOpenings: 'test-openings.json',
} as const;

/** Names inside a group's folder. */
export const GROUP_FILES = { spec: 'sweep.json' } as const;
