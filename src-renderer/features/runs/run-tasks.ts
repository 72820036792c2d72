import type { MarksChange, RunCommand } from '../../state/runs.svelte.ts';

/** What can be done with runs, wherever they are shown. None of it throws: failures are told. */
export interface RunTasks {
  readonly open: (runId: string) => void;
  readonly mark: (runIds: readonly string[], marks: MarksChange) => void;
  readonly command: (runIds: readonly string[], command: RunCommand) => void;
  /** `moreEpochs` null: to the epochs it was planned for. */
  readonly goOn: (runId: string, moreEpochs: number | null) => Promise<void>;
  /** Its settings as a new draft, on the Train stage. */
  readonly clone: (runId: string) => void;
  readonly remove: (runIds: readonly string[]) => void;
  readonly reveal: (runId: string) => void;
}

/** One after the other: main reads the checkpoint of each, and refuses a window that calls hundreds of times a second. */
export async function continueAll(tasks: Pick<RunTasks, 'goOn'>, runIds: readonly string[]): Promise<void> {
  for (const id of runIds) await tasks.goOn(id, null);
}
