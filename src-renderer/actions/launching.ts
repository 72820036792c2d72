import type { ActionId } from '@shared/ipc/actions.ts';
import { showProblem } from '../show-problem.ts';
import { continuationOf } from '../state/continuation.ts';
import type { Workbench } from '../state/workbench.svelte.ts';
import type { Action } from './action.ts';

const always = (): boolean => true;

type LaunchAction = Extract<ActionId, `run:${string}` | `queue:${string}`>;

/** What every action about runs and the queue does. */
export function launchingActions(workbench: Workbench): Record<LaunchAction, Action> {
  return { ...oneRunActions(workbench), ...manyRunsActions(workbench), ...queueActions(workbench) };
}

function oneRunActions(workbench: Workbench) {
  const hasActive = (): boolean => workbench.transportRun !== undefined;
  const command = (what: 'stop' | 'toggle'): void => {
    const run = workbench.transportRun;
    if (run === undefined) return;
    const other = run.status === 'paused' ? 'resume' : 'pause';
    workbench.control.command([run.id], what === 'stop' ? 'stop' : other);
  };
  return {
    // What cannot be trained says why instead.
    'run:train': {
      isEnabled: () => workbench.canTrain || workbench.problems.length > 0,
      perform: () => (workbench.canTrain ? void workbench.train() : showProblem(workbench)),
    },
    'run:pause-or-resume': {
      isEnabled: hasActive,
      perform: () => {
        command('toggle');
      },
    },
    'run:continue': {
      isEnabled: () => {
        const run = workbench.shownRun;
        return run !== undefined && continuationOf(run)?.kind === 'continue';
      },
      perform: () => {
        const run = workbench.shownRun;
        if (run !== undefined) void workbench.goOn(run.id, null);
      },
    },
    'run:stop': {
      isEnabled: hasActive,
      perform: () => {
        command('stop');
      },
    },
  };
}

function manyRunsActions(workbench: Workbench) {
  const { launch, project } = workbench;
  const isReady = (): boolean => workbench.problems.length === 0 && launch.draft === null;
  const opening = (kind: 'seeds' | 'cross-validation' | 'sweep'): Action => ({
    isEnabled: isReady,
    perform: () => {
      launch.open(kind, project.experiment);
    },
  });
  return {
    'run:repeat': opening('seeds'),
    'run:cross-validate': opening('cross-validation'),
    'run:sweep': opening('sweep'),
    'run:open-sweep': {
      isEnabled: () => launch.draft === null,
      perform: () => void workbench.errands.attempt(() => launch.openFile()),
    },
  };
}

function queueActions(workbench: Workbench) {
  const { queue, outlook } = workbench;
  const idsOf = (runs: readonly { id: string }[]): string[] => runs.map(({ id }) => id);
  return {
    'queue:open': {
      isEnabled: always,
      perform: () => {
        queue.isOpen = !queue.isOpen;
      },
    },
    'queue:hold': {
      isEnabled: always,
      perform: () => void workbench.errands.attempt(() => queue.hold(!queue.isHeld)),
    },
    'run:pause-all': {
      isEnabled: () => outlook.running.length > 0,
      perform: () => {
        workbench.control.pauseAll(!outlook.running.every(({ status }) => status === 'paused'));
      },
    },
    'run:stop-all': {
      isEnabled: () => outlook.running.length + outlook.waiting.length > 0,
      perform: () => {
        // What waits first: else it would be begun in the place of what is stopped.
        workbench.control.command(idsOf([...outlook.waiting, ...outlook.running]), 'stop');
      },
    },
  };
}
