import { ACTION_IDS, type ActionId, ACTIONS } from '@shared/ipc/actions.ts';
import { continuationOf } from '../state/continuation.ts';
import { STAGE_IDS } from '../state/stages.ts';
import type { Workbench } from '../state/workbench.svelte.ts';
import { isKeyPress, type KeyPress } from './keys.ts';

interface Action {
  readonly isEnabled: () => boolean;
  readonly perform: () => void;
}

/** A key that the window has dealt with may come back as the menu's action; within this time it is the same press. */
const SAME_PRESS_MS = 200;

/** What every action does, for keys, menu and buttons alike. */
export class ActionRegistry {
  private readonly actions: Record<ActionId, Action>;
  private handled: { action: ActionId; atMs: number } | null = null;

  constructor(workbench: Workbench) {
    this.actions = makeActions(workbench);
  }

  perform(id: ActionId): void {
    const action = this.actions[id];
    if (action.isEnabled()) action.perform();
  }

  /** Chosen from the menu, by mouse or by the menu's own key. */
  performFromMenu(id: ActionId): void {
    const { handled } = this;
    if (handled?.action === id && performance.now() - handled.atMs < SAME_PRESS_MS) return;
    if (isHistory(id) && isEditingText(document.activeElement)) {
      // A menu has no other way to reach the native history of a text field.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- no successor exists
      document.execCommand(id === 'edit:undo' ? 'undo' : 'redo');
      return;
    }
    this.perform(id);
  }

  /** Returns true when the key was ours. */
  press(press: KeyPress, target: EventTarget | null): boolean {
    const id = ACTION_IDS.find((action) => isKeyPress(ACTIONS[action].keys, press));
    if (id === undefined) return false;
    this.handled = { action: id, atMs: performance.now() };
    if (isHistory(id) && isEditingText(target)) return false;
    this.perform(id);
    return true;
  }
}

function isHistory(id: ActionId): boolean {
  return id === 'edit:undo' || id === 'edit:redo';
}

/** Text fields have their own undo, which is what a person expects while typing. */
export function isEditingText(target: EventTarget | Element | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !['range', 'checkbox', 'radio', 'button'].includes(target.type)
  );
}

function makeActions(workbench: Workbench): Record<ActionId, Action> {
  const { project, runs, model } = workbench;
  const always = () => true;
  const hasActive = () => workbench.transportRun !== undefined;
  const stages = Object.fromEntries(
    STAGE_IDS.map((stage) => {
      const action: Action = {
        isEnabled: always,
        perform: () => {
          workbench.openStage(stage);
        },
      };
      return [`stage:${stage}`, action] as const;
    }),
  ) as Record<Extract<ActionId, `stage:${string}`>, Action>;
  return {
    ...stages,
    'run:train': { isEnabled: () => workbench.canTrain, perform: () => void workbench.train() },
    'run:pause-or-resume': {
      isEnabled: hasActive,
      perform: () => {
        const run = workbench.transportRun;
        if (run === undefined) return;
        void workbench.attempt(() => runs.command(run.id, run.status === 'paused' ? 'resume' : 'pause'));
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
        const run = workbench.transportRun;
        if (run !== undefined) void workbench.attempt(() => runs.command(run.id, 'stop'));
      },
    },
    'edit:undo': {
      isEnabled: () => project.canUndo,
      perform: () => {
        project.undo();
      },
    },
    'edit:redo': {
      isEnabled: () => project.canRedo,
      perform: () => {
        project.redo();
      },
    },
    'data:open': {
      isEnabled: always,
      perform: () => {
        workbench.openTable((opening) => opening.choose('new'));
      },
    },
    'model:export': {
      isEnabled: always,
      perform: () => {
        workbench.openStage('export');
        if (model.description !== null) void model.export();
      },
    },
  };
}
